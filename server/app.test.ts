import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, EXTENSION_ORIGIN, type TestApp } from './testing/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

test('the health route says that the database answers', async () => {
  const response = await app.app.request('/api/health');
  expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
});

test('a path that is not there is a problem too', async () => {
  const response = await app.app.request('/api/nothing');
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect([response.status, await response.json()]).toMatchObject([404, { code: 'not_found' }]);
});

test('every answer has the id under which its failure is logged', async () => {
  const response = await app.app.request('/api/nothing');
  const { requestId } = (await response.json()) as { requestId: string };
  expect(requestId).toBe(response.headers.get('x-request-id'));
});

test('an extension may ask first, and is told what it may send', async () => {
  const response = await app.app.request('/api/sync/push', {
    method: 'OPTIONS',
    headers: { origin: EXTENSION_ORIGIN, 'access-control-request-method': 'POST' },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe(EXTENSION_ORIGIN);
  expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
});

test('no answer allows every origin', async () => {
  const response = await app.app.request('/api/health');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('the OpenAPI document names every route of ours', async () => {
  const response = await app.app.request('/api/openapi.json');
  const { paths } = (await response.json()) as { paths: object };
  expect(new Set(Object.keys(paths))).toEqual(
    new Set([
      '/api/health',
      '/api/kill-list',
      '/api/sync/push',
      '/api/sync/pull',
      '/api/sync/ticket',
      ...[
        '',
        '/stop',
        '/log-out',
        '/chats',
        '/chats/{chatId}/messages',
        '/chats/{chatId}/messages/{messageId}/media',
        '/chats/{chatId}/read',
        '/channels',
      ].map((path) => `/api/accounts/{accountId}/session${path}`),
    ]),
  );
});
