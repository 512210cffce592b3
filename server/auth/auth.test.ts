import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestApp, PASSWORD, TEST_SECRET, type TestApp, type TestUser } from '../testing/app.ts';
import { SESSION_EXTEND_AFTER_S } from './better-auth.ts';

let app: TestApp;
let user: TestUser;

beforeAll(async () => {
  app = await createTestApp();
  user = await app.signUp();
});
afterAll(() => app.stop());

const signIn = (email: string, password: string) => app.post('/api/auth/sign-in/email', { email, password });
const signUp = (body: object) =>
  app.post('/api/auth/sign-up/email', { name: 'Ada', email: 'new@example.com', password: PASSWORD, ...body });
const tokenOf = (response: Response) => response.headers.get('set-auth-token') ?? '';
const statusWith = async (authorization: string) =>
  (await app.app.request('/api/sync/pull?protocol=1', { headers: { authorization } })).status;

test('what sign-up and sign-in return opens the API', async () => {
  const response = await signIn(user.email, PASSWORD);
  expect(await statusWith(user.authorization)).toBe(200);
  expect(await statusWith(`Bearer ${tokenOf(response)}`)).toBe(200);
  expect(await statusWith(`Bearer ${encodeURIComponent(tokenOf(response))}`)).toBe(200);
});

test.each([
  ['a taken e-mail', () => signUp({ email: user.email }), 422, 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL'],
  ['a weak password', () => signUp({ password: 'short' }), 400, 'PASSWORD_TOO_SHORT'],
  ['a huge password', () => signUp({ password: 'x'.repeat(200) }), 400, 'PASSWORD_TOO_LONG'],
  ['no e-mail address', () => signUp({ email: 'nobody' }), 400, 'VALIDATION_ERROR'],
  ['a wrong password', () => signIn(user.email, 'wrong horse battery'), 401, 'INVALID_EMAIL_OR_PASSWORD'],
  ['an unknown e-mail', () => signIn('nobody@example.com', PASSWORD), 401, 'INVALID_EMAIL_OR_PASSWORD'],
])('%s has an answer that fits a field', async (_what, request, status, code) => {
  const response = await request();
  expect([response.status, await response.json()]).toMatchObject([status, { code }]);
});

test.each([
  ['no token', () => ''],
  ['another scheme', () => user.authorization.replace('Bearer', 'Basic')],
  ['a token without its signature', () => user.authorization.replace(/\..*/, '')],
  ['a token with an empty signature', () => user.authorization.replace(/\..*/, '.')],
  ['a changed token', () => user.authorization.replace(/Bearer ./, 'Bearer _')],
  ['a token signed with another secret', () => forged(user.token, 'another secret')],
  ['a well-signed token of no session', () => forged('abcdefghijklmnopqrstuvwxyzabcdef.', TEST_SECRET)],
])('%s does not open the API', async (_what, authorization) => {
  expect(await statusWith(authorization())).toBe(401);
});

function forged(token: string, secret: string): string {
  const [raw = ''] = token.split('.');
  return `Bearer ${raw}.${createHmac('sha256', secret).update(raw).digest('base64')}`;
}

test('a signed-out token opens nothing any more', async () => {
  const { authorization } = await app.signUp();
  await app.post('/api/auth/sign-out', {}, { authorization });
  expect(await statusWith(authorization)).toBe(401);
});

test('an expired session opens nothing any more', async () => {
  const { id, authorization } = await app.createUser();
  await app.database.owner.query(
    `update session set "expiresAt" = now() - interval '1 second' where "userId" = $1`,
    [id],
  );
  expect(await statusWith(authorization)).toBe(401);
});

test('a request costs one query to find its user', async () => {
  const query = vi.spyOn(app.database.pool, 'query');
  await app.app.request('/api/sync/pull?protocol=1', { headers: { authorization: user.authorization } });
  const texts = query.mock.calls.map(([config]) => (config as unknown as { name: string }).name);
  query.mockRestore();
  expect(texts).toEqual(['signed-in', 'sync_pull']);
});

test('a session that is due is extended by its next request', async () => {
  const { id, authorization } = await app.signUp();
  const { owner } = app.database;
  await owner.query(
    `update session set "updatedAt" = now() - make_interval(secs => $2), "expiresAt" = now() + interval '1 day' where "userId" = $1`,
    [id, SESSION_EXTEND_AFTER_S + 60],
  );
  await statusWith(authorization);
  const { rows } = await owner.query(
    `select "expiresAt" > now() + interval '29 days' as "isExtended" from session where "userId" = $1`,
    [id],
  );
  expect(rows).toEqual([{ isExtended: true }]);
});

test('a page of another origin may not even ask', async () => {
  const response = await app.post('/api/auth/sign-in/email', {}, { origin: 'https://web.whatsapp.com' });
  expect([response.status, await response.json()]).toMatchObject([403, { code: 'forbidden_origin' }]);
});

test('Firefox, where every installation has an origin of its own, may sign in', async () => {
  const origin = 'moz-extension://7fd1a1f5-6b92-4a3a-8c39-2f6f4f3a9a01';
  const response = await app.post(
    '/api/auth/sign-in/email',
    { email: user.email, password: PASSWORD },
    { origin },
  );
  expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  expect(tokenOf(response)).not.toBe('');
});

test('guessing a password is slowed down, whatever address the guesser claims', async () => {
  const limited = await createTestApp({ isRateLimited: true });
  const statuses: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const headers = { 'x-forwarded-for': `10.0.0.${attempt}`, 'x-client-ip': `10.0.1.${attempt}` };
    const body = { email: 'nobody@example.com', password: PASSWORD };
    const response = await limited.post('/api/auth/sign-in/email', body, headers);
    statuses.push(response.status);
  }
  await limited.stop();
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
});
