import { capabilities, takePort, type Capability, type FromContent, type FromPage } from '../bridge.ts';
import { listedRowCount } from '../dom.ts';
import { reportChats } from './chats.ts';
import { ListFilter } from './filter.ts';
import { findModule, pageVersion } from './modules.ts';
import { tagRows } from './rows.ts';

const POLL_INTERVAL_MS = 200;
/** A page that has drawn its chats for this long and still has no modules is one that we can't read. */
const POLLS_WITH_LIST_MAX = 15;

type Post = (message: FromPage) => void;
type Listen = (receive: (message: FromContent) => void) => void;

/** The page script: waits until WhatsApp Web has synced, then offers what this version of it allows. */
export function servePage(): void {
  takePort((post, listen) => {
    let pollsWithList = 0;
    const poll = setInterval(() => {
      const hasSynced = readHasSynced();
      if (listedRowCount() !== undefined) pollsWithList += 1;
      if (hasSynced === true) offer(post, listen);
      else if (hasSynced === undefined && pollsWithList >= POLLS_WITH_LIST_MAX) {
        post({ type: 'status', isReady: true, version: '', missing: [...capabilities] });
      } else return;
      clearInterval(poll);
    }, POLL_INTERVAL_MS);
  });
}

/** Undefined while the page's modules can't be found. */
function readHasSynced(): boolean | undefined {
  try {
    const socket = findModule('WAWebSocketModel')?.Socket;
    return socket && socket.hasSynced === true;
  } catch {
    return undefined; // The loader is not complete yet.
  }
}

function offer(post: Post, listen: Listen): void {
  const missing = new Set<Capability>();
  const status = () => post({ type: 'status', isReady: true, version: pageVersion(), missing: [...missing] });
  const attempt = (capability: Capability, start: () => void) => {
    try {
      start();
    } catch {
      missing.add(capability);
    }
  };

  attempt('rows', tagRows);
  attempt('identity', () => post(readIdentity()));
  attempt('filter', () =>
    startFilter(listen, post, (canFilter) => {
      const before = missing.has('filter');
      if (canFilter) missing.delete('filter');
      else missing.add('filter');
      if (before === canFilter) status();
    }),
  );
  if (missing.has('filter')) missing.add('chats');
  status();
}

function readIdentity(): FromPage {
  const me = findModule('WAWebUserPrefsMeUser')?.getMaybeMePnUser?.();
  const conn = findModule('WAWebConnModel')?.Conn;
  if (!me) throw new Error('no own id');
  return {
    type: 'identity',
    id: me.toString(),
    name: typeof conn?.pushname === 'string' ? conn.pushname.slice(0, 100) : '',
    isBusinessAccount: conn?.platform === 'smba' || conn?.platform === 'smbi',
  };
}

function startFilter(listen: Listen, post: Post, tell: (canFilter: boolean) => void): void {
  const chats = findModule('WAWebChatCollection')?.ChatCollection;
  const getters = findModule('WAWebFrontendChatGetters');
  if (!chats || !getters) throw new Error('no chat collection');
  const list = new ListFilter(chats, getters);
  reportChats(chats, (chat) => list.isListed(chat), post);
  list.learn().catch(() => false); // Tried again when a folder is first chosen, which tells.

  const cmd = findModule('WAWebCmd')?.Cmd;
  let nativeFilter: string | undefined;
  cmd?.on('set_active_filter', (kind) => {
    nativeFilter = typeof kind === 'string' && kind !== '' ? kind : undefined;
    if (nativeFilter === undefined) return;
    list.standBack();
    post({ type: 'native-filter' });
  });
  listen(({ filter }) => {
    // One filter at a time, ours or WhatsApp's; its own ignores a second call with the same value.
    try {
      if (filter && nativeFilter !== undefined) cmd?.setActiveFilter?.();
    } catch {
      // WhatsApp's own filter stays; ours is applied all the same.
    }
    list.set(filter).then(tell, () => tell(false));
  });
}
