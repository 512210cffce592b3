import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { wrapCommand, type PostgresBinaries } from './postgres-binaries.ts';
import { readPostmaster } from './postmaster.ts';

const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 10;

export interface Place {
  directory: string;
  dataDirectory: string;
  passwordFile: string;
}

/** Runs the server on the port; whether it came up, `becomesReady` says. */
export function spawnServer(binaries: PostgresBinaries, place: Place, port: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program = '', ...args] = wrapCommand(
    [binaries.postgres, '-D', place.dataDirectory, '-p', String(port), ...options],
    { diesWithParent: true },
  );
  const log = openSync(join(place.directory, 'postgres.log'), 'a', 0o600);
  const server = spawn(program, args, {
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
    // Ctrl-C goes to the whole process group; the server is stopped by us, after our last query.
    detached: true,
  });
  closeSync(log);
  server.unref();
  server.on('error', () => undefined); // A program that can't be run has no pid, which becomesReady sees.
  return server;
}

/** False when the server ended instead; after the deadline, or when it is not wanted any more, it is made to. */
export async function becomesReady(
  server: ChildProcess,
  place: Place,
  deadline: number,
  signal?: AbortSignal,
): Promise<boolean> {
  while (isRunning(server)) {
    const postmaster = await readPostmaster(place.dataDirectory);
    if (postmaster?.pid === server.pid && postmaster?.isReady) return true;
    if (signal?.aborted || performance.now() > deadline) server.kill('SIGQUIT');
    await sleep(POLL_MS);
  }
  return false;
}

/** Resolves when the server has ended. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (!isRunning(server)) return;
  const exited = new Promise((resolve) => server.once('exit', resolve));
  server.ref();
  server.kill('SIGINT');
  const force = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}

/** Resolves when the server has ended, or the signal is aborted. */
export async function untilExit(server: ChildProcess, signal: AbortSignal): Promise<void> {
  if (!isRunning(server) || signal.aborted) return;
  await new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function isRunning(server: ChildProcess): boolean {
  return server.pid !== undefined && server.exitCode === null && server.signalCode === null;
}
