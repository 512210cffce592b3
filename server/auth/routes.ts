import { Hono, type Context } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { ProblemError } from '../../shared/problem.ts';
import { CLIENT_ADDRESS, type Auth } from './better-auth.ts';

const METHODS = ['GET', 'POST'];

/** Better Auth's routes, which see the caller's address only as we know it. */
export function authRoutes(auth: Auth, clientAddressHeader: string | undefined) {
  return new Hono().on(METHODS, '/*', async (c) => {
    const headers = new Headers(c.req.raw.headers);
    headers.set(CLIENT_ADDRESS, addressOf(c, clientAddressHeader));
    const body = c.req.method === 'POST' ? await c.req.text() : null;
    const response = await auth.handler(new Request(c.req.url, { method: c.req.method, headers, body }));
    if (response.status === 429) {
      c.header('x-retry-after', response.headers.get('x-retry-after') ?? undefined);
      throw new ProblemError('rate_limited');
    }
    if (response.status >= 500) throw new Error('Better Auth failed; its own log entry says why.');
    // Not returned as it is, because that would drop the headers that are set already (CORS).
    for (const [name, value] of response.headers) {
      if (name !== 'access-control-expose-headers') c.header(name, value, { append: name === 'set-cookie' });
    }
    return c.body(await response.text(), response.status as 200);
  });
}

function addressOf(c: Context, header: string | undefined): string {
  const forwarded = header === undefined ? undefined : c.req.header(header)?.split(',').at(-1)?.trim();
  if (forwarded !== undefined) return forwarded;
  // Without a socket (app.request in tests) everybody shares one address.
  return 'incoming' in (c.env ?? {}) ? (getConnInfo(c).remote.address ?? '127.0.0.1') : '127.0.0.1';
}
