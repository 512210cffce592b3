import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
const KEY_ID = /^[\w.-]{1,32}$/;

/** A key as it is stored: sealed by the key of the ring that has this id. */
export interface WrappedKey {
  kid: string;
  wk: string;
}

/** A login was sealed with a key that SESSION_KEYS does not have (any more). */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
  readonly code = 'unknown_key';
}

/** The keys of SESSION_KEYS: the first one seals, all open. */
export class KeyRing {
  readonly #keysById: ReadonlyMap<string, Buffer>;
  readonly sealingId: string;

  /** Takes `id:base64,…`. Throws an Error with one sentence that names no key. */
  constructor(text: string) {
    const entries = text.split(',').map((part) => {
      const [, id = '', key = ''] = /^\s*([^:]*):(.*?)\s*$/.exec(part) ?? [];
      return [id, Buffer.from(key, 'base64')] as const;
    });
    if (entries.some(([id, key]) => !KEY_ID.test(id) || key.length !== KEY_BYTES)) {
      throw new Error(`must list keys of ${KEY_BYTES} bytes as id:base64, separated by commas`);
    }
    this.#keysById = new Map(entries);
    if (this.#keysById.size < entries.length) throw new Error('must not have two keys of one id');
    this.sealingId = entries[0]?.[0] ?? '';
  }

  /** `bound` is what the wrapped key belongs to: it opens for the same alone. */
  wrap(key: Buffer, bound: string): WrappedKey {
    const kid = this.sealingId;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#find(kid), nonce).setAAD(boundTo(kid, bound));
    const wrapped = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
    return { kid, wk: wrapped.toString('base64') };
  }

  /** Throws UnknownKey, or an Error when it was wrapped for something else or has been changed. */
  unwrap({ kid, wk }: WrappedKey, bound: string): Buffer {
    const key = this.#find(kid);
    const wrapped = Buffer.from(wk, 'base64');
    if (wrapped.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) throw new Error('The key has been cut.');
    const decipher = createDecipheriv(CIPHER, key, wrapped.subarray(0, NONCE_BYTES))
      .setAAD(boundTo(kid, bound))
      .setAuthTag(wrapped.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  #find(id: string): Buffer {
    const key = this.#keysById.get(id);
    if (!key) throw new UnknownKey(`SESSION_KEYS has no key ${id}.`);
    return key;
  }
}

/** A ring with one random key, for a server that is given none. */
export function generateKeys(): string {
  return `made-here:${randomBytes(KEY_BYTES).toString('base64')}`;
}

function boundTo(kid: string, bound: string): Buffer {
  return Buffer.from(JSON.stringify([kid, bound]));
}
