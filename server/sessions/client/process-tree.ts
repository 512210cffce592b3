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
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readProcess(pid, 'smaps_rollup')) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

/** Those of a browser: its crash handlers leave its group and have its home, which is no other's; its pages are in its group and have none. */
function livingIn(home: string): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const withHome = new Set(pids.filter((pid) => hasHome(pid, home)));
  const groups = new Set([...withHome].filter((pid) => groupOf(pid) === pid));
  return pids.filter((pid) => withHome.has(pid) || groups.has(groupOf(pid)));
}

function hasHome(pid: number, home: string): boolean {
  return readProcess(pid, 'environ').split('\0').includes(`HOME=${home}`);
}

/** 0: it is gone. */
function groupOf(pid: number): number {
  // After the name, which may have anything in it.
  return Number(readProcess(pid, 'stat').split(') ').at(-1)?.split(' ')[2] ?? 0);
}

/** Nothing when it is gone, or another user's. */
function readProcess(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
