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

/**
 * What browsers need in all, by their homes: each of their processes with its share of what they have in common, in bytes. 0 where
 * that can't be known.
 */
export function memoryOfAll(homes: readonly string[]): Map<string, number> {
  const pidsByHome = livingByHome(homes);
  const memoryOfHome = (home: string) =>
    (pidsByHome.get(home) ?? []).reduce((sum, pid) => sum + shareOf(pid), 0);
  return new Map(homes.map((home) => [home, memoryOfHome(home)]));
}

function shareOf(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readProcess(pid, 'smaps_rollup')) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}

function livingIn(home: string): number[] {
  return livingByHome([home]).get(home) ?? [];
}

/**
 * Those of each browser: its crash handlers leave its group and have its home, which is no other's; its pages are in its group and have
 * none.
 */
function livingByHome(homes: readonly string[]): Map<string, number[]> {
  const pidsByHome = new Map<string, number[]>(homes.map((home) => [home, []]));
  if (process.platform !== 'linux') return pidsByHome;
  const found = readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .map((pid) => ({ pid, group: groupOf(pid), home: homeOf(pid) }));
  const leaders = found.filter(({ pid, group, home }) => pid === group && pidsByHome.has(home));
  const homeByGroup = new Map(leaders.map(({ group, home }) => [group, home]));
  for (const { pid, group, home } of found)
    (pidsByHome.get(home) ?? pidsByHome.get(homeByGroup.get(group) ?? ''))?.push(pid);
  return pidsByHome;
}

function homeOf(pid: number): string {
  return /(?:^|\0)HOME=([^\0]*)/.exec(readProcess(pid, 'environ'))?.[1] ?? '';
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
