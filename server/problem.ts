import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { problems, ProblemError, type ProblemBody, type ProblemCode } from '../shared/problem.ts';
import { isConnectionError } from './db/errors.ts';
import type { Log } from './log.ts';

// What Hono itself throws: a body that is not JSON, or not declared as JSON.
const CODE_BY_STATUS: Partial<Record<number, ProblemCode>> = {
  400: 'invalid_input',
  413: 'too_large',
  415: 'unsupported_media_type',
};

/** Makes the only function that turns an error into a response. A failure that nobody expected says nothing inside. */
export function problemResponder(log: Log) {
  return (error: Error, c: Context): Response => {
    const { code, detail } = describe(error);
    const requestId: string = c.get('requestId');
    const { status, title } = problems[code];
    if (status >= 500) log.error({ err: error, requestId, path: c.req.path }, 'A request failed.');
    const body: ProblemBody = {
      type: `/problems/${code}`,
      title,
      status,
      code,
      ...(detail !== undefined && { detail }),
      requestId,
    };
    return c.json(body, status, { 'content-type': 'application/problem+json' });
  };
}

function describe(error: Error): { code: ProblemCode; detail?: string | undefined } {
  if (error instanceof ProblemError) return error;
  if (error instanceof HTTPException) {
    const code = CODE_BY_STATUS[error.status];
    if (code) return { code };
  }
  if (isConnectionError(error)) return { code: 'unavailable' };
  return { code: 'internal' };
}
