import { setTimeout as sleep } from 'node:timers/promises';

/** A task had its time. It may still end, and then counts for nothing. */
export class Late extends Error {
  override readonly name = 'Late';
  readonly code = 'late';
}

/** Rejects with Late when it takes longer, and with the signal's reason when that comes first. */
export function inTime<T>(task: Promise<T>, limitMs: number, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason as Error);
    const timer = setTimeout(() => reject(new Late(`No answer in ${limitMs} ms.`)), limitMs);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    void task.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  });
}

/** Over sooner when it is aborted. */
export function pause(delayMs: number, signal?: AbortSignal): Promise<void> {
  return sleep(delayMs, undefined, signal && { signal }).catch(() => undefined);
}
