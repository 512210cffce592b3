import { randomBytes, randomInt } from 'node:crypto';
import type { Page } from './page.ts';

/** The server sends six refs at once: the first lives a minute, the others 20 seconds each (bundle 2026-04). */
export const REF_TTLS_MS: readonly number[] = [60_000, 20_000, 20_000, 20_000, 20_000, 20_000];
const KEY_BYTES = 32;
/** Without letters and digits that look alike. */
const CODE_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTVWXYZ';

interface Ref {
  readonly page: Page;
  readonly until: number;
}

/** QR codes and pairing codes that unlinked pages show. */
export class Linking {
  readonly #refTtlsMs: readonly number[];
  readonly #refs = new Map<string, Ref>();
  readonly #codes = new Map<string, { page: Page; phone: string }>();

  constructor(refTtlsMs: readonly number[] = REF_TTLS_MS) {
    this.#refTtlsMs = refTtlsMs;
  }

  /** Gives a page refs to show, one after the other. */
  offer(page: Page): void {
    this.forget(page);
    let until = Date.now();
    const refs = this.#refTtlsMs.map((ttlMs) => {
      const ref = `2@${randomBytes(48).toString('base64')}`;
      until += ttlMs;
      this.#refs.set(ref, { page, until });
      return { ref, ttlMs };
    });
    page.say({ type: 'refs', refs });
  }

  codeFor(page: Page, phone: string): string {
    const code = Array.from({ length: 8 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
    this.#codes.set(code, { page, phone });
    return code;
  }

  forget(page: Page): void {
    for (const [ref, each] of this.#refs) if (each.page === page) this.#refs.delete(ref);
    for (const [code, each] of this.#codes) if (each.page === page) this.#codes.delete(code);
  }

  /** The page that shows this QR code. Throws when the phone would not take one of its five parts. */
  pageOfQr(qr: string): Page {
    const [text = '', noise, identity = '', adv = '', platform = ''] = qr.split(',');
    const ref = this.#refs.get(text);
    if (!ref) throw new Error(`QR: no page shows the ref ${text}`);
    if (ref.until < Date.now()) throw new Error('QR: the ref has expired');
    const { keys } = ref.page;
    if (!keys || noise !== keys.pub) throw new Error('QR: the noise key is not the one of the connection');
    if (identity !== keys.identity || !isKey(identity))
      throw new Error('QR: the identity key is not the one of the connection');
    if (!isKey(adv)) throw new Error(`QR: the ADV secret is no key but ${adv}`);
    if (platform === '') throw new Error('QR: no platform');
    return ref.page;
  }

  /** The page that shows this code, and the phone it was asked for. Throws when there is none. */
  pageOfCode(code: string): { page: Page; phone: string } {
    const found = this.#codes.get(code.replace('-', ''));
    if (!found) throw new Error(`no page shows the code ${code}`);
    return found;
  }
}

function isKey(base64: string): boolean {
  return Buffer.from(base64, 'base64').length === KEY_BYTES;
}
