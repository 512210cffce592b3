import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '../startup-error.ts';
import { KeptServer, type ServerEvent } from './kept-server.ts';
import { findPostgresBinaries, wrapCommand, type PostgresBinaries } from './postgres-binaries.ts';
import { becomesReady, spawnServer, type Place } from './postgres-process.ts';
import { processState, readPostmaster } from './postmaster.ts';
import { withStartLock } from './start-lock.ts';

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 10;
// After kill -9 of a postmaster its children may hold the shared memory a moment longer; a port may be taken meanwhile.
const START_ATTEMPTS_MAX = 8;
const RETRY_DELAY_MS = 250;
const NAME = 'nexis'; // Both the owner role and the database.

export interface EmbeddedPostgres {
  url: string;
  /** Another one after it came back. */
  readonly pid: number;
  /** True when another process owns the server; `stop` does nothing then. */
  isAdopted: boolean;
  stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL with its data in the directory, or shares the one that runs there already. One that it started comes back on the
 * same port when it ends by itself. Throws StartupError.
 */
export async function startEmbeddedPostgres(
  directory: string,
  onEvent: (event: ServerEvent) => void = () => undefined,
): Promise<EmbeddedPostgres> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const root = await realpath(directory);
  const place = { directory: root, dataDirectory: join(root, 'pg18'), passwordFile: join(root, 'password') };
  return withStartLock(lockFile(place), deadline, async () => {
    const running = await adopt(place, deadline);
    if (running) return running;
    const binaries = await findPostgresBinaries();
    if (!existsSync(join(place.dataDirectory, 'PG_VERSION'))) await initialise(binaries, place);
    const { server, port } = await launch(binaries, place, deadline);
    await createDatabase(place, port);
    const kept = new KeptServer({
      server,
      start: (signal) => launchAgain(binaries, place, port, signal),
      onEvent,
    });
    return {
      url: await urlOf(place, port, NAME),
      get pid() {
        return kept.pid;
      },
      isAdopted: false,
      stop: () => kept.stop(),
    };
  });
}

async function adopt(place: Place, deadline: number): Promise<EmbeddedPostgres | null> {
  for (;;) {
    const postmaster = await readPostmaster(place.dataDirectory);
    if (!postmaster) return null;
    const state = await processState(postmaster.pid, place.dataDirectory);
    if (state === 'ours' && postmaster.isReady && (await accepts(place, postmaster.port))) {
      const url = await urlOf(place, postmaster.port, NAME);
      return { url, pid: postmaster.pid, isAdopted: true, stop: async () => undefined };
    }
    if (state === 'dead' || state === 'other') {
      await rm(join(place.dataDirectory, 'postmaster.pid'), { force: true });
      return null;
    }
    if (performance.now() > deadline) {
      throw new StartupError(
        `Process ${postmaster.pid} holds the database in ${place.directory} and does not answer.`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function accepts(place: Place, port: number): Promise<boolean> {
  const client = await connect(place, port, NAME).catch(() => null);
  await client?.end();
  return client !== null;
}

// A half-done initdb is never trusted: it works in another folder, whose rename is the last step.
async function initialise(binaries: PostgresBinaries, place: Place): Promise<void> {
  const unfinished = `${place.dataDirectory}.init`;
  await rm(place.dataDirectory, { recursive: true, force: true });
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(place.passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const [program = '', ...args] = wrapCommand(
    [
      binaries.initdb,
      `--pgdata=${unfinished}`,
      `--username=${NAME}`,
      '--auth=scram-sha-256',
      `--pwfile=${place.passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-sync',
      '--no-instructions',
    ],
    { diesWithParent: false },
  );
  const result = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (result.status !== 0) {
    const reason = result.error?.message ?? result.stderr.trim().split('\n').at(-1);
    throw new StartupError(`The embedded PostgreSQL could not create its database: ${reason}`);
  }
  await rename(unfinished, place.dataDirectory);
}

async function launch(binaries: PostgresBinaries, place: Place, deadline: number) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = spawnServer(binaries, place, port);
    if (await becomesReady(server, place, deadline)) return { server, port };
    if (attempt === START_ATTEMPTS_MAX || performance.now() > deadline) {
      throw new StartupError(
        `The embedded PostgreSQL did not start; the reason is in ${join(place.directory, 'postgres.log')}.`,
      );
    }
    await sleep(RETRY_DELAY_MS);
  }
}

/** On the port that the server had, as others hold its address. */
function launchAgain(binaries: PostgresBinaries, place: Place, port: number, signal: AbortSignal) {
  const deadline = performance.now() + START_TIMEOUT_MS;
  return withStartLock(lockFile(place), deadline, async () => {
    if (signal.aborted) return null;
    const server = spawnServer(binaries, place, port);
    return (await becomesReady(server, place, deadline, signal)) ? server : null;
  });
}

const lockFile = ({ directory }: Place) => join(directory, 'start.lock');

async function createDatabase(place: Place, port: number): Promise<void> {
  const client = await connect(place, port, 'postgres');
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}

async function connect(place: Place, port: number, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await urlOf(place, port, database) });
  client.on('error', () => undefined); // A lost connection fails its query as well.
  await client.connect();
  return client;
}

async function urlOf(place: Place, port: number, database: string): Promise<string> {
  const password = (await readFile(place.passwordFile, 'utf8')).trim();
  return `postgres://${NAME}:${password}@127.0.0.1:${port}/${database}`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new StartupError('No free port was found.');
  return address.port;
}
