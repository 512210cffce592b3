import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Ends a browser that leads a process group, and all that it started; nothing happens when they are gone. */
export function killTree(leader: ChildProcess | undefined, home: string): void {
  if (leader?.pid !== undefined) kill(process.platform === 'win32' ? leader.pid : -leader.pid);
  for (const pid of livingIn(home)) kill(pid);
}

/** Resolves when the process is gone. */
export async function gone(leader: ChildProcess | undefined): Promise<void> {
  if (!leader || leader.exitCode !== null || leader.signalCode !== null) return;
  await new Promise((resolve) => leader.once('exit', resolve));
}

/** What a browser needs in all: each of its processes with its share of what they have in common, in bytes. 0 where that can't be known. */
export function memoryOf(home: string): number {
  return livingIn(home).reduce((sum, pid) => sum + shareOf(pid), 0);
}

function shareOf(pid: number): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0; // It is gone.
  }
}

/** Chromium's crash handlers leave its group; they have its home, which is no other's. */
function livingIn(home: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').map(Number);
  return pids.filter((pid) => Number.isInteger(pid) && pid !== process.pid && hasHome(pid, home));
}

function hasHome(pid: number, home: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOME=${home}`);
  } catch {
    return false; // It is gone, or another user's.
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
