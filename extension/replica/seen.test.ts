import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { SeenChats, type SeenChat } from './seen.ts';

const chat = (id: string): SeenChat => ({
  id,
  title: id,
  unread: 0,
  isArchived: false,
  isMuted: false,
  waitingSince: null,
});

/** As the background finds it when it starts; resolves when the disk was read. */
async function begin(userId: string | null): Promise<SeenChats> {
  const onChange = vi.fn<() => void>();
  const seen = new SeenChats(onChange);
  seen.setUser(userId);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled());
  return seen;
}

const titles = (seen: SeenChats) => seen.all.map(({ phoneNumber, chats }) => [phoneNumber, chats.length]);

beforeEach(() => begin(null));

test('what was seen is there after the background was restarted, with when it was', async () => {
  const before = await begin('ada');
  before.put('1', [chat('1@c.us'), chat('2@c.us')]);
  await vi.waitFor(async () => expect(titles(await begin('ada'))).toEqual([['1', 2]]));
  expect((await begin('ada')).all[0]?.seenAt).toBeGreaterThan(Date.now() - 60_000);
});

test('it is wiped when its user signs out', async () => {
  const seen = await begin('ada');
  seen.put('1', [chat('1@c.us')]);
  await vi.waitFor(async () => expect(titles(await begin('ada'))).toHaveLength(1));
  seen.setUser(null);
  expect(seen.all).toEqual([]);
  await vi.waitFor(async () => expect(titles(await begin('ada'))).toEqual([]));
});

test('another user sees nothing of it, and it goes', async () => {
  const seen = await begin('ada');
  seen.put('1', [chat('1@c.us')]);
  await vi.waitFor(async () => expect(titles(await begin('ada'))).toHaveLength(1));
  expect(titles(await begin('grace'))).toEqual([]);
  expect(titles(await begin('ada'))).toEqual([]);
});

test('what a tab tells when nobody is signed in is kept nowhere', async () => {
  const seen = await begin(null);
  seen.put('1', [chat('1@c.us')]);
  expect(seen.all).toEqual([]);
});
