import { browser, type Browser } from 'wxt/browser';
import { applyKnown, applyOperations, emptyRows, type Rows } from '../../shared/sync/apply.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import { Store } from '../ui/store.ts';
import type { InboxPlace } from './inbox-messages.ts';
import type { News } from './live.ts';
import { SCREEN_PORT } from './messaging.ts';
import type { FromScreen, PageReport, Result, ScreenState, ToScreen } from './messaging.ts';
import type { Edit } from './replica.ts';
import type { SeenChat } from './seen.ts';

const RECONNECT_MS = 200;
const ended: Result = {
  ok: false,
  code: 'ended',
  message: 'This was not saved. Reload the tab and try again.',
};
const nothing: ScreenState = {
  user: undefined,
  replicaId: null,
  sync: null,
  notices: [],
  pages: [],
  seen: [],
  sessions: [],
  wanted: null,
  killed: undefined,
};

/** A screen's window on the replica: the rows as the person should see them, and the way to change them. */
export interface ReplicaClient {
  readonly rows: Store<Rows>;
  readonly state: Store<ScreenState>;
  /** Shown at once; resolves when it is durable, or says why it is not. */
  readonly mutate: (operations: readonly Operation[]) => Promise<Result>;
  readonly reportPage: (page: PageReport) => void;
  /** What the tab shows of its account's chats. */
  readonly reportChats: (phoneNumber: string, chats: readonly SeenChat[]) => void;
  /** Which chat the side panel shows; nobody is notified of what they see. */
  readonly reportShown: (shown: InboxPlace | null) => void;
  /** What was new last of an account on the server; told to the extension's own pages alone. */
  readonly news: Store<News | null>;
  /** Calls back when a chat is to be opened in this tab. */
  readonly onOpenChat: (open: (chatId: string) => void, signal: AbortSignal) => void;
  /** Calls back when the palette is to be opened in this tab. */
  readonly onPalette: (open: () => void, signal: AbortSignal) => void;
}

/**
 * Connects to the background and stays connected, until the signal ends it. `isAlive` tells whether the extension is still the one
 * that made this screen; asking it of a content script also fires its signal.
 */
export function connectReplica(
  signal: AbortSignal,
  isAlive: () => boolean = () => true,
  openPort: () => Browser.runtime.Port = () => browser.runtime.connect({ name: SCREEN_PORT }),
): ReplicaClient {
  const rows = new Store<Rows>(emptyRows);
  const state = new Store<ScreenState>(nothing);
  const news = new Store<News | null>(null);
  const pending = new Map<string, { replicaId: string; edit: Edit; settle: (result: Result) => void }>();
  let stored = emptyRows;
  let page: PageReport | null = null;
  let seen: Extract<FromScreen, { type: 'seen' }> | null = null;
  let port: Browser.runtime.Port | null = null;
  let shown: InboxPlace | null = null;
  let openChat: ((chatId: string) => void) | null = null;
  let openPalette: (() => void) | null = null;

  const show = () =>
    rows.set(
      applyOperations(
        stored,
        [...pending.values()].map(({ edit }) => edit),
      ),
    );
  const post = (message: FromScreen) => {
    try {
      port?.postMessage(message);
    } catch {
      // It closed and its event is still to come; then everything is handed over again.
    }
  };

  const receive = (message: ToScreen) => {
    switch (message.type) {
      case 'state':
        state.set({ ...state.get(), ...message.state });
        break;
      case 'seen':
        state.set({ ...state.get(), seen: message.seen });
        break;
      case 'sessions':
        state.set({ ...state.get(), sessions: message.sessions, wanted: message.wanted });
        break;
      case 'news':
        news.set(message.news);
        break;
      case 'rows':
        stored = applyKnown(message.isReset ? emptyRows : stored, message.changes);
        show();
        break;
      case 'mutated':
        for (const id of message.mutationIds) {
          pending.get(id)?.settle(message.result);
          pending.delete(id);
        }
        show();
        break;
      case 'open-chat':
        openChat?.(message.chatId);
        break;
      case 'palette':
        openPalette?.();
        break;
    }
  };
  const connect = () => {
    if (signal.aborted || !isAlive()) return; // The extension was updated under this page.
    port = openPort();
    port.onMessage.addListener(receive);
    port.onDisconnect.addListener(() => {
      port = null;
      if (isAlive()) setTimeout(connect, RECONNECT_MS);
    });
    if (page) post({ type: 'page', page });
    if (seen) post(seen);
    if (shown) post({ type: 'shown', shown });
    for (const [replicaId, waiting] of Map.groupBy(pending.values(), (each) => each.replicaId)) {
      post({ type: 'mutate', replicaId, edits: waiting.map(({ edit }) => edit) });
    }
  };
  connect();
  signal.addEventListener('abort', () => {
    port?.disconnect();
    for (const { settle } of pending.values()) settle(ended);
    pending.clear();
  });

  return {
    rows,
    state,
    news,
    mutate: async (operations) => {
      const { replicaId } = state.get();
      if (signal.aborted || replicaId === null) return ended;
      const edits = operations.map((operation): Edit => ({ ...operation, mutationId: crypto.randomUUID() }));
      const results = edits.map(
        (edit) =>
          new Promise<Result>((settle) => {
            pending.set(edit.mutationId, { replicaId, edit, settle });
          }),
      );
      // The last of what is pending.
      rows.set(applyOperations(rows.get(), edits));
      post({ type: 'mutate', replicaId, edits });
      const refused = (await Promise.all(results)).find(({ ok }) => !ok);
      return refused ?? { ok: true, value: null };
    },
    reportPage: (report) => {
      page = report;
      post({ type: 'page', page });
    },
    reportChats: (phoneNumber, chats) => {
      seen = { type: 'seen', phoneNumber, chats };
      post(seen);
    },
    reportShown: (place) => {
      shown = place;
      post({ type: 'shown', shown });
    },
    onOpenChat: (open, until) => {
      openChat = open;
      until.addEventListener('abort', () => {
        openChat = null;
      });
    },
    onPalette: (open, until) => {
      openPalette = open;
      until.addEventListener('abort', () => {
        openPalette = null;
      });
    },
  };
}
