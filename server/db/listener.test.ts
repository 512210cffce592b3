import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { startProxy, through, type Proxy } from '../testing/proxy.ts';
import { Listener } from './listener.ts';

let database: TestDatabase;
let proxy: Proxy;
let listener: Listener;
let heard: string[];
let reopened = 0;
let reopening: (() => Promise<void>) | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  [heard, reopened, reopening] = [[], 0, undefined];
  proxy = await startProxy(Number(new URL(database.url).port));
  listener = new Listener({
    databaseUrl: through(proxy, database.url),
    channel: 'nexis_test',
    log: createLog('silent'),
    onPayload: (payload) => heard.push(payload),
    onReopened: async () => {
      reopened += 1;
      await reopening?.();
    },
    probeIntervalMs: 50,
    probeTimeoutMs: 200,
  });
  await listener.start();
});
afterEach(async () => {
  await listener.stop();
  await proxy.close();
});

const notify = (payload: string) => database.owner.query('select pg_notify($1, $2)', ['nexis_test', payload]);
const isHeard = (payload: string) => vi.waitUntil(() => heard.includes(payload), { timeout: 5000 });

test('a connection that fell silent is found, and another one hears', async () => {
  proxy.silence();
  await vi.waitUntil(() => reopened === 1, { timeout: 5000 });
  await notify('new');
  await isHeard('new');
  expect(heard).toEqual(['new']);
});

test('a connection that PostgreSQL ended is replaced by one, which hears each message once', async () => {
  for (const round of ['first', 'second']) {
    const before = reopened;
    await database.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'nexischat listener'`,
    );
    await vi.waitUntil(() => reopened > before, { timeout: 5000 });
    await notify(round);
    await isHeard(round);
  }
  expect(heard).toEqual(['first', 'second']);
});

test('what was missed is asked for again until there is an answer', async () => {
  reopening = async () => {
    if (reopened === 1) throw new Error('The pool is not back yet.');
  };
  proxy.silence();
  await vi.waitUntil(() => reopened === 2, { timeout: 5000 });
  await notify('new');
  await isHeard('new');
  expect(heard).toEqual(['new']);
});

test('a stop while the connection is silent ends at once', async () => {
  proxy.silence();
  const startedAt = performance.now();
  await listener.stop();
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
