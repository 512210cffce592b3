import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readEnvironment } from './env.ts';
import { startServer } from './start.ts';
import { createTestDatabase, type TestDatabase } from './testing/postgres.ts';
import { TEST_SECRET } from './testing/app.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const start = (variables: Record<string, string> = {}) =>
  startServer(
    readEnvironment({
      DATABASE_URL: database.url,
      AUTH_SECRET: TEST_SECRET,
      PORT: '0',
      DATA_DIR: tmpdir(),
      LOG_LEVEL: 'silent',
      ...variables,
    }),
  );

test('a stop closes live sockets and idle connections and then ends', async () => {
  const server = await start();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/sync/live`);
  const idle = createConnection(server.port, '127.0.0.1');
  await Promise.all([once(socket, 'open'), once(idle, 'connect')]);
  const closed = once(socket, 'close');
  await server.stop();
  idle.destroy();
  expect((await closed)[0]).toBe(1001);
});

test('the file of KILL_LIST says what the extension leaves off', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'nexischat-start-')), 'kill-list.json');
  await writeFile(file, '[{"feature": "folders"}]');
  const server = await start({ KILL_LIST: file });
  const response = await fetch(`${server.url}/api/kill-list`);
  await server.stop();
  await rm(dirname(file), { recursive: true });
  expect(await response.json()).toEqual([{ feature: 'folders' }]);
});

test('two servers share one database: a push on one pokes a client of the other', async () => {
  const [one, other] = [await start(), await start()];
  const signUp = await fetch(`${one.url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }),
  });
  const headers = {
    authorization: `Bearer ${signUp.headers.get('set-auth-token')}`,
    'content-type': 'application/json',
  };
  const ticket = await fetch(`${one.url}/api/sync/ticket`, { method: 'POST', headers });
  const socket = new WebSocket(`${other.url.replace('http', 'ws')}/api/sync/live`);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, ...((await ticket.json()) as object) }));
  await once(socket, 'message');
  const poke = once(socket, 'message');
  const id = '11111111-1111-4111-8111-111111111111';
  const fields = { phoneNumber: '4915112345678', name: 'Work', color: 'teal', isBusinessAccount: false };
  const mutation = { sequence: 1, mutationId: id, op: 'put', entity: 'account', id, fields };
  await fetch(`${one.url}/api/sync/push`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ protocol: 1, clientId: id, rejectionsSeen: 0, mutations: [mutation] }),
  });
  expect(String((await poke)[0])).toBe('{"type":"poke","revision":1}');
  await Promise.all([one.stop(), other.stop()]);
});
