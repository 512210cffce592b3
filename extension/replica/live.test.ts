import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveEvent, LiveRequest } from '../../shared/sync/protocol.ts';
import { LIVE_PULL_MAX_MS, LiveLine } from './live.ts';

const page = { reset: false, changes: [], cursor: 'b', hasMore: false };

/** The far end of a line. */
class FarEnd extends EventTarget {
  static readonly OPEN = 1;
  readonly readyState = FarEnd.OPEN;
  readonly heard: LiveRequest[] = [];
  isClosed = false;
  send(text: string): void {
    this.heard.push(JSON.parse(text) as LiveRequest);
  }
  close(): void {
    this.isClosed = true;
  }
  say(event: LiveEvent): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
}

let farEnd: FarEnd;
let lost: boolean[];
let news: string[];
let line: LiveLine;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FarEnd);
  farEnd = new FarEnd();
  lost = [];
  news = [];
  const api = { openLive: () => farEnd as unknown as WebSocket, ticket: async () => 'ticket' };
  const onLost = (wasOfUse: boolean) => lost.push(wasOfUse);
  line = new LiveLine(api, 'token', {
    onReady: () => {},
    onPoke: () => {},
    onNews: ({ accountId }) => news.push(accountId),
    onLost,
  });
});
afterEach(() => {
  line.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ready = () => farEnd.say({ type: 'ready', revision: 1, protocol: 4 });

test('[L6] a pull over a ready line says the cursor and brings the page', async () => {
  ready();
  const answer = line.pull('a');
  farEnd.say({ type: 'page', id: 1, page });
  expect(await answer).toEqual(page);
  expect(farEnd.heard).toEqual([{ type: 'pull', id: 1, cursor: 'a' }]);
});

test('a server of before protocol 4 is not asked for pages over a line', async () => {
  farEnd.say({ type: 'ready', revision: 1 });
  expect(await line.pull('a')).toBeNull();
  expect(farEnd.heard).toEqual([]);
});

test('a line that is not ready carries no pull', async () => {
  expect(await line.pull('a')).toBeNull();
});

test('a pull ends without a page when its line breaks in the midst of it', async () => {
  ready();
  const answer = line.pull('a');
  farEnd.dispatchEvent(new Event('close'));
  expect(await answer).toBeNull();
});

test('a line that leaves a pull unanswered is dead, though it answers pings', async () => {
  ready();
  const answer = line.pull('a');
  await vi.advanceTimersByTimeAsync(LIVE_PULL_MAX_MS - 1);
  farEnd.say({ type: 'pong' });
  expect(lost).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await answer).toBeNull();
  expect(farEnd.isClosed).toBe(true);
});

test('a page that comes twice is not taken for the answer to the next pull', async () => {
  ready();
  const first = line.pull('a');
  farEnd.say({ type: 'page', id: 1, page });
  await first;
  const second = line.pull('b');
  farEnd.say({ type: 'page', id: 1, page });
  farEnd.say({ type: 'page', id: 2, page: { ...page, cursor: 'c' } });
  expect(await second).toMatchObject({ cursor: 'c' });
});

test('a line that was lost is lost once, and is said to have been of use when something came over it', () => {
  ready();
  farEnd.say({ type: 'poke', revision: 2 });
  line.close();
  farEnd.dispatchEvent(new Event('close'));
  expect(lost).toEqual([true]);
});

test('[L8] news of an account on the server are told as they come, and what is no news is not', () => {
  ready();
  const accountId = '00000000-0000-4000-8000-000000000001';
  const told = { accountId, isStateNew: true, unread: null, chats: [] };
  farEnd.say({ type: 'news', news: told });
  farEnd.say({ type: 'news', news: { ...told, accountId: 'nobody' } });
  expect(news).toEqual([accountId]);
});
