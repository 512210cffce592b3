import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { pushResponse } from '../../shared/sync/protocol.ts';
import { createFolder, createTestApp, TestDevice, type TestApp } from '../testing/app.ts';
import { startProxy, through, type Proxy } from '../testing/proxy.ts';
import { isConnectionError } from './errors.ts';
import { connectAsOwner, openPool, POOL_CONNECTIONS_MAX } from './pool.ts';

let app: TestApp;
let proxy: Proxy;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  proxy = await startProxy(Number(new URL(app.database.url).port));
});
afterEach(() => proxy.close());

test('queries whose server fell silent fail in bounded time, and the pool works on', async () => {
  const queryTimeoutMs = 300;
  const pool = await openPool(through(proxy, app.database.url), () => undefined, { queryTimeoutMs });
  const all = () => Array.from({ length: POOL_CONNECTIONS_MAX }, () => pool.query('select 1'));
  await Promise.all(all());
  const startedAt = performance.now();
  proxy.silence();
  const lost = await Promise.allSettled(all());
  expect(lost.every((one) => one.status === 'rejected' && isConnectionError(one.reason))).toBe(true);
  await Promise.all([...all(), ...all()]);
  expect(performance.now() - startedAt).toBeLessThan(10 * queryTimeoutMs);
  await pool.end();
});

test('while the database takes no writes a push says so, and the same push is taken when it does', async () => {
  const device = new TestDevice(app, await app.createUser());
  const accountId = await device.connectAccount();
  const edit = device.number([createFolder(accountId)]);
  const name = new URL(app.database.url).pathname.slice(1);
  const admin = await connectAsOwner(inject('postgres').serverUrl);
  await admin.query(`alter database ${name} set default_transaction_read_only = on`);
  await admin.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and application_name like 'nexischat%'`,
    [name],
  );
  const refused = await device.send(edit);
  await admin.query(`alter database ${name} reset default_transaction_read_only`);
  await admin.end();
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'unavailable' }]);
  const taken = await device.send(edit);
  expect(pushResponse.parse(await taken.json())).toMatchObject({ lastSequence: 2, rejections: [] });
  expect(await device.pull()).toHaveLength(2);
});
