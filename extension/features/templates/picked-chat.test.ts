import { expect, test } from 'vitest';
import { applyChanges, emptyRows } from '../../../shared/sync/apply.ts';
import { chatOf, isSameChat } from './picked-chat.ts';
import { accountId } from './testing/template.ts';

const phone = '15550100002@c.us';
const lid = 'opaque@lid';
const chats = (...known: { id: string; alias: string | null }[]) =>
  new Map(known.map((chat) => [chat.id, { title: 'Maria', ...chat }]));

test.each([
  ['the same', chats(), phone, phone, true],
  ['none', chats(), phone, null, false],
  ['another', chats({ id: lid, alias: null }), phone, lid, false],
  ['the same, moved to a LID', chats({ id: lid, alias: phone }), phone, lid, true],
  ['the same, under the id from before', chats({ id: lid, alias: phone }), lid, phone, true],
])('the open chat is %s', (_, known, picked, open, isSame) => {
  expect(isSameChat(known, picked, open)).toBe(isSame);
});

test('a phone number that was learned once is known where the page does not tell it', () => {
  const fields = { accountId, chatId: phone, canonicalChatId: lid };
  const row = { id: crypto.randomUUID(), revision: 1, ...fields };
  const rows = applyChanges(emptyRows, [{ entity: 'chat-alias', id: row.id, row }]);
  expect(chatOf(rows, accountId, chats({ id: lid, alias: null }), lid)).toEqual({
    id: lid,
    alias: phone,
    title: 'Maria',
  });
});
