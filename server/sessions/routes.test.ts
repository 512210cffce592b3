import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, TestDevice, type TestApp } from '../testing/app.ts';

let app: TestApp;
let pro: TestApp;
beforeAll(async () => {
  [app, pro] = await Promise.all([createTestApp(), createTestApp({ planDefault: 'pro_monthly' })]);
});
afterAll(() => Promise.all([app.stop(), pro.stop()]));

type User = Awaited<ReturnType<TestApp['createUser']>>;

const CHAT = '4915112345678@c.us';

interface Called {
  status: number;
  body: { code?: string; detail?: string; state?: unknown; hasConsent?: boolean };
}

async function call(
  on: TestApp,
  user: User | null,
  method: string,
  path: string,
  body?: object,
): Promise<Called> {
  const response = await on.app.request(`/api/accounts/${path}`, {
    method,
    headers: {
      ...(user && { authorization: user.authorization }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Called['body'] };
}

async function userWithAccount(on: TestApp): Promise<{ user: User; accountId: string }> {
  const user = await on.createUser();
  return { user, accountId: await new TestDevice(on, user).connectAccount() };
}

/** Every route of a session, as the document names it, with a body that is right. */
async function everyRoute(): Promise<{ method: string; path: string; body?: object }[]> {
  const response = await app.app.request('/api/openapi.json');
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
  const bodies: Record<string, object> = {
    '/session': { method: 'qr', hasConsent: true },
    '/messages': { key: randomUUID(), text: 'Hello' },
  };
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/accounts/'))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path: path
          .slice('/api/accounts/'.length)
          .replace('{chatId}', CHAT)
          .replace('{messageId}', 'true_1_A'),
        ...(method === 'post' && { body: bodies[path.slice(path.lastIndexOf('/'))] ?? {} }),
      })),
    );
}

test("another user's account is no more there than one that is not, whatever is asked of it", async () => {
  const [mine, theirs] = [await userWithAccount(pro), await userWithAccount(pro)];
  const routes = await everyRoute();
  expect(routes.length).toBeGreaterThan(9);
  for (const accountId of [theirs.accountId, randomUUID()]) {
    for (const { method, path, body } of routes) {
      const called = await call(pro, mine.user, method, path.replace('{accountId}', accountId), body);
      expect([method, path, called.status, called.body.code]).toEqual([method, path, 404, 'not_found']);
    }
  }
});

test('who is not signed in is told so by every route', async () => {
  for (const { method, path, body } of await everyRoute()) {
    const called = await call(app, null, method, path.replace('{accountId}', randomUUID()), body);
    expect([method, path, called.status]).toEqual([method, path, 401]);
  }
});

test('an account that never ran is disconnected, and was not agreed to', async () => {
  const { user, accountId } = await userWithAccount(pro);
  expect(await call(pro, user, 'GET', `${accountId}/session`)).toEqual({
    status: 200,
    body: { state: { status: 'disconnected' }, hasConsent: false, unread: null },
  });
});

test('nothing is linked before the person agreed', async () => {
  const { user, accountId } = await userWithAccount(pro);
  const called = await call(pro, user, 'POST', `${accountId}/session`, { method: 'qr' });
  expect([called.status, called.body.code]).toEqual([403, 'consent_required']);
});

test('who agreed is asked once: it starts, and after a stop it starts again', async () => {
  const { user, accountId } = await userWithAccount(pro);
  const first = await call(pro, user, 'POST', `${accountId}/session`, { method: 'qr', hasConsent: true });
  expect(first).toMatchObject({ status: 202, body: { state: { status: 'starting' }, hasConsent: true } });
  const stopped = await call(pro, user, 'POST', `${accountId}/session/stop`);
  expect(stopped).toMatchObject({ status: 202, body: { state: { status: 'disconnected' } } });
  const again = await call(pro, user, 'POST', `${accountId}/session`, { method: 'code' });
  expect(again.status).toBe(202);
});

test('a plan without accounts on the server says so', async () => {
  const { user, accountId } = await userWithAccount(app);
  const called = await call(app, user, 'POST', `${accountId}/session`, { method: 'qr', hasConsent: true });
  expect(called).toMatchObject({
    status: 403,
    body: { code: 'plan_limit', detail: 'Your plan does not include accounts that run on the server.' },
  });
});

test('as many accounts run as the plan has, and one that runs already is not counted twice', async () => {
  const user = await pro.createUser();
  const device = new TestDevice(pro, user);
  const accountIds: string[] = [];
  for (let nr = 0; nr < 6; nr += 1) accountIds.push(await device.connectAccount(`4915110000${nr}`));
  const start = (accountId = '') =>
    call(pro, user, 'POST', `${accountId}/session`, { method: 'qr', hasConsent: true });
  for (const accountId of accountIds.slice(0, 5)) expect((await start(accountId)).status).toBe(202);
  expect((await start(accountIds[0])).status).toBe(202);
  expect((await start(accountIds[5])).body.code).toBe('plan_limit');
});

test('an account that is paused does not start, and one that runs is stopped', async () => {
  const { user, accountId } = await userWithAccount(pro);
  await call(pro, user, 'POST', `${accountId}/session`, { method: 'qr', hasConsent: true });
  await pro.database.owner.query(`update accounts set status = 'paused' where id = $1`, [accountId]);
  const { rows } = await pro.database.owner.query('select * from session_take($1, $2, 5, 6, 3600)', [
    'ada',
    'http://a',
  ]);
  expect(rows).not.toContainEqual(expect.objectContaining({ accountId }));
  const called = await call(pro, user, 'POST', `${accountId}/session`, { method: 'qr', hasConsent: true });
  expect(called.body.code).toBe('account_paused');
});

test('an account that the plan stopped says so, starts on no smaller plan, and again on one that covers it', async () => {
  const { user, accountId } = await userWithAccount(app);
  const subscribe = (planType: string) =>
    app.database.owner.query(
      `insert into subscriptions ("userId", "planType", status) values ($1, $2, 'active')
       on conflict ("userId") do update set "planType" = excluded."planType"`,
      [user.id, planType],
    );
  const start = () => call(app, user, 'POST', `${accountId}/session`, { method: 'qr', hasConsent: true });
  await subscribe('pro_monthly');
  expect((await start()).status).toBe(202);
  await subscribe('free');
  await app.leases.take({ id: 'ada', url: 'http://127.0.0.1:1' }, 5);
  expect(await call(app, user, 'GET', `${accountId}/session`)).toMatchObject({
    body: { state: { status: 'ended', reason: 'plan_limit' }, hasConsent: true },
  });
  expect((await start()).body.code).toBe('plan_limit');
  await subscribe('pro_yearly');
  expect(await start()).toMatchObject({ status: 202, body: { state: { status: 'starting' } } });
});

test('of an account that does not run nothing is read', async () => {
  const { user, accountId } = await userWithAccount(pro);
  const called = await call(pro, user, 'GET', `${accountId}/session/chats`);
  expect([called.status, called.body.code]).toEqual([409, 'session_not_running']);
});

test('while no worker has it, a call waits, and then says that it may be tried again', async () => {
  const { user, accountId } = await userWithAccount(pro);
  await call(pro, user, 'POST', `${accountId}/session`, { method: 'qr', hasConsent: true });
  const called = await call(pro, user, 'GET', `${accountId}/session/chats`);
  expect([called.status, called.body.code]).toEqual([503, 'unavailable']);
});

test('an empty message is none', async () => {
  const { user, accountId } = await userWithAccount(pro);
  const path = `${accountId}/session/chats/${CHAT}/messages`;
  const called = await call(pro, user, 'POST', path, { key: randomUUID(), text: ' \n' });
  expect([called.status, called.body.code]).toEqual([400, 'invalid_input']);
});

test('an account that was never linked is logged out at once', async () => {
  const { user, accountId } = await userWithAccount(pro);
  expect(await call(pro, user, 'POST', `${accountId}/session/log-out`)).toMatchObject({
    status: 200,
    body: { isConfirmed: true },
  });
});
