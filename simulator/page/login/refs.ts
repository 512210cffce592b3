import { connection } from '../connection.ts';
import { Conn, Socket } from '../modules/instances.ts';
import { config } from '../config.ts';
import { encodeB64 } from './base64.ts';
import { DEVICE_PLATFORM } from './platform.ts';
import { session } from './session.ts';

let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows the refs one after the other; after the last the page is idle until it is asked to refresh. */
export function showRefs(refs: { ref: string; ttlMs: number }[]): void {
  clearTimeout(timer);
  const [current, ...rest] = refs;
  if (!current) {
    Socket.state = 'UNPAIRED_IDLE';
    return;
  }
  Conn.set({ ref: current.ref, refTTL: current.ttlMs });
  Socket.state = 'UNPAIRED';
  timer = setTimeout(() => showRefs(rest), current.ttlMs);
}

export function stopRefs(): void {
  clearTimeout(timer);
}

export function refreshQR(): void {
  connection.send({ type: 'refreshQR' });
}

/** What the QR code holds. */
export function qrPayload(ref: string): string {
  const { noisePub, identityPub, advSecret } = session.credentials();
  const suffix = config.hasQrSuffix ? ',https://faq.whatsapp.com/r/ld' : '';
  return [ref, encodeB64(noisePub), encodeB64(identityPub), advSecret, DEVICE_PLATFORM].join(',') + suffix;
}
