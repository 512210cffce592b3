import { currentLife, type Life } from './life.ts';

/** A request that a life has made. */
export interface Sent {
  readonly life: Life;
  readonly path: string;
  readonly init: RequestInit;
  readonly answer: (response: Response) => void;
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
  /** The user to whom its ticket belongs. */
  userId: string | null = null;

  constructor() {
    super();
    network.sockets.add(this);
    this.life?.onEnd(() => network.sockets.delete(this));
  }

  send(text: string): void {
    const { type, ticket } = JSON.parse(text) as { type: string; ticket?: string };
    if (type === 'ping') this.hear({ type: 'pong' });
    if (type !== 'hello') return;
    this.userId = network.userIdByTicket.get(ticket ?? '') ?? null;
    if (this.userId) this.hear({ type: 'ready', revision: 0 });
    else this.close();
  }

  close(): void {
    if (!network.sockets.delete(this)) return;
    this.#tell(new Event('close'));
  }

  open(): void {
    this.readyState = Socket.OPEN;
    this.#tell(new Event('open'));
  }

  hear(event: object): void {
    this.#tell(new MessageEvent('message', { data: JSON.stringify(event) }));
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
  readonly userIdByTicket = new Map<string, string>();
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
        answer: resolve,
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
    this.userIdByTicket.clear();
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
