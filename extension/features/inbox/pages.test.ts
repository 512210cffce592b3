import { expect, test } from 'vitest';
import type { InboxChat, InboxMessage } from '../../../shared/whatsapp/inbox.ts';
import { addChats, addEarlier, firstUnread, renewChats, renewMessages } from './pages.ts';

const chat = (id: string, lastAt: number, rest: Partial<InboxChat> = {}): InboxChat => ({
  id,
  alias: null,
  title: id,
  isGroup: false,
  unread: 0,
  isArchived: false,
  isPinned: false,
  isMuted: false,
  isWritable: true,
  waitingSince: null,
  lastAt,
  last: null,
  ...rest,
});
const message = (id: string, rest: Partial<InboxMessage> = {}): InboxMessage => ({
  id,
  isMine: false,
  author: null,
  sentAt: 0,
  kind: 'text',
  text: id,
  delivery: null,
  media: null,
  ...rest,
});
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test('a chat that moved up while pages were read is listed once', () => {
  const first = { chats: [chat('b', 9), chat('a', 8)], next: 'c' };
  const added = addChats(first, { chats: [chat('a', 8), chat('c', 7)], next: null });
  expect(ids(added.chats)).toEqual(['b', 'a', 'c']);
  expect(added.next).toBeNull();
});

test('a chat under its other id is the same chat', () => {
  const before = { chats: [chat('1@c.us', 9), chat('2@c.us', 8)], next: null };
  const renewed = renewChats(before, [chat('7@lid', 10, { alias: '1@c.us' })], 'x');
  expect(ids(renewed.chats)).toEqual(['7@lid', '2@c.us']);
});

test('what should be among the first chats and is not there any more is gone', () => {
  const before = { chats: [chat('a', 9), chat('gone', 8), chat('b', 7), chat('c', 6)], next: 'd' };
  const renewed = renewChats(before, [chat('a', 9), chat('b', 7)], 'c');
  expect(ids(renewed.chats)).toEqual(['a', 'b', 'c']);
  expect(renewed.next).toBe('d');
});

test('a pinned chat does not hide those that are older than it', () => {
  const before = { chats: [chat('p', 1, { isPinned: true }), chat('a', 9), chat('b', 8)], next: null };
  const renewed = renewChats(before, [chat('p', 1, { isPinned: true })], 'a');
  expect(ids(renewed.chats)).toEqual(['p', 'a', 'b']);
});

test('earlier messages come before, each once', () => {
  const before = { messages: [message('2'), message('3')], next: 'x' };
  const added = addEarlier(before, { messages: [message('1'), message('2')], next: null });
  expect(ids(added.messages)).toEqual(['1', '2', '3']);
});

test('the latest messages replace what was there of them and keep what is further back', () => {
  const before = { messages: [message('1'), message('2'), message('3')], next: 'x' };
  const page = { messages: [message('2'), message('3', { text: 'edited' }), message('4')], next: 'y' };
  const renewed = renewMessages(before, page);
  expect(ids(renewed.messages)).toEqual(['1', '2', '3', '4']);
  expect(renewed.messages[2]?.text).toBe('edited');
  expect(renewed.next).toBe('x');
});

test('a gap between what was there and what is new is never hidden', () => {
  const before = { messages: [message('1')], next: 'x' };
  const page = { messages: [message('8'), message('9')], next: 'y' };
  expect(renewMessages(before, page)).toEqual(page);
});

test('what is not read begins where the other side’s last so many messages do', () => {
  const messages = [
    message('1'),
    message('2'),
    message('mine', { isMine: true }),
    message('joined', { kind: 'notice' }),
    message('3'),
  ];
  expect(firstUnread(messages, 2)).toBe('2');
  expect(firstUnread(messages, 0)).toBeUndefined();
  expect(firstUnread(messages, -1)).toBeUndefined();
  expect(firstUnread(messages, 30)).toBeUndefined();
});
