import { expect, test } from 'vitest';
import { Account } from './accounts/account.ts';
import { controlOf } from './accounts/control.ts';
import { World } from './world/world.ts';

const me = { phone: '15550100001', name: 'Ada Example' };
const account = () => controlOf(new Account(new World({ chats: 20, seed: 1, me })), () => undefined);

test('a storm of the same seed leaves the same unread counts', async () => {
  const [one, other] = [account(), account()];
  for (const each of [one, other]) await each.storm({ changesPerSecond: 2000, seconds: 0.1, seed: 3 });
  const counts = [one, other].map((each) => new Map(each.chats().map(({ id, unread }) => [id, unread])));
  expect(counts[0]).toEqual(counts[1]);
  expect(counts[0]).not.toEqual(
    new Map(
      account()
        .chats()
        .map(({ id, unread }) => [id, unread]),
    ),
  );
});

test('every person of an account moves to a LID with all messages, and groups stay', () => {
  const ada = account();
  const before = ada.chats();
  ada.migrateToLid();
  expect(ada.chats().map(({ id }) => id)).toEqual(before.map(({ id, lid }) => lid ?? id));
  expect(ada.chats().every(({ id, last }) => last.chatId === id)).toBe(true);
});

test('a file that came with a message is what its path leads to', () => {
  const world = new World({ chats: 2, seed: 1, me });
  const bytes = Buffer.from('a page');
  const file = { mimetype: 'application/pdf', filename: 'page.pdf', bytes };
  const { media } = world.receive(world.chats()[0]!.id, 'read this', { type: 'document', file });
  expect([media?.size, world.file(media?.directPath ?? '')]).toEqual([6, bytes]);
});
