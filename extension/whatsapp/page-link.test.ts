import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHATS_PER_MESSAGE_MAX, FROM_PAGE_RATE, fromPage, rateLimit, type FromPage } from './bridge.ts';
import { PageLink } from './page-link.ts';

function connect() {
  const { port1, port2 } = new MessageChannel();
  const abort = new AbortController();
  const heard: FromPage[] = [];
  let floods = 0;
  const link = new PageLink(
    port1,
    (message) => heard.push(message),
    () => (floods += 1),
    abort.signal,
  );
  const asked: unknown[] = [];
  port2.addEventListener('message', ({ data }) => asked.push(data));
  port2.start();
  return { link, page: port2, heard, asked, abort, floods: () => floods };
}

const started: FromPage = { type: 'started' };
const active: FromPage = { type: 'active-chat', chatId: '1@c.us' };

test('what is not a message of ours is not heard, and nothing is answered to it', async () => {
  const { page, heard, asked, abort } = connect();
  const odd = fc.sample(fc.anything({ withBigInt: true, withDate: true, withMap: true }), 150);
  const near = [
    { ...active, extra: 1 },
    { type: 'active-chat', chatId: 'x'.repeat(200) },
    { type: 'active-chat', chatId: 'no id' },
    { type: 'chats', isReset: true, changed: [], removed: Array(CHATS_PER_MESSAGE_MAX + 1).fill('1@c.us') },
    { type: 'answer', request: 1, outcome: 'whatever' },
    { type: 'health', version: '', on: ['everything'], lost: [], places: [] },
    null,
  ];
  for (const each of [...odd, ...near]) {
    try {
      page.postMessage(each);
    } catch {
      // What can't be cloned can't be sent.
    }
  }
  page.postMessage(started);

  await expect.poll(() => heard).toEqual([started]);
  expect(asked).toEqual([]);
  abort.abort();
});

test('a page that floods the bridge is not heard any more', async () => {
  const { link, page, heard, asked, floods } = connect();
  for (let count = 0; count < FROM_PAGE_RATE.burst + 500; count += 1) page.postMessage(active);

  await expect.poll(floods).toBe(1);
  expect(heard.length).toBeLessThan(FROM_PAGE_RATE.burst + 100);
  await expect.poll(() => asked).toEqual([{ type: 'stop' }]);
  expect(await link.ask('1@c.us', { kind: 'filter', filter: null })).toBe('not_possible');
  expect(floods()).toBe(1);
});

test('a request names its account and gets its own answer', async () => {
  const { link, page, asked, abort } = connect();
  const first = link.ask('1@c.us', { kind: 'open-chat', chatId: '2@c.us' });
  const second = link.ask('1@c.us', { kind: 'filter', filter: null });
  await expect.poll(() => asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({ type: 'request', number: 1, accountId: '1@c.us' });
  page.postMessage({ type: 'answer', request: 7, outcome: 'done' });
  page.postMessage({ type: 'answer', request: 2, outcome: 'wrong_account' });
  page.postMessage({ type: 'answer', request: 1, outcome: 'done' });

  expect(await Promise.all([first, second])).toEqual(['done', 'wrong_account']);
  abort.abort();
});

test('an extension that ends tells the page script to undo its changes, and leaves no request open', async () => {
  const { link, asked, abort } = connect();
  const request = link.ask('1@c.us', { kind: 'filter', filter: null });
  abort.abort();

  expect(await request).toBe('failed');
  await expect.poll(() => asked.at(-1)).toEqual({ type: 'stop' });
});

test('the rate allows a burst and then so many a second', async () => {
  const isAllowed = rateLimit({ burst: 10, perSecond: 200 });
  const burst = Array.from({ length: 15 }, isAllowed).filter(Boolean).length;
  expect(burst).toBeGreaterThanOrEqual(10);
  expect(burst).toBeLessThan(15);
  await expect.poll(isAllowed).toBe(true);
});

test('every chat that the page script may send is within the schema', () => {
  const chat = {
    id: '1@c.us',
    alias: null,
    title: '<b>\u202e'.repeat(20),
    unread: -1,
    isArchived: false,
    isPinned: false,
    isMuted: false,
    isListed: true,
    waitingSince: null,
  };
  const message = { type: 'chats', isReset: true, changed: [chat], removed: [] };
  expect(fromPage.safeParse(message).success).toBe(true);
  const tooLong = { ...message, changed: [{ ...chat, title: 'x'.repeat(201) }] };
  expect(fromPage.safeParse(tooLong).success).toBe(false);
});
