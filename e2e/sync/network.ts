import {
  liveRequest,
  PROTOCOL_VERSION,
  type LiveEvent,
  type LiveRequest,
} from '../../shared/sync/protocol.ts';
import type { TicketHolder } from '../../server/sync/tickets.ts';
import { noteHappened } from './happened.ts';
import { currentLife, type Life } from './life.ts';

/** A request that a life has made; `live`: a pull over its live socket. */
export interface Sent {
  readonly life: Life;
  readonly path: string;
  readonly init: RequestInit;
  readonly live?: {
    readonly socket: Socket;
    readonly holder: TicketHolder;
    readonly pull: Extract<LiveRequest, { type: 'pull' }>;
  };
  readonly answer: (answer: Answer) => void;
  readonly fail: () => void;
}

export interface Answer {
  readonly request: Sent;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A live socket as a life sees it. */
export class Socket extends EventTarget {
  static readonly OPEN = 1;
  readonly life: Life | undefined = currentLife();
  readyState = 0;
  /** To whom its ticket belongs. */
  holder: TicketHolder | null = null;
  /** As the server knows it. */
  cursor: string | null = null;
  /** Nothing comes through any more, and nobody is told. */
  isDead = false;

  constructor() {
    super();
    network.sockets.add(this);
    this.life?.onEnd(() => network.sockets.delete(this));
  }

  /** Whether its life hears what is new. */
  get isHeard(): boolean {
    return this.holder !== null && !this.isDead;
  }

  send(text: string): void {
    this.#dieWhenCut();
    const request = liveRequest.parse(JSON.parse(text));
    if (request.type === 'pull') return this.#sendPull(request);
    if (this.isDead) return;
    if (request.type === 'ping') return this.hear({ type: 'pong' });
    this.holder = network.holderByTicket.get(request.ticket) ?? null;
    if (this.holder) this.hear({ type: 'ready', revision: 0, protocol: PROTOCOL_VERSION });
    else this.close();
  }

  /** Its answer and its faults are those of any request, but for its loss: a line loses no single message, it breaks. */
  #sendPull(pull: Extract<LiveRequest, { type: 'pull' }>): void {
    const { life, holder } = this;
    if (!life || !holder) throw new Error('a pull before the server was ready');
    if (this.isDead) return void noteHappened('a pull goes over a dead live line');
    const fail = () => this.close();
    const answer = ({ status, text }: Answer) => {
      if (status !== 200) return fail();
      noteHappened('a page comes over a live socket');
      this.hear(JSON.parse(text) as LiveEvent); // Safe: the life parses it.
    };
    network.requests.push({
      life,
      path: 'live',
      init: {},
      live: { socket: this, holder, pull },
      answer,
      fail,
    });
  }

  close(): void {
    if (!network.sockets.delete(this)) return;
    this.#tell(new Event('close'));
  }

  open(): void {
    this.readyState = Socket.OPEN;
    this.#tell(new Event('open'));
  }

  hear(event: LiveEvent): void {
    this.#dieWhenCut();
    if (this.isDead || !network.sockets.has(this)) return;
    this.#tell(new MessageEvent('message', { data: JSON.stringify(event) }));
  }

  #dieWhenCut(): void {
    this.isDead ||= this.life !== undefined && network.isCut(this.life);
  }

  #tell(event: Event): void {
    queueMicrotask(() => !this.life?.isOver && this.life?.run(() => this.dispatchEvent(event)));
  }
}

/** What is on its way between the devices and the server; nothing moves by itself. */
class Network {
  requests: Sent[] = [];
  answers: Answer[] = [];
  /** Their senders were told that they are lost, and yet they are still on their way. */
  late: Sent[] = [];
  readonly sockets = new Set<Socket>();
  readonly holderByTicket = new Map<string, TicketHolder>();
  /** What must never happen, and did. */
  failures: Error[] = [];
  /** Those whose device is cut off. */
  isCut: (life: Life) => boolean = () => false;

  fetch(life: Life, url: string, init: RequestInit): Promise<Response> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('Failed to fetch'));
      if (this.isCut(life)) return fail();
      this.#refuseSecondPush(life, url, init);
      this.requests.push({
        life,
        path: new URL(url).pathname + new URL(url).search,
        init,
        answer: ({ text, ...head }) => resolve(new Response(text, head)),
        fail,
      });
    });
  }

  /** [P18] However many screens and pokes ask for it. */
  #refuseSecondPush(life: Life, url: string, mine: RequestInit): void {
    if (!url.endsWith('/push') || life.hasLostDatabases) return; // What was on its way then may still arrive.
    const onItsWay = [...this.requests, ...this.answers.map(({ request }) => request)];
    const isSecond = ({ init, ...other }: Sent) =>
      other.life === life && other.path.endsWith('/push') && authorizationOf(init) === authorizationOf(mine);
    if (onItsWay.some(isSecond)) this.failures.push(new Error('a device has two pushes on their way'));
  }

  /** Forgets everything that one schedule left. */
  reset(): void {
    this.requests = [];
    this.answers = [];
    this.late = [];
    this.failures = [];
    this.sockets.clear();
    this.holderByTicket.clear();
  }
}

/** The bearer of a request. */
export const authorizationOf = ({ headers }: Pick<RequestInit, 'headers'>): string =>
  new Headers(headers).get('authorization') ?? '';

export const network = new Network();

export function installNetwork(): void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init = {}) => {
    const life = currentLife();
    return life ? network.fetch(life, new Request(input).url, init) : fetch(input, init);
  };
  globalThis.WebSocket = Socket as unknown as typeof WebSocket; // Safe: as much of it as the loop uses.
}
