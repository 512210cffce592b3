import {
  LIVE_PING_INTERVAL_MS,
  liveEvent,
  PROTOCOL_VERSION,
  type LiveEvent,
  type LiveRequest,
  type Poke,
  type PullResponse,
} from '../../shared/sync/protocol.ts';
import type { Api } from '../api.ts';

/** The first protocol whose servers take pulls here. */
const PULLS_SINCE = 4;
/** A line that leaves a pull unanswered for longer counts as dead, and the pull is made by a request. */
export const LIVE_PULL_MAX_MS = LIVE_PING_INTERVAL_MS;

/** What is new of an account that runs on the server. */
export type News = Extract<LiveEvent, { type: 'news' }>['news'];

interface LiveListeners {
  readonly onReady: () => void;
  readonly onPoke: (poke: Poke) => void;
  readonly onNews?: (news: News) => void;
  /** Called once; `wasOfUse`: something came after the server was ready. */
  readonly onLost: (wasOfUse: boolean) => void;
}

interface Pull {
  readonly id: number;
  readonly settle: (page: PullResponse | null) => void;
}

/** [L4] [L6] One live socket, from its opening to its loss: says hello, pings, hears pokes, and carries pulls while the server is ready. */
export class LiveLine {
  readonly #socket: WebSocket;
  readonly #listeners: LiveListeners;
  readonly #ping: ReturnType<typeof setInterval>;
  #isAlive = true;
  #takesPulls = false;
  #wasOfUse = false;
  #isLost = false;
  #pull: Pull | null = null;
  #lastPullId = 0;

  constructor(api: Pick<Api, 'ticket' | 'openLive'>, token: string, listeners: LiveListeners) {
    this.#socket = api.openLive();
    this.#listeners = listeners;
    this.#ping = setInterval(() => this.#sendPing(), LIVE_PING_INTERVAL_MS);
    this.#socket.addEventListener('open', () => {
      api.ticket(token).then(
        (ticket) => this.#send({ type: 'hello', ticket, protocol: PROTOCOL_VERSION }),
        () => this.close(),
      );
    });
    this.#socket.addEventListener('message', ({ data }) => this.#hear(data));
    this.#socket.addEventListener('close', () => this.#lose());
  }

  /** One at a time. Null when this line can't carry it, or was lost before the answer. */
  pull(cursor: string | undefined): Promise<PullResponse | null> {
    if (!this.#takesPulls || this.#isLost) return Promise.resolve(null);
    const { promise, resolve } = Promise.withResolvers<PullResponse | null>();
    const id = (this.#lastPullId += 1);
    const timeout = setTimeout(() => this.close(), LIVE_PULL_MAX_MS);
    const settle = (page: PullResponse | null) => {
      clearTimeout(timeout);
      this.#pull = null;
      resolve(page);
    };
    this.#pull = { id, settle };
    this.#send({ type: 'pull', id, ...(cursor !== undefined && { cursor }) });
    return promise;
  }

  close(): void {
    this.#socket.close();
    this.#lose(); // On a dead line a browser tells of the close a minute later.
  }

  #sendPing(): void {
    if (!this.#isAlive) return this.close();
    this.#isAlive = false;
    if (this.#socket.readyState === WebSocket.OPEN) this.#send({ type: 'ping' });
  }

  #send(request: LiveRequest): void {
    this.#socket.send(JSON.stringify(request));
  }

  #hear(data: unknown): void {
    this.#isAlive = true;
    const event = liveEvent.safeParse(parseJson(data)).data;
    if (!event || this.#isLost) return;
    if (event.type === 'ready') {
      this.#takesPulls = (event.protocol ?? 0) >= PULLS_SINCE;
      this.#listeners.onReady();
      return;
    }
    this.#wasOfUse = true;
    if (event.type === 'poke') this.#listeners.onPoke(event);
    if (event.type === 'news') this.#listeners.onNews?.(event.news);
    if (event.type === 'page' && event.id === this.#pull?.id) this.#pull.settle(event.page);
  }

  #lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    clearInterval(this.#ping);
    this.#pull?.settle(null);
    this.#listeners.onLost(this.#wasOfUse);
  }
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null; // Not ours; the schema refuses it.
  }
}
