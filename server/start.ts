import { serve, type ServerType, type WebSocketServerLike } from '@hono/node-server';
import { once } from 'node:events';
import { join } from 'node:path';
import type pg from 'pg';
import { WebSocketServer } from 'ws';
import { createApp } from './app.ts';
import { createAuth } from './auth/better-auth.ts';
import { startEmbeddedPostgres } from './db/embedded.ts';
import { migrateDatabase } from './db/migrate.ts';
import { openPool } from './db/pool.ts';
import type { Environment } from './env.ts';
import { killListReader } from './kill-list.ts';
import { createLog, type Log } from './log.ts';
import { originRule } from './origins.ts';
import { StartupError } from './startup-error.ts';
import { Leases } from './sessions/leases.ts';
import { WorkerLine } from './sessions/worker-line.ts';
import { LIVE_SOCKETS, LiveHub } from './sync/live.ts';
import { prune } from './sync/prune.ts';

const PORTS_TRIED_MAX = 20;
const PRUNE_INTERVAL_MS = 24 * 60 * 60 * 1000;
// A request in progress, or a socket whose other end is gone, has this long.
const STOP_TIMEOUT_MS = 3000;

export interface RunningServer {
  url: string;
  port: number;
  databaseUrl: string;
  stop: () => Promise<void>;
}

/** Serves people, and runs their accounts unless ROLE is `api`. Throws StartupError. */
export function startServer(environment: Environment): Promise<RunningServer> {
  return orStop(async (stops, stop) => {
    const base = await prepare(environment, stops);
    const server = await serveApi(environment, base, stops);
    if (environment.ROLE === 'all' && !(await runAccounts(environment, base, stops)))
      base.log.warn('No Chromium was found: no WhatsApp account runs on this server.');
    return { ...server, databaseUrl: base.databaseUrl, stop };
  });
}

/** Runs accounts for the API of other processes, and serves nobody. Throws StartupError. */
export function startWorkerAlone(environment: Environment): Promise<Pick<RunningServer, 'stop'>> {
  return orStop(async (stops, stop) => {
    await runAccounts(environment, await prepare(environment, stops), stops);
    return { stop };
  });
}

/** What was started goes in the opposite order; at once when the start fails. */
async function orStop<T>(start: (stops: Stops, stop: () => Promise<void>) => Promise<T>): Promise<T> {
  const stops: Stops = [];
  const stop = async () => {
    const errors: unknown[] = [];
    // One that fails keeps no other from its end.
    for (const step of stops.splice(0).toReversed())
      await step().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw new AggregateError(errors, 'The server did not stop in order.');
  };
  try {
    return await start(stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = (() => Promise<void>)[];

interface Base {
  pool: pg.Pool;
  databaseUrl: string;
  leases: Leases;
  log: Log;
}

/** The database, as every role needs it. */
async function prepare(environment: Environment, stops: Stops): Promise<Base> {
  const log = createLog(environment.LOG_LEVEL);
  const databaseUrl = environment.DATABASE_URL ?? (await startDatabase(environment.DATA_DIR, log, stops));
  await migrateDatabase(databaseUrl);
  const stopping = new AbortController();
  const pool = await openPool(databaseUrl, (error) => {
    // A connection that is being closed hears that PostgreSQL stops too.
    if (!stopping.signal.aborted) log.warn({ err: error }, 'A database connection was lost.');
  });
  stops.push(() => {
    stopping.abort();
    return pool.end();
  });
  return { pool, databaseUrl, leases: new Leases(pool, environment.PLAN_DEFAULT), log };
}

/** False: there is no browser here. */
async function runAccounts(environment: Environment, base: Base, stops: Stops): Promise<boolean> {
  // With all that drives a browser, which a server that only serves people does without.
  const { startWorker } = await import('./sessions/start-worker.ts');
  const worker = await startWorker({ environment, ...base });
  if (worker) stops.push(() => worker.stop());
  return worker !== null;
}

async function serveApi(
  environment: Environment,
  { pool, databaseUrl, leases, log }: Base,
  stops: Stops,
): Promise<{ url: string; port: number }> {
  const sockets = new WebSocketServer(LIVE_SOCKETS);
  let handle: ReturnType<typeof createApp>['fetch'] = () => new Response(null, { status: 503 });
  const server = await listen(environment, {
    fetch: (request, env) => handle(request, env),
    websocket: { server: sockets as WebSocketServerLike }, // Safe: only exactOptionalPropertyTypes differs.
  });
  stops.push(() => closeServer(server, sockets));
  const live = new LiveHub({ pool, databaseUrl, log });
  stops.push(() => live.stop());
  await live.start();
  const { port } = addressOf(server);
  const host = environment.HOST.includes(':') ? `[${environment.HOST}]` : environment.HOST;
  const url = `http://${host}:${port}`;
  const publicUrl = environment.PUBLIC_URL ?? url;
  const auth = createAuth({
    pool,
    secret: environment.AUTH_SECRET,
    publicUrl,
    extensionOrigins: environment.EXTENSION_ORIGINS,
    isRateLimited: environment.RATE_LIMIT === 'on',
    log,
  });
  const app = createApp({
    pool,
    auth,
    live,
    leases,
    line: new WorkerLine({ leases, log, secret: environment.INTERNAL_SECRET }),
    log,
    secret: environment.AUTH_SECRET,
    planDefault: environment.PLAN_DEFAULT,
    readKillList: killListReader(environment.KILL_LIST, log),
    isAllowedOrigin: originRule(publicUrl, environment.EXTENSION_ORIGINS),
    clientAddressHeader: environment.CLIENT_ADDRESS_HEADER,
  });
  handle = app.fetch;
  stops.push(prunePeriodically(databaseUrl, log));
  return { url, port };
}

async function startDatabase(dataDirectory: string, log: Log, stops: Stops): Promise<string> {
  const postgres = await startEmbeddedPostgres(join(dataDirectory, 'postgres'), (event) => {
    const { type, ...fields } = event;
    if (type === 'back') log.warn(fields, 'The embedded PostgreSQL is back.');
    else if (type === 'lost') log.error(fields, 'The embedded PostgreSQL ended and is started again.');
    else log.error(fields, 'The embedded PostgreSQL did not start; it is tried again.');
  });
  stops.push(() => postgres.stop());
  return postgres.url;
}

/** Listens on the port, or on the next one that is free. */
async function listen(
  { HOST, PORT }: Environment,
  options: Omit<Parameters<typeof serve>[0], 'port' | 'hostname'>,
): Promise<ServerType> {
  for (let port = PORT; port < PORT + PORTS_TRIED_MAX; port += 1) {
    const server = serve({ ...options, hostname: HOST, port } as Parameters<typeof serve>[0]);
    try {
      await once(server, 'listening');
      return server;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE')
        throw new StartupError(`The server can't listen on ${HOST}:${port}: ${code}.`);
    }
  }
  throw new StartupError(`The ports ${PORT} to ${PORT + PORTS_TRIED_MAX - 1} are all taken: set PORT.`);
}

function addressOf(server: ServerType): { port: number } {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new StartupError('The server has no port.');
  return address;
}

async function closeServer(server: ServerType, sockets: WebSocketServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  const force = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, STOP_TIMEOUT_MS);
  await closed;
  clearTimeout(force);
}

function prunePeriodically(databaseUrl: string, log: Log): () => Promise<void> {
  const timer = setInterval(() => {
    prune(databaseUrl).catch((error: unknown) => log.warn({ err: error }, 'Old tombstones were not pruned.'));
  }, PRUNE_INTERVAL_MS);
  timer.unref();
  return async () => clearInterval(timer);
}
