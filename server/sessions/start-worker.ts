import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, hostname, totalmem } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import type { Environment } from '../env.ts';
import type { Log } from '../log.ts';
import { StartupError } from '../startup-error.ts';
import { openClient } from './client.ts';
import type { Leases } from './leases.ts';
import { KeyRing } from './store/keys.ts';
import { LoginStore } from './store/login-store.ts';
import { openBlobStore } from './store/open.ts';
import { serveWorker } from './worker-server.ts';
import { Worker } from './worker.ts';

/** The first that is there; a headless shell needs about half the memory. */
const BROWSERS = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
];
const SESSION_BYTES = 512 * 1024 ** 2;
/** For this process, and whatever else runs. */
const RESERVED_BYTES = 1024 ** 3;
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

interface StartWorkerOptions {
  environment: Environment;
  databaseUrl: string;
  pool: pg.Pool;
  leases: Leases;
  log: Log;
}

/** Runs accounts in this process until it is stopped. Null: there is no browser here, and nobody insists. Throws StartupError. */
export async function startWorker(
  options: StartWorkerOptions,
): Promise<{ stop: () => Promise<void> } | null> {
  const { environment, databaseUrl, pool, leases, log } = options;
  const executablePath = findBrowser(environment);
  if (executablePath === null) return null;
  const folder = ownFolder(environment.DATA_DIR);
  const blobs = await openBlobStore(environment, pool);
  const logins = new LoginStore({ pool, blobs, keyRing: new KeyRing(environment.SESSION_KEYS), log });
  let worker: Worker | null = null;
  const closed = async () => {
    await blobs.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const server = await serveWorker({
    host: environment.INTERNAL_HOST,
    port: environment.INTERNAL_PORT,
    secret: environment.INTERNAL_SECRET,
    log,
    worker: () => worker,
  }).catch(async (error: unknown) => {
    await closed();
    throw error;
  });
  const { SIMULATOR_ARGS: simulatorArgs } = environment;
  worker = new Worker({
    databaseUrl,
    leases,
    logins,
    log,
    worker: { id: randomUUID(), url: environment.INTERNAL_URL ?? server.url },
    folder,
    capacity: environment.SESSIONS_MAX ?? capacityOf(process.constrainedMemory(), totalmem()),
    startsMax: Math.max(4, 2 * availableParallelism()),
    open: (session) =>
      sessionOf.run(session.accountId, () =>
        openClient({ ...session, executablePath, log, ...(simulatorArgs && { simulatorArgs }) }),
      ),
  });
  const stray = strayRejections(log);
  const sweep = setInterval(() => {
    logins
      .sweepOrphans()
      .catch((error: unknown) => log.warn({ err: error }, 'Orphaned blobs were not swept.'));
  }, SWEEP_INTERVAL_MS);
  sweep.unref();
  const stop = async () => {
    clearInterval(sweep);
    await worker.stop();
    await server.stop();
    stray.stop();
    await closed();
  };
  try {
    await worker.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** As many as the memory allows, of this machine or of the part of it that this process may use. */
export function capacityOf(constrainedBytes: number, totalBytes: number): number {
  const bytes = constrainedBytes > 0 ? Math.min(constrainedBytes, totalBytes) : totalBytes;
  return Math.max(1, Math.floor((bytes - RESERVED_BYTES) / SESSION_BYTES));
}

function findBrowser({ CHROMIUM_PATH, ROLE }: Environment): string | null {
  if (CHROMIUM_PATH !== undefined) {
    if (isExecutable(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new StartupError('CHROMIUM_PATH names no program that can be run.');
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  for (const name of BROWSERS) {
    const found = folders.map((folder) => path.join(folder, name)).find(isExecutable);
    if (found !== undefined) return found;
  }
  if (ROLE === 'worker')
    throw new StartupError('A worker needs a Chromium: install one, or set CHROMIUM_PATH.');
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** For this process alone. Those of processes of this machine that are gone have logins in them, and go too. */
function ownFolder(dataDirectory: string): string {
  const folders = path.resolve(dataDirectory, 'sessions');
  mkdirSync(folders, { recursive: true, mode: 0o700 });
  const own = `${hostname()}-`;
  for (const name of readdirSync(folders).filter((each) => each.startsWith(own))) {
    const pid = Number(name.slice(own.length));
    if (!isAlive(pid) || pid === process.pid)
      rmSync(path.join(folders, name), { recursive: true, force: true, maxRetries: 5 });
  }
  return path.join(folders, `${own}${process.pid}`);
}

function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return existsSync(`/proc/${pid}`);
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const sessionOf = new AsyncLocalStorage<string>();

/** The library lets promises reject with nobody to hear: that ends no process, and is said with the account that it came from. */
function strayRejections(log: Log): { stop: () => void } {
  const hear = (error: unknown) =>
    log.error({ err: error, accountId: sessionOf.getStore() ?? null }, 'A rejection was not handled.');
  process.on('unhandledRejection', hear);
  return { stop: () => void process.off('unhandledRejection', hear) };
}
