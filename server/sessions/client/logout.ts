import { inTime, pause } from '../in-time.ts';
import type { Deadlines } from './events.ts';
import type { Library } from './library.ts';
import { isLeaving, logOut } from './page-commands.ts';

const LOOK_INTERVAL_MS = 50;

interface LogoutOptions {
  library: Library;
  deadlines: Deadlines;
  ended: AbortSignal;
}

/** Logs out in the page. False: it gave up telling WhatsApp, or never left. */
export async function isToldLogout({ library, deadlines, ended }: LogoutOptions): Promise<boolean> {
  const fromMs = performance.now();
  try {
    await inTime(library.evaluate(logOut), deadlines.logout);
  } catch {
    return false;
  }
  let leftMs: number | undefined;
  while (!ended.aborted) {
    // A document that is being left does not answer, and neither does a dead browser: only the next document says that it is left.
    const isHere = await inTime(library.evaluate(isLeaving), deadlines.answer).catch(() => null);
    const tookMs = performance.now() - fromMs;
    if (isHere !== true) leftMs ??= tookMs;
    if (isHere === false) return (leftMs ?? tookMs) < deadlines.logoutTold;
    if (tookMs > deadlines.logout) return false;
    await pause(LOOK_INTERVAL_MS, ended);
  }
  return false;
}
