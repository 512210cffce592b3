import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contents } from './testing/contents.ts';
import { lineOf, parseContent, problemsOf } from './content.ts';

const kindsOf = (content: string) =>
  parseContent(content).map(({ start: _start, end: _end, ...part }) => part);

test('text, variables and fields are told apart', () => {
  expect(kindsOf('Hi {{ First_Name | there }},\n*{{?amount}}* till {{date}}{{?day|Friday}}')).toEqual([
    { kind: 'text', text: 'Hi ' },
    { kind: 'variable', name: 'first_name', fallback: 'there' },
    { kind: 'text', text: ',\n*' },
    { kind: 'field', label: 'amount' },
    { kind: 'text', text: '* till ' },
    { kind: 'variable', name: 'date' },
    { kind: 'field', label: 'day', suggestion: 'Friday' },
  ]);
});

test.each([
  ['{{surname}}', 'unknown', '{{surname}}'],
  ['{{first name}}', 'unknown', '{{first name}}'],
  ['{{constructor}}', 'unknown', '{{constructor}}'],
  ['{{}}', 'unnamed', '{{}}'],
  ['{{ | there }}', 'unnamed', '{{ | there }}'],
  ['{{? }}', 'unnamed', '{{? }}'],
  ['{{name', 'unclosed', '{{'],
  ['{{name\n}}', 'unclosed', '{{'],
  ['{{{name}}', 'unclosed', '{{'],
])('%j is wrong', (content, reason, source) => {
  expect(problemsOf(parseContent(content))).toMatchObject([{ reason, source, start: 0 }]);
});

test('a problem knows its line', () => {
  const content = 'One\nTwo {{name}}\nThree {{surname}}';
  expect(problemsOf(parseContent(content)).map(({ start }) => lineOf(content, start))).toEqual([3]);
});

test('a backslash before them makes braces text, and braces that open nothing are text', () => {
  expect(kindsOf('\\{{name}} } {x} }}')).toEqual([
    { kind: 'text', text: '{{' },
    { kind: 'text', text: 'name}} } {x} }}' },
  ]);
});

test('a blank fallback is none', () => {
  expect(kindsOf('{{name| }}')).toEqual([{ kind: 'variable', name: 'name' }]);
});

test('the parts cover any content, each once and in order', () => {
  fc.assert(
    fc.property(contents, (content) => {
      const parts = parseContent(content);
      expect(parts.map(({ start, end }) => content.slice(start, end)).join('')).toBe(content);
      expect(
        parts.every(({ start, end }, index) => start < end && start === (parts[index - 1]?.end ?? 0)),
      ).toBe(true);
    }),
  );
});

test('what has neither braces nor a backslash is one text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      fc.pre(!text.includes('{{'));
      expect(kindsOf(text)).toEqual([{ kind: 'text', text }]);
    }),
  );
});
