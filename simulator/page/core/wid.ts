const USER_SERVERS = ['c.us', 'lid', 'hosted', 'hosted.lid', 'bot'];
const SERVERS = new Set([...USER_SERVERS, 'g.us', 'broadcast', 'newsletter']);

let stringField = '_serialized';

/** Until 2.3000.1042401057 an id keeps its string in `_serialized`, after it in a minified property. */
export function minifyIds(): void {
  stringField = '$1';
}
/** Writes the string form of an id where this version of the page keeps it. */
export function keepString(id: object, text: string): void {
  Object.defineProperty(id, stringField, {
    value: text,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
export function keptString(id: object): string {
  return String((id as Record<string, unknown>)[stringField]);
}

export class InvalidWidError extends Error {
  override name = 'InvalidWidError';
  constructor() {
    super('wid error: invalid wid');
  }
}

/** An id object of the page. Own enumerable properties: server, user, its string, and device when it is above 0. */
export class Wid {
  declare server: string;
  declare user: string;
  declare device?: number;

  constructor(text: string) {
    const at = text.lastIndexOf('@');
    const [user = '', device] = text.slice(0, at).split(':');
    const named = text.slice(at + 1).toLowerCase();
    const server = named === 's.whatsapp.net' ? 'c.us' : named;
    if (at <= 0 || !SERVERS.has(server)) throw new InvalidWidError();
    if (device !== undefined && !(USER_SERVERS.includes(server) && /^\d+$/.test(device)))
      throw new InvalidWidError();
    this.server = server;
    this.user = user;
    if (Number(device) > 0) this.device = Number(device);
    keepString(this, `${user}${this.device ? `:${this.device}` : ''}@${server}`);
  }

  toString(): string {
    return keptString(this);
  }
  toJSON(): string {
    return keptString(this);
  }
  equals(other: unknown): boolean {
    return other instanceof Wid && other.toString() === this.toString();
  }
  isUser(): boolean {
    return USER_SERVERS.includes(this.server);
  }
  isLid(): boolean {
    return this.server === 'lid' || this.server === 'hosted.lid';
  }
  isGroup(): boolean {
    return this.server === 'g.us';
  }
  isNewsletter(): boolean {
    return this.server === 'newsletter';
  }
  isBroadcast(): boolean {
    return this.server === 'broadcast';
  }
  isStatus(): boolean {
    return this.toString() === 'status@broadcast';
  }
  isPSA(): boolean {
    return this.toString() === '0@c.us';
  }
  isRegularUserPn(): boolean {
    return this.server === 'c.us' && !this.isPSA();
  }

  static isWid(value: unknown): value is Wid {
    return value instanceof Wid;
  }
}

export function createWid(text: string): Wid {
  return new Wid(text);
}

export function createWidFromWidLike(like: Wid | string | { user: string; server: string }): Wid {
  if (like instanceof Wid) return like;
  return createWid(typeof like === 'string' ? like : `${like.user}@${like.server}`);
}

/** The wid without its device part; throws on what is not a user. */
export function asUserWidOrThrow(wid: Wid): Wid {
  if (!wid.isUser()) throw new InvalidWidError();
  return createWid(`${wid.user}@${wid.server}`);
}
