import { serve, type ServerType, type WebSocketServerLike } from '@hono/node-server';
import { once } from 'node:events';
import { join } from 'node:path';
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

/** Starts the whole server: database, migrations, routes, live channel. Throws StartupError. */
export async function startServer(environment: Environment): Promise<RunningServer> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step();
  };
  try {
    return await start(environment, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  environment: Environment,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<RunningServer> {
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
    log,
    secret: environment.AUTH_SECRET,
    planDefault: environment.PLAN_DEFAULT,
    readKillList: killListReader(environment.KILL_LIST, log),
    isAllowedOrigin: originRule(publicUrl, environment.EXTENSION_ORIGINS),
    clientAddressHeader: environment.CLIENT_ADDRESS_HEADER,
  });
  handle = app.fetch;
  stops.push(prunePeriodically(databaseUrl, log));
  return { url, port, databaseUrl, stop };
}

async function startDatabase(
  dataDirectory: string,
  log: Log,
  stops: (() => Promise<void>)[],
): Promise<string> {
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
