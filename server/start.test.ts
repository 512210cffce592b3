import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readEnvironment } from './env.ts';
import { generateKeys } from './sessions/store/keys.ts';
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
      SESSION_KEYS: generateKeys(),
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
