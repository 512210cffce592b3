import { rm, readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../startup-error.ts';
import { isAlive } from './postmaster.ts';

const POLL_MS = 25;
// A lock without a pid was left by a process that died between creating and writing it.
const EMPTY_LOCK_AGE_MS = 1000;

/** Runs the task while no other process runs one under the same lock file. Throws StartupError after the deadline. */
export async function withStartLock<T>(file: string, deadline: number, task: () => Promise<T>): Promise<T> {
  while (!(await tryLock(file))) {
    await removeAbandoned(file);
    if (performance.now() > deadline) {
      throw new StartupError(`Another process has been starting PostgreSQL for too long: remove ${file}.`);
    }
    await sleep(POLL_MS);
  }
  try {
    return await task();
  } finally {
    await rm(file, { force: true });
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeAbandoned(file: string): Promise<void> {
  const [owner, stats] = await Promise.all([
    readFile(file, 'utf8').catch(() => null),
    stat(file).catch(() => null),
  ]);
  if (owner === null || stats === null) return;
  const isAbandoned = owner === '' ? Date.now() - stats.mtimeMs > EMPTY_LOCK_AGE_MS : !isAlive(Number(owner));
  if (isAbandoned) await rm(file, { force: true });
}
