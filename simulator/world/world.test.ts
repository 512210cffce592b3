import { expect, test } from 'vitest';
import { makeWorld } from './make-world.ts';
import { World } from './world.ts';

const options = { chats: 200, seed: 7, now: 1_790_000_000 };
const me = { phone: '15550100001', name: 'Ada Example' };

test('the same seed makes the same world', () => {
  expect(makeWorld(options)).toEqual(makeWorld(options));
});

test('another seed makes another world', () => {
  expect(makeWorld({ ...options, seed: 8 })).not.toEqual(makeWorld(options));
});

test('there are as many people and groups as asked for, and one channel', () => {
  const kinds = makeWorld(options).map((chat) => chat.kind);
  expect([kinds.length, kinds.filter((kind) => kind === 'channel').length]).toEqual([201, 1]);
});

test('ids differ even where names do not', () => {
  const chats = makeWorld({ ...options, chats: 10_000 });
  expect(new Set(chats.map((chat) => chat.id)).size).toBe(chats.length);
  expect(chats.filter((chat) => chat.name === 'Maria Silva').length).toBeGreaterThan(1);
});

test.each([12, 60, 2000])('a world of %i chats has every kind of state that fits', (chats) => {
  const world = makeWorld({ ...options, chats });
  expect(world.some((chat) => chat.muted)).toBe(true);
  expect(world.some((chat) => chat.pinned)).toBe(true);
  expect(world.some((chat) => chat.unread > 0)).toBe(true);
  expect(world.some((chat) => chat.unread === -1)).toBe(true);
});

test('the messages of a chat end with its preview and go back in time', () => {
  const world = new World({ chats: 10, seed: 1, me });
  const [chat] = world.chats();
  const messages = world.messages(chat!.id);
  const times = messages.map((message) => message.t);
  expect(messages.at(-1)).toEqual(chat!.last);
  expect(times).toEqual([...times].sort((one, other) => one - other));
});

test('an incoming message moves its chat above the others that are not pinned', () => {
  const world = new World({ chats: 20, seed: 1, me });
  const chat = world.chats().filter((other) => !other.pinned)[9]!;
  world.receive(chat.id, 'hello');
  expect(world.chats().find((other) => !other.pinned)?.id).toBe(chat.id);
});
