import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runsOf } from './formatting.ts';
import { contents } from './templates/testing/contents.ts';

const shown = (...texts: string[]) =>
  runsOf(texts).map((runs) => runs.map(({ text, marks }) => [text, ...marks].join('/')));

test('bold, italic, struck and code are shown as WhatsApp does, over what was filled in too', () => {
  expect(shown('Hi *you*, _now_ ~not~ `x`')).toEqual([
    ['Hi ', '*you*/bold', ', ', '_now_/italic', ' ', '~not~/strike', ' ', '`x`/code'],
  ]);
  expect(shown('Hi *', 'Maria', '*!')).toEqual([['Hi ', '*/bold'], ['Maria/bold'], ['*/bold', '!']]);
  expect(shown('_*both*_')).toEqual([['_/italic', '*both*/bold/italic', '_/italic']]);
});

test.each(['2*3*4', '* a *', '*a\nb*', 'snake_case_name', '**', 'a*b'])('%j is not formatted', (text) => {
  expect(shown(text)).toEqual([[text]]);
});

test('no letter is lost or moved', () => {
  fc.assert(
    fc.property(fc.array(contents), (texts) => {
      expect(runsOf(texts).map((runs) => runs.map(({ text }) => text).join(''))).toEqual(texts);
    }),
  );
});
