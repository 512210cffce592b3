import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What postmaster.pid says of the server that has the data directory open. */
export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

/** dead: no such process; zombie: ended, not yet reaped; ours: serves this data directory; other: its pid was reused. */
export type ProcessState = 'dead' | 'zombie' | 'ours' | 'other';

/** Reads postmaster.pid of a data directory; null when there is none. */
export async function readPostmaster(dataDirectory: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  // Lines: pid, directory, start time, port, socket directory, address, shared memory, status.
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/** Whether a process with this pid exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What the process of a postmaster.pid is to its data directory. */
export async function processState(pid: number, dataDirectory: string): Promise<ProcessState> {
  if (!isAlive(pid)) return 'dead';
  if (process.platform !== 'linux') return 'ours';
  try {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    if (status.slice(status.lastIndexOf(')') + 2).startsWith('Z')) return 'zombie';
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return command.split('\0').includes(dataDirectory) ? 'ours' : 'other';
  } catch {
    return 'dead'; // Ended between the two reads.
  }
}
