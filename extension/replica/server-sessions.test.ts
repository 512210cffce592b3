import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyRows, type Rows } from '../../shared/sync/apply.ts';
import type { SessionView } from '../../shared/whatsapp/inbox.ts';
import { ApiError } from '../request.ts';
import { ServerSessions, unreadChats } from './server-sessions.ts';

const view = (chats: number): SessionView => ({
  state: { status: 'connected', attempt: 0, since: 1 },
  hasConsent: true,
  unread: { chats, messages: chats },
});
const rowsWith = (status: string): Rows =>
  ({
    ...emptyRows,
    account: new Map([['a', { id: 'a' }]]),
    'whatsapp-session': new Map([['s', { id: 's', accountId: 'a', status }]]),
  }) as unknown as Rows;
const news = { accountId: 'a', isStateNew: true, unread: null, chats: [] };

let ask: ReturnType<typeof vi.fn<() => Promise<SessionView>>>;
let token: string | null;
let sessions: ServerSessions;
beforeEach(() => {
  vi.useFakeTimers();
  ask = vi.fn(async () => view(1));
  token = 'token';
  sessions = new ServerSessions(
    { view: ask },
    () => token,
    () => {},
  );
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = () => vi.advanceTimersByTimeAsync(1000);

test('an account that runs on the server is asked about when its row says so, and once for each thing it says', async () => {
  sessions.follow(rowsWith('connected'));
  await settle();
  expect(sessions.all).toEqual([{ accountId: 'a', view: view(1) }]);
  sessions.follow(rowsWith('connected'));
  await settle();
  expect(ask).toHaveBeenCalledTimes(1);
});

test('one that does not run is not asked about', async () => {
  sessions.follow(rowsWith('disconnected'));
  await settle();
  expect(ask).not.toHaveBeenCalled();
});

test('a burst of news is one question', async () => {
  for (let count = 0; count < 20; count += 1) sessions.hear(news);
  await settle();
  expect(ask).toHaveBeenCalledTimes(1);
});

test('a count that the news bring is taken without asking', async () => {
  sessions.put('a', view(1));
  sessions.hear({ ...news, isStateNew: false, unread: { chats: 5, messages: 9 } });
  await settle();
  expect(ask).not.toHaveBeenCalled();
  expect(unreadChats(sessions.all)).toBe(5);
});

test('an answer that comes after a newer one changes nothing', async () => {
  const { promise, resolve } = Promise.withResolvers<SessionView>();
  ask.mockReturnValueOnce(promise);
  const late = sessions.refresh({ token: 'token', accountId: 'a' });
  sessions.answer('a', view(7));
  resolve(view(1));
  await late;
  expect(unreadChats(sessions.all)).toBe(7);
});

test('an answer to who has signed out meanwhile is not kept', async () => {
  const asking = sessions.refresh({ token: 'token', accountId: 'a' });
  token = null;
  await asking;
  expect(sessions.all).toEqual([]);
});

test('of an account that is gone nothing is known', async () => {
  sessions.follow(rowsWith('connected'));
  await settle();
  sessions.follow(emptyRows);
  expect(sessions.all).toEqual([]);
  sessions.put('a', view(1));
  ask.mockRejectedValue(new ApiError('not_found', 404, 'gone'));
  sessions.hear(news);
  await settle();
  expect(sessions.all).toEqual([]);
});

test('what waits in an account that is not connected is not counted', () => {
  sessions.put('a', { ...view(3), state: { status: 'ended', reason: 'logged_out' } });
  expect(unreadChats(sessions.all)).toBe(0);
});
