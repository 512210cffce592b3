import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseContent, problemsOf, variableNames } from './content.ts';
import { contents } from './testing/contents.ts';
import { fill, questionsOf, textOf, type Answers } from './fill.ts';
import type { Values } from './values.ts';

const inserted = (content: string, values: Values = {}, answers: Answers = {}) =>
  textOf(fill(parseContent(content), values, answers));

const askedOf = (content: string, values: Values = {}) =>
  questionsOf(parseContent(content), values).map(({ key }) => key);

test('variables become values, fallbacks stand in, and everything else stays as it is', () => {
  const content = '{{greeting}} {{first_name|there}} 😊,\n\n*{{name|you}}* owe <b>5</b> \\{{x}}';
  expect(inserted(content, { greeting: 'Good morning', name: 'Maria Silva' })).toBe(
    'Good morning there 😊,\n\n*Maria Silva* owe <b>5</b> {{x}}',
  );
});

test('a field is asked once, whatever its case, and nothing is inserted until it is answered', () => {
  const content = '{{?Amount}} + {{?amount}} = {{?total|10}}';
  expect(questionsOf(parseContent(content), {})).toEqual([
    { kind: 'field', key: '?amount', label: 'Amount', suggestion: '' },
    { kind: 'field', key: '?total', label: 'total', suggestion: '10' },
  ]);
  expect(inserted(content, {}, { '?total': '10' })).toBeUndefined();
  expect(inserted(content, {}, { '?amount': ' \n', '?total': '10' })).toBeUndefined();
  expect(inserted(content, {}, { '?amount': '5', '?total': '10' })).toBe('5 + 5 = 10');
});

test('a variable without a value and a fallback is asked', () => {
  expect(askedOf('{{first_name}} {{first_name|there}} {{phone}}', { phone: '+1' })).toEqual(['first_name']);
  expect(inserted('Hi {{first_name}}')).toBeUndefined();
  expect(inserted('Hi {{first_name}}', {}, { first_name: 'Ada' })).toBe('Hi Ada');
});

test('a field that is called like a variable is another thing', () => {
  expect(askedOf('{{?name}} {{name}}')).toEqual(['?name', 'name']);
  expect(askedOf('{{?constructor}}')).toEqual(['?constructor']);
});

test('an unknown variable is never inserted', () => {
  expect(inserted('Dear {{surname}}', { name: 'Ada' }, { surname: 'Lovelace' })).toBeUndefined();
});

test('what is inserted is not read for variables again', () => {
  const values = { name: '{{phone}} {{?amount}} {{', phone: '+1' };
  expect(askedOf('{{name}}', values)).toEqual([]);
  expect(inserted('{{name}} {{?x}}', values, { '?x': '{{name}}' })).toBe('{{phone}} {{?amount}} {{ {{name}}');
});

const valueSets = fc.record(
  Object.fromEntries(variableNames.map((name) => [name, fc.string({ minLength: 1 })])),
  { requiredKeys: [] },
);

test('with every question answered anything is inserted whole, unless it is wrong; without, nothing is', () => {
  fc.assert(
    fc.property(contents, valueSets, (content, values) => {
      const parts = parseContent(content);
      const questions = questionsOf(parts, values);
      const answers = Object.fromEntries(questions.map(({ key }) => [key, 'x']));
      const isWrong = problemsOf(parts).length > 0;
      expect(textOf(fill(parts, values, answers)) === undefined).toBe(isWrong);
      for (const { key } of questions) {
        expect(textOf(fill(parts, values, { ...answers, [key]: ' ' }))).toBeUndefined();
      }
    }),
  );
});
