import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valuesOf, type Occasion } from './values.ts';

const occasion: Occasion = {
  chat: { id: '15550100002@c.us', alias: null, title: 'Maria Silva' },
  accountName: 'Ada’s shop',
  now: new Date(2026, 10, 24, 9, 5),
  locale: 'en',
  greetings: { morning: 'Good morning', afternoon: 'Good afternoon', evening: 'Good evening' },
};
const inChat = (chat: Partial<Occasion['chat']>) =>
  valuesOf({ ...occasion, chat: { ...occasion.chat, ...chat } });

test('everything that is known of a person, in the language of the screen', () => {
  expect(valuesOf(occasion)).toEqual({
    name: 'Maria Silva',
    first_name: 'Maria',
    phone: '+15550100002',
    date: 'November 24, 2026',
    time: expect.stringMatching(/^9:05\sAM$/),
    greeting: 'Good morning',
    account: 'Ada’s shop',
  });
  expect(valuesOf({ ...occasion, locale: 'pt-BR' })).toMatchObject({
    date: '24 de novembro de 2026',
    time: '09:05',
  });
});

test.each([
  ['a person', { title: 'Maria Silva' }, 'Maria'],
  ['a person with a comma', { title: 'Silva, Maria' }, 'Silva'],
  ['a person behind a heart', { title: '❤️ Maria' }, 'Maria'],
  ['a person under a LID', { id: 'opaque@lid', title: 'שרה כהן' }, 'שרה'],
  ['one word', { title: 'Zoë' }, 'Zoë'],
  ['a number', { title: '+1 555 010-0002' }, undefined],
  ['a number in Arabic digits', { title: '‎+٩٦٦ ٥٠ ١٢٣' }, undefined],
  ['nothing', { title: '' }, undefined],
  ['a group', { id: '120363000000000001@g.us', title: 'Football' }, undefined],
  ['a channel', { id: '120363000000000002@newsletter', title: 'News' }, undefined],
])('the first name in the chat of %s', (_, chat, firstName) => {
  expect(inChat(chat).first_name).toBe(firstName);
});

test('a group has a name, a number is none', () => {
  expect(inChat({ id: '120363000000000001@g.us', title: 'Football' }).name).toBe('Football');
  expect(inChat({ title: '+1 555 010-0002' }).name).toBeUndefined();
});

test.each([
  ['its id', { id: '15550100002@c.us' }, '+15550100002'],
  ['its other id', { id: 'opaque@lid', alias: '15550100003@c.us' }, '+15550100003'],
  ['no id', { id: 'opaque@lid', alias: null }, undefined],
  ['no id of a group', { id: '120363000000000001@g.us', alias: null }, undefined],
])('the phone number is known from %s', (_, chat, phone) => {
  expect(inChat(chat).phone).toBe(phone);
});

test.each([
  [0, 'Good evening'],
  [4, 'Good evening'],
  [5, 'Good morning'],
  [11, 'Good morning'],
  [12, 'Good afternoon'],
  [17, 'Good afternoon'],
  [18, 'Good evening'],
  [23, 'Good evening'],
])('at %i:59 it is %s', (hour, greeting) => {
  expect(valuesOf({ ...occasion, now: new Date(2026, 10, 24, hour, 59) }).greeting).toBe(greeting);
});

test('no title breaks a line or turns what stands around it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\r', '\u0000', '\u202E', '\u2066'),
      (text, bad) => {
        const { name = '', first_name = '' } = inChat({ title: `a${text}${bad}b` });
        expect(name + first_name).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      },
    ),
  );
});
