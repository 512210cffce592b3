import { createMiddleware } from 'hono/factory';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import { ProblemError } from '../../shared/problem.ts';
import { SESSION_EXTEND_AFTER_S, type Auth } from './better-auth.ts';

export interface SignedIn {
  userId: string;
  sessionId: string;
}

const FIND_SESSION = {
  name: 'signed-in',
  text: `
    select session.id as "sessionId", "userId", session."updatedAt" < now() - make_interval(secs => $2) as "isDue"
    from session join "user" on "user".id = "userId"
    where token = $1 and "expiresAt" > now()`,
};

/**
 * Puts the signed-in user into the context, for one prepared query a request; Better Auth's own check costs some twenty times that
 * and is asked only when the session is due to be extended. Throws ProblemError(unauthorized).
 */
export function requireSignedIn({ pool, auth, secret }: { pool: pg.Pool; auth: Auth; secret: string }) {
  return createMiddleware<{ Variables: { signedIn: SignedIn } }>(async (c, next) => {
    const token = readToken(c.req.header('authorization'), secret);
    if (token === null) throw new ProblemError('unauthorized');
    const { rows } = await pool.query<SignedIn & { isDue: boolean }>({
      ...FIND_SESSION,
      values: [token, SESSION_EXTEND_AFTER_S],
    });
    const [found] = rows;
    if (!found) throw new ProblemError('unauthorized');
    if (found.isDue) await auth.api.getSession({ headers: c.req.raw.headers });
    c.set('signedIn', { userId: found.userId, sessionId: found.sessionId });
    await next();
  });
}

/** The session's token out of `Bearer <token>.<signature>`; null when it is not one that we signed. */
function readToken(header: string | undefined, secret: string): string | null {
  const match = /^bearer ([\w-]{1,200})\.([\w%+/=-]{1,200})$/i.exec(header ?? '');
  if (!match) return null;
  const [, token = '', signature = ''] = match;
  const expected = createHmac('sha256', secret).update(token).digest();
  // Buffer reads both base64 alphabets; a cookie's copy is percent-encoded.
  const given = Buffer.from(
    signature.replaceAll(/%2b/gi, '+').replaceAll(/%2f/gi, '/').replaceAll(/%3d/gi, '='),
    'base64',
  );
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}
