import { Hono } from 'hono';
import pg from 'pg';
import { expect, test } from 'vitest';
import { problemBody, ProblemError } from '../shared/problem.ts';
import { createLog } from './log.ts';
import { problemResponder } from './problem.ts';

/** The response to a request whose handler fails so. */
async function responseTo(fail: () => unknown) {
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const app = new Hono<{ Variables: { requestId: string } }>().onError(problemResponder(log));
  app.get('/', async (c) => {
    c.set('requestId', 'r1');
    await fail();
    return c.text('unreached');
  });
  const response = await app.request('/');
  return { status: response.status, body: problemBody.parse(await response.json()), logged };
}

test('an expected failure says its code and its detail', async () => {
  const { status, body } = await responseTo(() => {
    throw new ProblemError('invalid_input', 'The sequence numbers must ascend.');
  });
  expect(status).toBe(400);
  expect(body).toEqual({
    type: '/problems/invalid_input',
    title: 'The request is not valid.',
    status: 400,
    code: 'invalid_input',
    detail: 'The sequence numbers must ascend.',
    requestId: 'r1',
  });
});

test('a failure that nobody expected says nothing inside, and is logged under its request', async () => {
  const { status, body, logged } = await responseTo(() => {
    throw new Error('the password is hunter2');
  });
  expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining('hunter2')]);
  expect(JSON.parse(logged[0]!)).toMatchObject({ requestId: 'r1', err: { name: 'Error' } });
});

test('a database that is not there is a problem that will pass', async () => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: 1 });
  const { status, body } = await responseTo(() => pool.query('select 1'));
  expect([status, body.code]).toEqual([503, 'unavailable']);
});
