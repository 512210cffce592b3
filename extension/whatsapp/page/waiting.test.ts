import { expect, test } from 'vitest';
import { waitingSince } from './waiting.ts';
import type { MsgModel } from './modules.ts';

const theirs = (t: number, type = 'chat'): MsgModel => ({ id: { fromMe: false }, t, type });
const mine = (t: number): MsgModel => ({ id: { fromMe: true }, t, type: 'chat' });
const chat = (unreadCount: number, t: number, ...messages: MsgModel[]) => ({
  id: '1@c.us',
  unreadCount,
  t,
  msgs: { getModelsArray: () => messages },
});

test('who waits, waits since the first message after the last answer', () => {
  expect(waitingSince(chat(0, 40, theirs(10), mine(20), theirs(30), theirs(40)))).toBe(30_000);
});

test('nobody waits for an answer to one’s own last message', () => {
  expect(waitingSince(chat(0, 40, theirs(10), mine(40)))).toBeNull();
});

test('what WhatsApp notes in a chat is neither a question nor an answer', () => {
  expect(waitingSince(chat(0, 40, theirs(10), theirs(40, 'e2e_notification')))).toBe(10_000);
  expect(waitingSince(chat(0, 40, mine(10), theirs(40, 'gp2')))).toBeNull();
});

test('of a chat whose messages are not there, an unread one waits since its last', () => {
  expect([waitingSince(chat(2, 40)), waitingSince(chat(0, 40)), waitingSince(chat(-1, 40))]).toEqual([
    40_000,
    null,
    null,
  ]);
});

test('a page that has changed what a message is hides no chat', () => {
  const strange = { id: '1@c.us', msgs: { getModelsArray: () => [{}, { t: 'soon' }] } };
  expect(waitingSince(strange)).toBeNull();
});
