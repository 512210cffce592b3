import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { chromeExtensionOrigin } from './origins.ts';
import { generateKeys, KeyRing } from './sessions/store/keys.ts';
import { StartupError } from './startup-error.ts';

const port = z.coerce.number('must be a port, or 0 for any that is free').int().min(0).max(65_535);
const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

const environment = z.object({
  /** 0: any that is free. */
  PORT: port.default(8787),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** PostgreSQL 15 or newer; unset: an embedded one in DATA_DIR. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  /** Signs sessions; unset: generated once and kept in DATA_DIR. */
  AUTH_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  /** The keys that seal WhatsApp logins (sessions/store/keys.ts); unset outside production: one, kept in DATA_DIR. */
  SESSION_KEYS: z.string().check(isKeyRing).optional(),
  /** Keeps the sealed WhatsApp logins; unset: PostgreSQL does. */
  MONGODB_URL: z.url({ protocol: /^mongodb(\+srv)?$/, error: 'must be a mongodb:// address' }).optional(),
  NODE_ENV: z.string().optional(),
  /** `api` serves people, `worker` runs their WhatsApp accounts; any number of machines may do either. */
  ROLE: z.enum(['all', 'api', 'worker'], 'must be all, api or worker').default('all'),
  /** Where a worker listens for the API. */
  INTERNAL_HOST: z.string().min(1).default('127.0.0.1'),
  INTERNAL_PORT: port.default(0),
  /** Where the API reaches this worker; unset: where it listens. */
  INTERNAL_URL: z.url({ protocol: /^http$/, error: 'must be an http address' }).optional(),
  /** Known to the API and the workers alone; unset where one process is both: kept in DATA_DIR. */
  INTERNAL_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  /** Unset: a headless shell, else a Chromium, from the PATH. */
  CHROMIUM_PATH: z.string().min(1).optional(),
  /** How many accounts a worker runs at most; unset: as many as its memory allows. */
  SESSIONS_MAX: z.coerce.number('must be a number').int().min(0).max(1000).optional(),
  /** What leads the browsers to a simulated WhatsApp Web, as a JSON list of flags; not in production. */
  SIMULATOR_ARGS: z
    .string()
    .transform((text, context) => parseList(text) ?? context.addIssue('must be a JSON list of flags'))
    .pipe(z.array(z.string()))
    .optional(),
  /** Where browsers reach the server; unset: its own address. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  /** Comma-separated chrome-extension:// origins; unset on a loopback HOST: any. Any moz-extension:// origin may call. */
  EXTENSION_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(z.array(chromeExtensionOrigin))
    .optional(),
  /** The header in which a reverse proxy says the caller's address; unset: the socket's address. */
  CLIENT_ADDRESS_HEADER: z.string().toLowerCase().optional(),
  /** Limits sign-in attempts; off only where nobody else can reach the server. */
  RATE_LIMIT: z.enum(['on', 'off'], 'must be on or off').default('on'),
  PLAN_DEFAULT: z
    .enum(['free', 'pro_monthly', 'pro_yearly'], 'must be free, pro_monthly or pro_yearly')
    .default('free'),
  /** A JSON file that says which features the extension leaves off (shared/kill-list.ts); unset: none. */
  KILL_LIST: z.string().min(1).optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info'),
});

type Made = 'AUTH_SECRET' | 'SESSION_KEYS' | 'INTERNAL_SECRET';
export type Environment = Omit<z.infer<typeof environment>, Made> & Record<Made, string>;

/** Reads the configuration; an empty variable counts as unset. Throws StartupError with one sentence for each mistake. */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new StartupError(
      parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`).join('\n'),
    );
  }
  if (parsed.data.EXTENSION_ORIGINS === undefined && !loopbackHosts.has(parsed.data.HOST)) {
    throw new StartupError(`EXTENSION_ORIGINS must be set when HOST is ${parsed.data.HOST}.`);
  }
  const { AUTH_SECRET, SESSION_KEYS, INTERNAL_SECRET, DATA_DIR, NODE_ENV, ROLE } = parsed.data;
  if (NODE_ENV === 'production') {
    if (SESSION_KEYS === undefined)
      throw new StartupError('SESSION_KEYS must be set when NODE_ENV is production.');
    if (parsed.data.SIMULATOR_ARGS !== undefined)
      throw new StartupError('SIMULATOR_ARGS must not be set when NODE_ENV is production.');
  }
  if (parsed.data.INTERNAL_URL === undefined && !loopbackHosts.has(parsed.data.INTERNAL_HOST)) {
    throw new StartupError(`INTERNAL_URL must be set when INTERNAL_HOST is ${parsed.data.INTERNAL_HOST}.`);
  }
  if (INTERNAL_SECRET === undefined && ROLE !== 'all') {
    throw new StartupError(`INTERNAL_SECRET must be set when ROLE is ${ROLE}.`);
  }
  return {
    ...parsed.data,
    AUTH_SECRET:
      AUTH_SECRET ?? readOrCreate(DATA_DIR, 'auth-secret', () => randomBytes(32).toString('base64url')),
    SESSION_KEYS: SESSION_KEYS ?? readOrCreate(DATA_DIR, 'session-keys', generateKeys),
    INTERNAL_SECRET:
      INTERNAL_SECRET ??
      readOrCreate(DATA_DIR, 'internal-secret', () => randomBytes(32).toString('base64url')),
  };
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isKeyRing({ value, issues }: { value: string; issues: unknown[] }): void {
  try {
    void new KeyRing(value);
  } catch (error) {
    // Without the value, which is a secret.
    issues.push({ code: 'custom', message: (error as Error).message, input: undefined });
  }
}

function readOrCreate(directory: string, name: string, create: () => string): string {
  const file = join(directory, name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Linked when it is whole: of two servers that start at once, both read what the first one made.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, create(), { mode: 0o600 });
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished);
  }
  return readFileSync(file, 'utf8');
}
