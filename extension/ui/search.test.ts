import { expect, test } from 'vitest';
import { NameSearch } from './search.ts';

const find = (names: readonly string[], typed: string, limit = 10) =>
  new NameSearch(names, (name) => name).find(typed, limit);

test('the same comes first, then what begins with it, then a word that does, then what holds it', () => {
  expect(find(['Banana', 'Old Ana', 'Ana', 'Anabel', 'Bob'], 'ana')).toEqual([
    'Ana',
    'Anabel',
    'Old Ana',
    'Banana',
  ]);
});

test('capitals, accents and what can not be seen make no difference', () => {
  expect(find(['Müller\u200f', 'Zoë'], 'mull')).toEqual(['Müller\u200f']);
  expect(find(['Müller', 'Zoë'], 'ZOE')).toEqual(['Zoë']);
});

test('with nothing typed everything is there in its own order, up to the limit', () => {
  expect(find(['c', 'a', 'b'], ' ', 2)).toEqual(['c', 'a']);
});
