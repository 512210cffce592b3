const USER_SERVERS = ['c.us', 'lid', 'hosted', 'hosted.lid', 'bot'];
const SERVERS = new Set([...USER_SERVERS, 'g.us', 'broadcast', 'newsletter']);

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
  declare _serialized: string;

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
    this._serialized = `${user}${this.device ? `:${this.device}` : ''}@${server}`;
  }

  toString(): string {
    return this._serialized;
  }
  toJSON(): string {
    return this._serialized;
  }
  equals(other: unknown): boolean {
    return other instanceof Wid && other.toString() === this.toString();
  }
  isUser(): boolean {
    return USER_SERVERS.includes(this.server);
  }
  isBot(): boolean {
    return this.server === 'bot';
  }
  isHosted(): boolean {
    return this.server === 'hosted' || this.server === 'hosted.lid';
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
  toJid(): string {
    return this._serialized;
  }
  isRegularUser(): boolean {
    return this.isUser() && !this.isPSA();
  }
  isRegularUserPn(): boolean {
    return this.server === 'c.us' && !this.isPSA();
  }

  static isXWid(server: string, value: unknown): boolean {
    return value instanceof Wid && value.server === server;
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
