import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inboxChat, inboxMessage } from '../../../shared/whatsapp/inbox.ts';
import { kindOf, parseChat, parseList, parseMessage } from './parse-inbox.ts';

const message = {
  id: 'true_15550100002@c.us_3EB0',
  isMine: true,
  author: '',
  t: 1_700_000_000,
  type: 'chat',
  body: 'hello',
  caption: '',
  ack: 3,
  mimeType: '',
  fileName: '',
  size: null,
};
const chat = {
  id: '15550100002@c.us',
  alias: '777@lid',
  title: 'Ada',
  unread: 2,
  isArchived: false,
  isPinned: true,
  isMuted: false,
  isWritable: true,
  waitingSince: null,
  t: 1_700_000_000,
  last: message,
};

test('a chat of the page is one of the contract', () => {
  expect(parseChat(chat)).toEqual({
    id: '15550100002@c.us',
    alias: '777@lid',
    title: 'Ada',
    isGroup: false,
    unread: 2,
    isArchived: false,
    isPinned: true,
    isMuted: false,
    isWritable: true,
    waitingSince: null,
    lastAt: 1_700_000_000_000,
    last: {
      id: 'true_15550100002@c.us_3EB0',
      isMine: true,
      author: null,
      sentAt: 1_700_000_000_000,
      kind: 'text',
      text: 'hello',
      delivery: 'read',
      media: null,
    },
  });
});

test('whatever a page says of a chat, it is one of the contract or none', () => {
  const said = fc.record(
    Object.fromEntries(
      Object.entries(chat).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.anything())]),
    ),
  );
  fc.assert(
    fc.property(said, (value) => {
      const parsed = parseChat(value);
      return parsed === null || inboxChat.safeParse(parsed).success;
    }),
  );
});

test('whatever a page says of a message, it is one of the contract or none', () => {
  const said = fc.record(
    Object.fromEntries(
      Object.entries(message).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.anything())]),
    ),
  );
  fc.assert(
    fc.property(said, (value) => {
      const parsed = parseMessage(value);
      return parsed === null || inboxMessage.safeParse(parsed).success;
    }),
  );
});

test('a title and a text of a megabyte are cut, the text of a list shorter', () => {
  const long = 'x'.repeat(1_000_000);
  const parsed = parseChat({ ...chat, title: long, last: { ...message, body: long } });
  expect([parsed?.title.length, parsed?.last?.text.length]).toEqual([200, 200]);
});

test('one that is none hides no other, and there are never more than were asked for', () => {
  const said = [{ ...chat, id: '../../etc' }, null, chat, ...Array.from({ length: 100_000 }, () => chat)];
  expect(parseList(said, 5, parseChat)).toEqual([parseChat(chat), parseChat(chat), parseChat(chat)]);
});

test('the body of a picture is never taken for a text', () => {
  const picture = {
    ...message,
    type: 'image',
    body: '/9j/4AAQ',
    caption: 'look',
    mimeType: 'image/jpeg',
    size: 9,
  };
  expect(parseMessage(picture)).toMatchObject({
    kind: 'image',
    text: 'look',
    media: { mimeType: 'image/jpeg', name: null, bytes: 9 },
  });
});

test.for([
  [-1, 'failed'],
  [0, 'waiting'],
  [1, 'sent'],
  [2, 'received'],
  [4, 'read'],
] as const)('an own message of ack %i is %s, and nobody else has one', ([ack, delivery]) => {
  expect(parseMessage({ ...message, ack })?.delivery).toBe(delivery);
  expect(parseMessage({ ...message, ack, isMine: false })?.delivery).toBeNull();
});

test('a kind that nobody knows is another one', () => {
  expect(['ptt', 'poll_creation', '__proto__', ''].map(kindOf)).toEqual(['audio', 'other', 'other', 'other']);
});
