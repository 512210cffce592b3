import { expect, test } from 'vitest';
import type { Organised } from './organised.ts';
import { queueOf } from './queue.ts';

const urgent = { id: 'u', name: 'Urgent' };
const later = { id: 'l', name: 'Later' };
const organisedWith = (given: Readonly<Record<string, typeof urgent>>) =>
  ({ priorities: [urgent, later], priorityByChat: new Map(Object.entries(given)) }) as unknown as Organised;

const chat = (id: string, waitingSince: number | null, change = {}) => ({
  id,
  title: id,
  unread: 0,
  isArchived: false,
  isMuted: false,
  waitingSince,
  ...change,
});

const idsOf = (...[organised, chats]: Parameters<typeof queueOf>) =>
  queueOf(organised, chats).map(({ priority, chats: part }) => [priority?.id, ...part.map(({ id }) => id)]);

test('chats come by priority, who waits longest first, the answered last, those without a priority at the end', () => {
  const organised = organisedWith({ 'a@c.us': later, 'b@c.us': urgent, 'c@c.us': urgent, 'd@c.us': urgent });
  const chats = [
    chat('a@c.us', 1),
    chat('b@c.us', null),
    chat('c@c.us', 50),
    chat('d@c.us', 20),
    chat('e@lid', 5),
    chat('f@c.us', 3),
  ];
  expect(idsOf(organised, chats)).toEqual([
    ['u', 'd@c.us', 'c@c.us', 'b@c.us'],
    ['l', 'a@c.us'],
    [undefined, 'f@c.us', 'e@lid'],
  ]);
});

test('without a priority neither groups, nor the muted, nor the answered are in it; the archived never are', () => {
  const chats = [
    chat('1@g.us', 5),
    chat('2@c.us', 5, { isMuted: true }),
    chat('3@c.us', null),
    chat('4@c.us', 5, { isArchived: true }),
  ];
  expect(idsOf(organisedWith({}), chats)).toEqual([]);
  expect(idsOf(organisedWith({ '1@g.us': urgent, '2@c.us': urgent, '4@c.us': urgent }), chats)).toEqual([
    ['u', '1@g.us', '2@c.us'],
  ]);
});
