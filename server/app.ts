import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { KillEntry } from '../shared/kill-list.ts';
import type { PlanType } from '../shared/plan.ts';
import { ProblemError } from '../shared/problem.ts';
import { BODY_BYTES_MAX } from '../shared/sync/protocol.ts';
import { AUTH_PATH, type Auth } from './auth/better-auth.ts';
import { authRoutes } from './auth/routes.ts';
import { requireSignedIn, type SignedIn } from './auth/signed-in.ts';
import { limitBody } from './body-limit.ts';
import { killListRoutes } from './kill-list.ts';
import type { Log } from './log.ts';
import { problemResponder } from './problem.ts';
import type { Leases } from './sessions/leases.ts';
import { sessionRoutes } from './sessions/routes.ts';
import type { WorkerLine } from './sessions/worker-line.ts';
import type { LiveHub } from './sync/live.ts';
import { syncRoutes } from './sync/routes.ts';
import { refuseInvalid } from './validation.ts';

export interface AppOptions {
  pool: pg.Pool;
  auth: Auth;
  live: LiveHub;
  leases: Leases;
  line: WorkerLine;
  log: Log;
  secret: string;
  planDefault: PlanType;
  readKillList: () => Promise<KillEntry[]>;
  isAllowedOrigin: (origin: string) => boolean;
  clientAddressHeader: string | undefined;
  /** How many rows a page of a pull holds. */
  rowsPerPull?: number;
}

interface Env {
  Variables: { requestId: string; signedIn: SignedIn };
}

const CORS_HEADERS = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
};

const healthRoute = createRoute({
  method: 'get',
  path: '/api/health',
  responses: {
    200: {
      description: 'The server and its database answer.',
      content: { 'application/json': { schema: z.object({ ok: z.literal(true) }) } },
    },
  },
});

/** Every route of the server. */
export function createApp(options: AppOptions) {
  const { pool, auth, log, isAllowedOrigin, clientAddressHeader } = options;
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.onError(problemResponder(log));
  app.notFound(() => {
    throw new ProblemError('not_found');
  });

  // Headers are set before next(): touching a finished response costs more than the rest of the stack.
  app.use(async (c, next) => {
    const requestId = randomUUID();
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
    const origin = c.req.header('origin');
    if (origin !== undefined) {
      if (!isAllowedOrigin(origin)) throw new ProblemError('forbidden_origin');
      c.header('access-control-allow-origin', origin);
      c.header(
        'access-control-expose-headers',
        'set-auth-token, x-request-id, x-retry-after, x-media-type, x-media-name',
      );
      c.header('vary', 'origin');
      if (c.req.method === 'OPTIONS') return c.body(null, 204, CORS_HEADERS);
    }
    return next();
  });
  app.use(limitBody(BODY_BYTES_MAX));
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  app.doc31('/api/openapi.json', { openapi: '3.1.0', info: { title: 'NexisChat', version: '1' } });

  return app
    .route(AUTH_PATH, authRoutes(auth, clientAddressHeader))
    .route('/api/sync', syncRoutes({ ...options, requireSignedIn: requireSignedIn(options) }))
    .route('/api/accounts', sessionRoutes({ ...options, requireSignedIn: requireSignedIn(options) }))
    .route('/api/kill-list', killListRoutes(options.readKillList))
    .openapi(healthRoute, async (c) => {
      await pool.query('select 1');
      return c.json({ ok: true } as const, 200);
    });
}

export type Api = ReturnType<typeof createApp>;
