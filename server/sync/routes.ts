import { upgradeWebSocket } from '@hono/node-server';
import { createRoute, OpenAPIHono, type z } from '@hono/zod-openapi';
import type { WSContext } from 'hono/ws';
import type { MiddlewareHandler } from 'hono';
import type pg from 'pg';
import type { PlanType } from '../../shared/plan.ts';
import { ProblemError, problemBody } from '../../shared/problem.ts';
import {
  PROTOCOL_VERSION_MIN,
  pullQuery,
  pullResponse,
  pushRequest,
  pushResponse,
  ticketResponse,
} from '../../shared/sync/protocol.ts';
import type { SignedIn } from '../auth/signed-in.ts';
import { refuseInvalid } from '../validation.ts';
import type { LiveHub } from './live.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { issueTicket } from './tickets.ts';

interface SyncOptions {
  pool: pg.Pool;
  planDefault: PlanType;
  live: LiveHub;
  rowsPerPull?: number;
  requireSignedIn: MiddlewareHandler<{ Variables: { signedIn: SignedIn } }>;
}

const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } });
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemBody } },
});
const security = [{ bearer: [] }];

const pushRoute = createRoute({
  method: 'post',
  path: '/push',
  security,
  request: { body: { required: true, content: json(pushRequest) } },
  responses: {
    200: { description: 'What the server has processed.', content: json(pushResponse) },
    400: problem('Not a push; nothing is applied.'),
    401: problem('Not signed in.'),
    409: problem('A copied browser profile: take a new client id.'),
    426: problem('The client is too old.'),
  },
});

const pullRoute = createRoute({
  method: 'get',
  path: '/pull',
  security,
  request: { query: pullQuery },
  responses: {
    200: { description: 'What changed after the cursor.', content: json(pullResponse) },
    400: problem('Not a pull.'),
    401: problem('Not signed in.'),
    426: problem('The client is too old.'),
  },
});

const ticketRoute = createRoute({
  method: 'post',
  path: '/ticket',
  security,
  responses: {
    200: { description: 'Opens one live socket within 30 seconds.', content: json(ticketResponse) },
    401: problem('Not signed in.'),
  },
});

/** Push, pull, and the live socket with its ticket. */
export function syncRoutes({ pool, planDefault, live, rowsPerPull, requireSignedIn }: SyncOptions) {
  const app = new OpenAPIHono<{ Variables: { signedIn: SignedIn } }>({ defaultHook: refuseInvalid });
  app.get('/live', liveSocket(live));
  app.use(requireSignedIn);
  return app
    .openapi(pushRoute, async (c) => {
      const request = c.req.valid('json');
      refuseOutdated(request.protocol);
      const { userId, sessionId } = c.var.signedIn;
      const listeners = live.listeners(userId, sessionId);
      const { revision, news, ...response } = await push({ pool, planDefault }, userId, request, listeners);
      if (revision !== null) live.announce(userId, revision, news);
      return c.json(response, 200);
    })
    .openapi(pullRoute, async (c) => {
      const { protocol, cursor } = c.req.valid('query');
      refuseOutdated(protocol);
      return c.json(await pull(pool, c.var.signedIn.userId, cursor, rowsPerPull), 200);
    })
    .openapi(ticketRoute, async (c) =>
      c.json({ ticket: await issueTicket(pool, c.var.signedIn.sessionId) }, 200),
    );
}

// [P16]
function refuseOutdated(protocol: number): void {
  if (protocol < PROTOCOL_VERSION_MIN) throw new ProblemError('client_outdated');
}

function liveSocket(live: LiveHub) {
  return upgradeWebSocket(() => {
    return {
      onOpen: (_event, socket: WSContext) => live.opened(socket),
      onMessage: (event, socket) =>
        void live.received(socket, typeof event.data === 'string' ? event.data : ''),
      onClose: (_event, socket) => live.closed(socket),
    };
  });
}
