import pg from 'pg';
import { StartupError } from '../startup-error.ts';

const CONNECT_TIMEOUT_MS = 5000;
export const POOL_CONNECTIONS_MAX = 10;
const STATEMENT_TIMEOUT_MS = 30_000;
// PostgreSQL ends a slow statement itself; one that is not answered even then has lost its server.
const QUERY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5000;
const KEEP_ALIVE_DELAY_MS = 10_000;
/** Owns nothing and bypasses no policy. */
const APP_ROLE = 'nexis_app';
/** How every connection that serves requests is opened. UTC, because our timestamps have no zone. */
export const APP_CONNECTION = {
  application_name: 'nexischat',
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
  options: `-c timezone=UTC -c role=${APP_ROLE} -c statement_timeout=${STATEMENT_TIMEOUT_MS}`,
};

/** Opens the pool that serves requests, as a role that row level security binds. Throws StartupError when it would not. */
export async function openPool(
  databaseUrl: string,
  onError: (error: Error) => void,
  { queryTimeoutMs = QUERY_TIMEOUT_MS }: { queryTimeoutMs?: number } = {},
): Promise<pg.Pool> {
  const pool = new pg.Pool({
    ...APP_CONNECTION,
    connectionString: databaseUrl,
    max: POOL_CONNECTIONS_MAX,
    query_timeout: queryTimeoutMs,
    // A query is sent before the answer to the one before it is here; what waits for an answer says so by awaiting it.
    pipeline: true,
  });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  try {
    await refusePrivilegedRole(pool);
  } catch (error) {
    await pool.end();
    throw error instanceof StartupError ? error : databaseUnreachable(databaseUrl, error);
  }
  return pool;
}

/** Opens one connection as the owner of the tables. Throws StartupError when the database can't be reached. */
export async function connectAsOwner(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    options: '-c timezone=UTC',
  });
  client.on('error', () => undefined); // A lost connection fails its query as well.
  try {
    await client.connect();
  } catch (error) {
    throw databaseUnreachable(databaseUrl, error);
  }
  return client;
}

async function refusePrivilegedRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; isPrivileged: boolean; ownsTables: boolean }>(`
    select current_user as role, rolsuper or rolbypassrls as "isPrivileged",
      exists (
        select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
      ) as "ownsTables"
    from pg_roles where rolname = current_user`);
  const [found] = rows;
  if (!found || found.role !== APP_ROLE || found.isPrivileged || found.ownsTables) {
    throw new StartupError(
      `The database role ${found?.role ?? 'in use'} is not bound by row level security: let DATABASE_URL's user take a plain ${APP_ROLE}.`,
    );
  }
}

function databaseUnreachable(databaseUrl: string, cause: unknown): StartupError {
  const { code, message } = cause as { code?: string; message?: string };
  return new StartupError(`The database at ${placeOf(databaseUrl)} cannot be used: ${message || code}.`, {
    cause,
  });
}

/** Host, port and name, without the password. */
function placeOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL';
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}
