import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { ProblemError } from '../shared/problem.ts';

/** Refuses a body of more bytes: by its declared length, or, where none is declared, while it is read. */
export function limitBody(maxBytes: number) {
  const whileRead = bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new ProblemError('too_large');
    },
  });
  return createMiddleware(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const declared = c.req.header('content-length');
    if (declared === undefined) return whileRead(c, next);
    if (Number(declared) > maxBytes) throw new ProblemError('too_large');
    return next();
  });
}
