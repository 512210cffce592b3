import { expect, test } from 'vitest';
import { entities, entityNames } from './index.ts';

const aboutChats = entityNames.filter((name) => entities[name].chatField !== undefined);

test('[P12] whatever names a chat follows aliases, except the aliases themselves', () => {
  const naming = entityNames.filter((name) => 'chatId' in entities[name].fields.shape);
  expect(naming.filter((name) => name !== 'chat-alias')).toEqual(aboutChats);
});

test('[P13] a row about a chat is owned by an account, has the chat in its key, and nothing points to it', () => {
  const parents = new Set(entityNames.flatMap((name) => Object.values(entities[name].references)));
  for (const name of aboutChats) {
    const { ownedBy, key, chatField } = entities[name];
    expect([name, ownedBy, key?.some((field) => field === chatField), parents.has(name)]).toEqual([
      name,
      'account',
      true,
      false,
    ]);
  }
});

test('what a row points to is declared before it', () => {
  for (const [index, name] of entityNames.entries()) {
    const before = entityNames.slice(0, index) as string[];
    expect(before).toEqual(expect.arrayContaining(Object.values(entities[name].references)));
  }
});
