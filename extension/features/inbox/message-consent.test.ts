import { expect, test } from 'vitest';
import { askForMessages } from './message-consent.ts';

const contains = async () => false;

test('Firefox is asked for messages alone, before anything is awaited', () => {
  const asked: object[] = [];
  void askForMessages({ contains, request: async (what) => asked.push(what) > 0 });
  expect(asked).toEqual([{ data_collection: ['personalCommunications'] }]);
});

test.each([true, false])('what a person says to Firefox counts: %s', async (answer) => {
  expect(await askForMessages({ contains, request: async () => answer })).toBe(answer);
});

test('a question that Firefox does not ask is not agreed to', async () => {
  const request = () => Promise.reject(new Error('not from a user input handler'));
  expect(await askForMessages({ contains, request })).toBe(false);
});

test('where the browser has no such question, nothing is in the way', async () => {
  expect(await askForMessages(null)).toBe(true);
});
