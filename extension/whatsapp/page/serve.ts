import { ALIVE_INTERVAL_MS, BEATS_MISSED_MAX, fromContent, rateLimit, REQUEST_RATE } from '../bridge.ts';
import type { FromContent, FromPage, Outcome, Request } from '../bridge.ts';
import { pageCapabilities, type PageCapability } from '../capabilities.ts';
import { listExtent, removeOwnParts } from '../dom.ts';
import { takePort } from '../handover.ts';
import { CapabilityStates, type State } from './capability-states.ts';
import { reportChats } from './chats.ts';
import { composerState, insertText } from './composer.ts';
import { isListedByPage, ListFilter } from './filter.ts';
import { ownId, readAccount } from './identity.ts';
import { findModule, pageVersion } from './modules.ts';
import { activeChat, findChat, openChat, reportActiveChat } from './open-chat.ts';
import { lookForAll } from './probes.ts';
import { areChatsDrawn, rowsTell, RowTags } from './rows.ts';

const LOOK_INTERVAL_MS = 200;
const CALM_INTERVAL_MS = 1000;
/** After it could not be learned where the list asks, or a chat did not open: it may have been slow that once. */
const TRY_AGAIN_MS = 20_000;

/** The page script: waits until WhatsApp Web has synced, then offers what this version of it allows, and keeps looking. */
export function servePage(): void {
  // Kept, for the page may replace the originals later.
  // oxlint-disable typescript/unbound-method -- called through Reflect.apply with what they belong to
  const post = MessagePort.prototype.postMessage;
  const apply = Reflect.apply;
  const defer = setTimeout;
  const dataOf = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get;
  // oxlint-enable typescript/unbound-method
  if (!dataOf) return;
  takePort((port) => {
    const page = new PageService((message) => apply(post, port, [message]));
    apply(post, port, [{ type: 'started' } satisfies FromPage]);
    const isAllowed = rateLimit(REQUEST_RATE);
    port.addEventListener('message', (event) => {
      // A getter of the page's would see the event, and so the port; under the event whatever the page runs finds it in window.event.
      const data: unknown = apply(dataOf, event, []);
      defer(() => {
        const parsed = fromContent.safeParse(data);
        if (parsed.success) page.receive(parsed.data, isAllowed());
      });
    });
    port.start();
  });
}

class PageService {
  readonly #post: (message: FromPage) => void;
  readonly #states = new CapabilityStates();
  #timer: ReturnType<typeof setTimeout>;
  #isStopped = false;
  #mark = '';
  #beatsMissed = 0;
  readonly #heart: ReturnType<typeof setInterval>;
  #healthTold = '';
  #accountTold: string | undefined;
  #lookForAliases: () => void = () => {};
  #openAgainAt = 0;
  #filter: ListFilter | null = null;
  #learned: State = 'unknown';
  #learnAt = 0;
  #nativeFilter: string | undefined;
  #rowTags: RowTags | null = null;
  #isEveryRowTagged = false;

  constructor(post: (message: FromPage) => void) {
    this.#post = post;
    this.#timer = setTimeout(() => this.#look(), LOOK_INTERVAL_MS);
    // Firefox ends the content script of an extension that is removed or updated without a word, and leaves its parts in the page.
    this.#heart = setInterval(() => {
      this.#beatsMissed += 1;
      if (this.#beatsMissed > BEATS_MISSED_MAX) this.#stop();
    }, ALIVE_INTERVAL_MS);
  }

  receive(message: FromContent, isAllowed: boolean): void {
    if (message.type === 'stop') {
      this.#stop();
      return;
    }
    if (message.type === 'alive') {
      this.#mark = message.mark;
      this.#beatsMissed = 0;
      return;
    }
    const { number } = message;
    const answer = (outcome: Outcome) => this.#post({ type: 'answer', request: number, outcome });
    if (!isAllowed) answer('too_many');
    else if (ownId() !== message.accountId) answer('wrong_account');
    else this.#do(message.request).then(answer, () => answer('failed'));
  }

  async #do(request: Request): Promise<Outcome> {
    if (request.kind === 'filter') return this.#setFilter(request.filter);
    if (request.kind === 'tag-rows') {
      this.#isEveryRowTagged = request.isEvery;
      this.#rowTags?.setEvery(request.isEvery);
      return 'done';
    }
    const chats = findModule('chatCollection')?.value;
    if (!chats) return 'not_possible';
    const chat = findChat(chats, request.chatId);
    if (!chat) return 'unknown_chat';
    if (request.kind === 'open-chat') {
      const outcome = await openChat(chats, chat);
      if (outcome === 'not_possible') {
        this.#openAgainAt = performance.now() + TRY_AGAIN_MS;
        this.#lose('open-chat');
      }
      return outcome;
    }
    // What was meant for one person must not end in the composer of another.
    return activeChat(chats) === chat ? insertText(request.text) : 'failed';
  }

  async #setFilter(filter: Extract<Request, { kind: 'filter' }>['filter']): Promise<Outcome> {
    const list = this.#filter;
    if (!list) return filter ? 'not_possible' : 'done';
    // One filter at a time, ours or WhatsApp's; its own ignores a second call with the same value.
    try {
      if (filter && this.#nativeFilter !== undefined) findModule('cmd')?.value.setActiveFilter?.();
    } catch {
      // WhatsApp's own filter stays; ours is applied all the same.
    }
    if (await list.set(filter)) return 'done';
    this.#hasLearned('lost');
    return 'not_possible';
  }

  #stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#heart);
    this.#states.stop();
    removeOwnParts(this.#mark);
  }

  #look(): void {
    if (this.#isStopped) return;
    let isCalm = false;
    try {
      isCalm = this.#judge();
    } catch {
      // The loader is not complete yet.
    }
    this.#lookIn(isCalm ? CALM_INTERVAL_MS : LOOK_INTERVAL_MS);
  }

  #lookIn(delayMs: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => this.#look(), delayMs);
  }

  /** True when nothing hangs in the balance. */
  #judge(): boolean {
    const socket = findModule('socket')?.value;
    const tellsSync = socket !== undefined && 'hasSynced' in socket;
    // A page that has drawn its chats has its modules; one that has not may be about to load them.
    if (tellsSync ? socket.hasSynced !== true : listExtent() === undefined) return false;
    let isCalm = true;
    for (const capability of pageCapabilities) {
      const state = tellsSync ? this.#stateOf(capability) : 'lost';
      if (!this.#states.found(capability, state)) isCalm = false;
      if (state === 'unknown' && capability !== 'composer') isCalm = false;
    }
    this.#tellHealth();
    return isCalm;
  }

  /** Starts what can be started, and says how it stands. */
  #stateOf(capability: PageCapability): State {
    try {
      return this.#judges[capability]();
    } catch {
      return 'lost';
    }
  }

  readonly #judges: Readonly<Record<PageCapability, () => State>> = {
    account: () => {
      const id = ownId();
      if (!id) return 'lost';
      if (id !== this.#accountTold) {
        this.#accountTold = id;
        this.#post(readAccount(id));
      }
      return 'on';
    },
    chats: () => {
      const chats = findModule('chatCollection')?.value;
      if (!chats) return 'lost';
      this.#states.run('chats', (signal) => {
        const isListed: typeof isListedByPage = (chat) =>
          this.#filter?.isListed(chat) ?? isListedByPage(chat);
        this.#lookForAliases = reportChats(chats, isListed, this.#post, signal);
      });
      this.#lookForAliases();
      return 'on';
    },
    'active-chat': () => {
      const chats = findModule('chatCollection')?.value;
      if (!chats) return 'lost';
      this.#states.run('active-chat', (signal) => {
        const tell = (message: FromPage) => {
          this.#post(message);
          this.#lookIn(LOOK_INTERVAL_MS); // An open chat shows whether it has a composer.
        };
        reportActiveChat(chats, tell, signal);
      });
      return 'on';
    },
    'open-chat': () => {
      const isThere = typeof findModule('cmd')?.value.openChatBottom === 'function';
      return isThere && findModule('chatCollection') && performance.now() >= this.#openAgainAt
        ? 'on'
        : 'lost';
    },
    filter: () => this.#judgeFilter(),
    rows: () => {
      const told = rowsTell();
      if (told === undefined) {
        const chats = findModule('chatCollection')?.value;
        if (this.#states.isRunning('rows')) return 'on';
        const isOtherForm = this.#states.get('rows') === 'lost' || (chats && areChatsDrawn(chats));
        return isOtherForm ? 'lost' : 'unknown';
      }
      if (told === null) return 'lost';
      this.#states.run('rows', (signal) => {
        this.#rowTags = new RowTags(signal);
        this.#rowTags.setEvery(this.#isEveryRowTagged);
      });
      this.#rowTags?.look();
      return 'on';
    },
    composer: () => {
      const state = composerState();
      // Between two chats there is none for a moment.
      return state === 'unknown' && this.#states.get('composer') === 'on' ? 'on' : state;
    },
  };

  #judgeFilter(): State {
    const chats = findModule('chatCollection')?.value;
    const getters = findModule('listGetters')?.value;
    if (!chats || !getters) return 'lost';
    const isDue = performance.now() >= this.#learnAt;
    if (this.#learned === 'lost' && !isDue) return 'lost';
    this.#states.run('filter', (signal) => {
      this.#filter = new ListFilter(chats, getters);
      this.#followNativeFilter(this.#filter, signal);
    });
    if (this.#learned !== 'on' && isDue && this.#filter) {
      this.#learnAt = Infinity;
      // What can't be told now is tried when a filter is set.
      this.#filter.learn().then(
        (learned) => this.#hasLearned(learned === 'no' ? 'lost' : 'on'),
        () => this.#hasLearned('lost'),
      );
    }
    return this.#learned;
  }

  #hasLearned(state: 'on' | 'lost'): void {
    this.#learned = state;
    this.#learnAt = performance.now() + TRY_AGAIN_MS;
    if (state === 'lost') this.#lose('filter');
    this.#look();
  }

  #followNativeFilter(list: ListFilter, signal: AbortSignal): void {
    const cmd = findModule('cmd')?.value;
    const follow = (kind: unknown) => {
      this.#nativeFilter = typeof kind === 'string' && kind !== '' ? kind : undefined;
      if (this.#nativeFilter === undefined) return;
      list.standBack();
      this.#post({ type: 'native-filter' });
    };
    signal.addEventListener('abort', () => {
      list.stop();
      this.#filter = null;
      cmd?.off('set_active_filter', follow);
    });
    cmd?.on('set_active_filter', follow);
  }

  #lose(capability: PageCapability): void {
    this.#states.lose(capability);
    this.#tellHealth();
  }

  #tellHealth(): void {
    const message: FromPage = {
      type: 'health',
      version: pageVersion(),
      on: this.#states.all('on'),
      lost: this.#states.all('lost'),
      places: lookForAll(),
    };
    const text = JSON.stringify(message);
    if (text === this.#healthTold) return;
    this.#healthTold = text;
    this.#post(message);
  }
}
