import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { bearer } from 'better-auth/plugins';
import { drizzle } from 'drizzle-orm/node-postgres';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import * as schema from '../../drizzle/schema/index.ts';
import type { Log } from '../log.ts';

export const PASSWORD_LENGTH_MIN = 10;
export const AUTH_PATH = '/api/auth';
/** Carries the caller's address; set by our own route, never taken from the caller. */
export const CLIENT_ADDRESS = 'x-client-ip';
const SESSION_LIFETIME_S = 30 * 24 * 60 * 60;
/** A session that was last extended longer ago is extended by its next request. */
export const SESSION_EXTEND_AFTER_S = 24 * 60 * 60;

export interface AuthOptions {
  pool: pg.Pool;
  secret: string;
  publicUrl: string;
  extensionOrigins: readonly string[] | undefined;
  isRateLimited: boolean;
  log: Log;
}

export type Auth = ReturnType<typeof createAuth>;

/** Sign-up, sign-in and sign-out with e-mail and password; the extension keeps the signed token of `set-auth-token`. */
export function createAuth({ pool, secret, publicUrl, extensionOrigins, isRateLimited, log }: AuthOptions) {
  return betterAuth({
    appName: 'NexisChat',
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret,
    database: drizzleAdapter(drizzle(pool), { provider: 'pg', schema }),
    trustedOrigins: [...(extensionOrigins ?? ['chrome-extension://*']), 'moz-extension://*'],
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      revokeSessionsOnPasswordReset: true,
    },
    account: { accountLinking: { disableImplicitLinking: true } },
    session: { expiresIn: SESSION_LIFETIME_S, updateAge: SESSION_EXTEND_AFTER_S },
    rateLimit: { enabled: isRateLimited, storage: 'database' },
    advanced: {
      // `generateId: 'uuid'` would leave the id to the database, and these columns have no default.
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
    },
    plugins: [bearer({ requireSignature: true })],
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      // Its messages may quote what a person typed.
      log: (_level, _message, ...details: unknown[]) => {
        log.error({ err: details.find((detail) => detail instanceof Error) }, 'Better Auth failed.');
      },
    },
  });
}
