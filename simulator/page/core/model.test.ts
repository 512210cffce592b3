import { expect, test } from 'vitest';
import { createWid, InvalidWidError } from './wid.ts';
import { MsgKey, setMe } from './msg-key.ts';
import { EventEmitter } from './emitter.ts';
import { ChatCollectionImpl } from '../modules/instances.ts';
import { Chat } from '../modules/models.ts';

function heard(emitter: EventEmitter, names: string): unknown[][] {
  const events: unknown[][] = [];
  emitter.on(names, (...values: unknown[]) => void events.push(values));
  return events;
}
const chat = (user: string, t: number) => new Chat({ id: createWid(`${user}@c.us`), t });

test('one listener hears several names separated by spaces', () => {
  const emitter = new EventEmitter();
  const events = heard(emitter, 'one two');
  emitter.trigger('one', 1).trigger('two', 2).trigger('three', 3);
  expect(events).toEqual([[1], [2]]);
});

test('"all" hears every event with its name first', () => {
  const emitter = new EventEmitter();
  const events = heard(emitter, 'all');
  emitter.trigger('one', 1);
  expect(events).toEqual([['one', 1]]);
});

test('once hears one event', () => {
  const emitter = new EventEmitter();
  let count = 0;
  emitter.once('one', () => void count++);
  emitter.trigger('one').trigger('one');
  expect(count).toBe(1);
});

test('setting a property says the model, the value and the one before', () => {
  const model = chat('1', 5);
  const events = heard(model, 'change:unreadCount');
  model.unreadCount = 3;
  expect(events).toEqual([[model, 3, 0]]);
});

test('a collection hears what happens to its models', () => {
  const chats = new ChatCollectionImpl(Chat);
  const [model] = chats.add(chat('1', 5));
  const events = heard(chats, 'change:archive');
  model?.set({ archive: true });
  expect(events).toEqual([[model, true, false]]);
});

test('a newer message moves its chat up and sorts the collection', () => {
  const chats = new ChatCollectionImpl(Chat);
  const [, older] = chats.add([chat('1', 9), chat('2', 5)]);
  const sorts = heard(chats, 'sort');
  older?.set({ t: 10 });
  expect([chats.head(), sorts.length]).toEqual([older, 1]);
});

test('serialize has persisted fields, not those of the session', () => {
  const names = Object.keys(chat('1', 5).serialize());
  expect([names.includes('archive'), names.includes('active')]).toEqual([true, false]);
});

test('a wid takes the phone server in either name and refuses nonsense', () => {
  expect(createWid('1@s.whatsapp.net').toString()).toBe('1@c.us');
  expect(() => createWid('1@example.com')).toThrow(InvalidWidError);
});

test('a wid is its string in JSON, a message key is not', () => {
  setMe(createWid('9@c.us'));
  const key = new MsgKey({ fromMe: true, remote: createWid('1@c.us'), id: 'A' });
  expect(JSON.stringify(createWid('1@c.us'))).toBe('"1@c.us"');
  expect([String(key), JSON.stringify(key).startsWith('{')]).toEqual(['true_1@c.us_A', true]);
});
