import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_INTERVAL_MS = 500;

/** What RemoteAuth saves of a profile. */
const SAVED_FOLDERS = ['IndexedDB', 'Local Storage'];

interface Limits {
  quietMs: number;
  limitMs: number;
  signal: AbortSignal;
}

/** Resolves when Chromium has written what is saved of a profile, or that took too long, or it was aborted. */
export async function written(profile: string, limits: Limits): Promise<void> {
  const folders = SAVED_FOLDERS.map((name) => path.join(profile, 'Default', name));
  await Promise.all(folders.map((folder) => quiet(folder, limits))).catch(() => undefined);
}

/** Resolves when nothing was written in a folder for a while, or when that took too long. Rejects when aborted. */
async function quiet(folder: string, { quietMs, limitMs, signal }: Limits): Promise<void> {
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
