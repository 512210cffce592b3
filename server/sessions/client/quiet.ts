import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_INTERVAL_MS = 500;

/** Resolves when nothing was written in a folder for a while, or when that took too long. Rejects when aborted. */
export async function quiet(
  folder: string,
  { quietMs, limitMs, signal }: { quietMs: number; limitMs: number; signal: AbortSignal },
): Promise<void> {
  const startedMs = performance.now();
  let [seen, sinceMs] = ['', startedMs];
  while (performance.now() - sinceMs < quietMs && performance.now() - startedMs < limitMs) {
    await sleep(Math.min(LOOK_INTERVAL_MS, quietMs), undefined, { signal });
    const now = await signature(folder);
    if (now !== seen) [seen, sinceMs] = [now, performance.now()];
  }
}

async function signature(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const parts = await Promise.all(
    names.map(async (name) => {
      const file = await stat(path.join(folder, name)).catch(() => undefined);
      return file?.isFile() ? `${name} ${file.size} ${file.mtimeMs}` : name;
    }),
  );
  return parts.join('\n');
}
