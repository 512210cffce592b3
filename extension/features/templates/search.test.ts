import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchTemplates } from './search.ts';
import { template } from './testing/template.ts';

const templates = [
  template({ name: 'Thanks', content: 'We ship it today', shortcut: 'ty' }),
  template({ name: 'Orçamento', content: 'Your offer', shortcut: '' }),
  template({ name: 'Long shipping', content: 'Sorry', shortcut: 'late' }),
  template({ name: 'Prices', content: 'Our list', shortcut: 'ship' }),
  template({ name: 'Shipped', content: 'On its way', shortcut: 'sent' }),
  template({ name: 'Again', content: 'Hello', shortcut: 'reship' }),
  template({ name: 'Parcel', content: 'Hello', shortcut: 'shipped' }),
];
const found = (query: string) => searchTemplates(templates, query).map(({ name }) => name);

test('the shortcut counts most, then the name, then the content', () => {
  expect(found('ship')).toEqual(['Prices', 'Parcel', 'Again', 'Shipped', 'Long shipping', 'Thanks']);
});

test('case, accents, spaces around and the slash do not matter', () => {
  expect(found(' orcaMENTO ')).toEqual(['Orçamento']);
  expect(found('/TY')).toEqual(['Thanks']);
});

test('no search is everything in its order, and a search for nothing there is empty', () => {
  expect(found('')).toEqual(templates.map(({ name }) => name));
  expect(found('zzz')).toEqual([]);
});

test('whatever is searched for, only templates come back, each once', () => {
  fc.assert(
    fc.property(fc.string(), (query) => {
      const names = found(query);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});
