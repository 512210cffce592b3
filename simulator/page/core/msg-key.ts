import { createWid, Wid } from './wid.ts';

interface Addressed {
  from: Wid;
  to: Wid;
  id: string;
  participant?: Wid;
  selfDir?: 'in' | 'out';
}
interface Remote {
  fromMe: boolean;
  remote: Wid;
  id: string;
  participant?: Wid;
}

let me: Wid[] = [];
let isMinified = false;

/** From 2.3000.1042401057 on a key keeps its string in a minified property instead of `_serialized`. */
export function minifyKeys(): void {
  isMinified = true;
  MsgKey.prototype.toString = minifiedToString;
}
/** Clients read the name of the property out of this source text. */
function minifiedToString(this: MsgKey): string {
  return this.$1;
}

/** Whom "from me" means; without it an addressed key can't be made. */
export function setMe(...wids: Wid[]): void {
  me = wids;
}
const isMe = (wid: Wid) => me.some((own) => own.equals(wid));

/** A message's id. Its string is fromMe_remote_id[_self][_participant]. It has no toJSON, unlike Wid. */
export class MsgKey {
  declare fromMe: boolean;
  declare remote: Wid;
  declare id: string;
  declare self?: 'in' | 'out';
  declare participant?: Wid;
  declare _serialized: string;
  declare $1: string;

  constructor(parts: Addressed | Remote) {
    // Clients know the class by this text.
    if (parts == null) throw new Error('MsgKey error: obj is null/undefined');
    const isAddressed = 'from' in parts;
    if (isAddressed === 'remote' in parts)
      throw new Error('MsgKey error: give either from and to, or remote');
    const wids = isAddressed ? [parts.from, parts.to] : [parts.remote];
    if (parts.participant) wids.push(parts.participant);
    if (!wids.every((wid) => Wid.isWid(wid))) throw new Error('MsgKey error: not a wid');
    if (me.length === 0) throw new Error('MsgKey error: no me');
    this.fromMe = isAddressed ? isMe(parts.from) : parts.fromMe;
    this.remote = isAddressed ? (this.fromMe ? parts.to : parts.from) : parts.remote;
    this.id = parts.id;
    if (isMe(this.remote)) this.self = (isAddressed && parts.selfDir) || 'out';
    if (parts.participant) this.participant = parts.participant;
    const words = [this.fromMe, this.remote, this.id, this.self, this.participant];
    const text = words.filter((part) => part !== undefined).join('_');
    if (isMinified) this.$1 = text;
    else this._serialized = text;
  }

  toString(): string {
    return this._serialized;
  }
  equals(other: unknown): boolean {
    return other instanceof MsgKey && other.toString() === this.toString();
  }
  clone(): MsgKey {
    return MsgKey.fromString(this.toString());
  }

  static fromString(text: string): MsgKey {
    const [fromMe, remote = '', id = '', ...rest] = text.split('_');
    const participant = rest.find((part) => part.includes('@'));
    return new MsgKey({
      fromMe: fromMe === 'true',
      remote: createWid(remote),
      id,
      ...(participant && { participant: createWid(participant) }),
    });
  }

  static from(key: string | MsgKey): MsgKey {
    return key instanceof MsgKey ? key : MsgKey.fromString(key);
  }

  /** 3EB0 and 18 hexadecimal digits: SHA-256 over time, own id and 16 random bytes, its first 9 bytes. */
  static async newId(): Promise<string> {
    const seed = `${Date.now()}${me.join()}${crypto.getRandomValues(new Uint8Array(16)).join()}`;
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(seed));
    return `3EB0${hex(new Uint8Array(hash).subarray(0, 9))}`;
  }

  static newId_DEPRECATED(): string {
    return `3EB0${hex(crypto.getRandomValues(new Uint8Array(8)))}`;
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
