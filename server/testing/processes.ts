import { readdir, readFile } from 'node:fs/promises';

/** The pids of the processes whose command line has this argument. Linux only. */
export async function processesWithArgument(argument: string): Promise<number[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return command.split('\0').includes(argument) ? [pid] : [];
    }),
  );
  return found.flat();
}

/** The pids of a process's children. Linux only. */
export async function childrenOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return children.split(' ').map(Number).filter(Boolean);
}
