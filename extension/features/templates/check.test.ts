import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entities } from '../../../shared/entities/index.ts';
import { cleanFields, flawsOf } from './check.ts';
import { accountId } from './testing/template.ts';

const fine = { name: 'Thanks', content: 'Thank you', shortcut: 'ty' };

test('what is typed is kept as it reads', () => {
  expect(
    cleanFields({ name: '  Two\nlines\u0000 ', content: ' a\r\nb\rc\u0000\t*d* 😊 ', shortcut: '/ ty ' }),
  ).toEqual({ name: 'Two lines', content: ' a\nb\nc\t*d* 😊 ', shortcut: 'ty' });
});

test.each([
  ['nothing', {}, []],
  ['no name', { name: '' }, ['nameMissing']],
  ['a long name', { name: 'x'.repeat(61) }, ['nameLong']],
  ['a name that just fits', { name: 'x'.repeat(60) }, []],
  ['a long shortcut', { shortcut: 'x'.repeat(31) }, ['shortcutLong']],
  ['no content', { content: ' \n' }, ['contentMissing']],
  ['a long content', { content: 'x'.repeat(10_001) }, ['contentLong']],
  ['an unknown variable', { content: '{{surname}}' }, ['contentProblem']],
  ['an unknown variable and no name', { name: '', content: '{{x}}' }, ['nameMissing', 'contentProblem']],
])('%s is wrong with it', (_, change, flaws) => {
  expect(flawsOf({ ...fine, ...change })).toEqual(flaws);
});

test('what has no flaw is taken by the server, and cleaning it again changes nothing', () => {
  const text = fc.string({ unit: 'binary', maxLength: 70 });
  fc.assert(
    fc.property(fc.record({ name: text, content: text, shortcut: text }), (typed) => {
      const fields = cleanFields(typed);
      expect(cleanFields(fields)).toEqual(fields);
      fc.pre(flawsOf(fields).length === 0);
      const row = { accountId, ...fields, position: 'a0' };
      expect(entities.template.fields.parse(row)).toEqual(row);
    }),
  );
});
