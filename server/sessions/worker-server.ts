import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { TEXT_LENGTH_MAX } from '../../shared/whatsapp/inbox.ts';
import { limitBody } from '../body-limit.ts';
import { errorCode } from '../db/errors.ts';
import type { Log } from '../log.ts';
import { StartupError } from '../startup-error.ts';
import { CALL_PATH, callRequest, type CallAnswer } from './calls.ts';
import type { Worker } from './worker.ts';

/** The longest text, in UTF-8 and as JSON. */
const BODY_BYTES_MAX = 6 * TEXT_LENGTH_MAX + 4096;

interface WorkerServerOptions {
  host: string;
  port: number;
  secret: string;
  log: Log;
  /** Null until it has started. */
  worker: () => Worker | null;
}

export interface WorkerServer {
  url: string;
  stop: () => Promise<void>;
}

/** Where the API reaches a worker; who does not know the secret gets nothing. Throws StartupError when it can't listen. */
export async function serveWorker({
  host,
  port,
  secret,
  log,
  worker,
}: WorkerServerOptions): Promise<WorkerServer> {
  const app = new Hono();
  app.use(bearerAuth({ token: secret }));
  app.use(limitBody(BODY_BYTES_MAX));
  app.post(CALL_PATH, async (c) => {
    const request = callRequest.safeParse(await c.req.json().catch(() => null));
    if (!request.success) return c.json(refusal('invalid_input'), 400);
    const { accountId, call } = request.data;
    try {
      const answer = (await worker()?.answer(accountId, call)) ?? refusal('session_not_running', true);
      if ('ok' in answer) return c.json(answer);
      return c.body(answer.bytes as Uint8Array<ArrayBuffer>, 200, {
        'content-type': 'application/octet-stream',
        'content-length': `${answer.bytes.length}`,
        'x-media-type': encodeURIComponent(answer.mimeType),
        ...(answer.name !== null && { 'x-media-name': encodeURIComponent(answer.name) }),
      });
    } catch (error) {
      log.warn({ accountId, method: call.type, err: error }, 'A session did not answer.');
      return c.json(refusal('unavailable', true));
    }
  });
  const server = serve({ fetch: app.fetch, hostname: host, port });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StartupError(`The worker can't listen on ${host}:${port}: ${errorCode(error)}.`);
  }
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

const refusal = (code: Extract<CallAnswer, { ok: false }>['code'], isComing = false): CallAnswer => ({
  ok: false,
  code,
  isComing,
});
