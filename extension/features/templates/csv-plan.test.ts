import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOperations, emptyRows } from '../../../shared/sync/apply.ts';
import { undoOf } from '../../../shared/sync/undo.ts';
import { formatCsv } from '../csv.ts';
import { planCsv } from './csv-plan.ts';
import { inOrder } from '../organised.ts';
import { addTemplates } from './edits.ts';
import { accountId, template } from './testing/template.ts';

const headers = { name: 'Nome', content: 'Texto', shortcut: 'Atalho' };
const plan = (csv: string, there = [] as ReturnType<typeof template>[]) => {
  const planned = planCsv(csv, there, headers);
  if (!planned.ok) throw new Error(planned.code);
  return planned.value;
};
const codeOf = (csv: string) => {
  const planned = planCsv(csv, [], headers);
  return planned.ok ? 'read' : planned.code;
};

const two = [
  { name: 'Hello', content: 'Hi, {{name|you}}\nhow are *you*? 😊', shortcut: 'hi' },
  { name: 'Bye', content: 'Bye', shortcut: '' },
];

test.each([
  ['with headers', 'name,content,shortcut\n"Hello","Hi, {{name|you}}\nhow are *you*? 😊",hi\nBye,Bye,\n'],
  ['without headers', '"Hello","Hi, {{name|you}}\nhow are *you*? 😊",hi\nBye,Bye\n'],
  ['by Excel', '\uFEFFHello;"Hi, {{name|you}}\nhow are *you*? 😊";/hi\r\nBye;Bye;\r\n'],
  [
    'in another order',
    'Shortcut\tCONTENT\tid\tName\r\nhi\t"Hi, {{name|you}}\nhow are *you*? 😊"\t7\tHello\r\n\tBye\t8\tBye\r\n',
  ],
  [
    'in the language of the screen',
    'nome,texto\r\n"Hello","Hi, {{name|you}}\nhow are *you*? 😊"\r\nBye,Bye\r\n',
  ],
])('a table that was written %s is read', (how, csv) => {
  const expected =
    how === 'in the language of the screen' ? two.map((row) => ({ ...row, shortcut: '' })) : two;
  expect(plan(csv)).toEqual({ added: expected, same: 0, refused: [] });
});

test('what is there already is skipped, also when the file has it twice', () => {
  const there = [template({ name: 'Bye', content: 'Bye', shortcut: '' })];
  expect(plan('Bye,Bye\nHello,Hi,hi\n Hello ,Hi,/hi\nBye,Good bye\n', there)).toEqual({
    added: [
      { name: 'Hello', content: 'Hi', shortcut: 'hi' },
      { name: 'Bye', content: 'Good bye', shortcut: '' },
    ],
    same: 2,
    refused: [],
  });
});

test('what can not be taken is named with its row and its reason', () => {
  const csv = `name,content,shortcut\nOne,{{surname}},\n\n,Two,\nThree,,\nFour,Four,${'x'.repeat(31)}\nFive,Five,\n`;
  expect(plan(csv)).toEqual({
    added: [{ name: 'Five', content: 'Five', shortcut: '' }],
    same: 0,
    refused: [
      { place: 2, flaw: 'contentProblem', name: 'One' },
      { place: 4, flaw: 'nameMissing', name: '' },
      { place: 5, flaw: 'contentMissing', name: 'Three' },
      { place: 6, flaw: 'shortcutLong', name: 'Four' },
    ],
  });
});

test.each([
  ['nothing', '', 'empty'],
  ['empty lines', '\n,,\n', 'empty'],
  ['headers alone', 'name,content,shortcut\n', 'empty'],
  ['a letter', 'Dear Ada\nhow are you?\n', 'notTemplates'],
  ['a file that was cut', 'name,content\nOne,"Hi', 'damaged'],
  ['more than an account can have', 'a,b\n'.repeat(501), 'tooMany'],
])('%s is refused', (_, csv, code) => {
  expect(codeOf(csv)).toBe(code);
});

test('an import comes after what is there, in the order of the file, and goes again with one undo', () => {
  const { id, revision: _, ...fields } = template({ name: 'Here' });
  const before = applyOperations(emptyRows, [{ op: 'create', entity: 'template', id, fields }]);
  const operations = addTemplates(accountId, inOrder<'template'>(before.template, accountId), two);
  const after = applyOperations(before, operations);
  expect(inOrder<'template'>(after.template, accountId).map(({ name }) => name)).toEqual([
    'Here',
    'Hello',
    'Bye',
  ]);
  expect(applyOperations(after, undoOf(before, operations)).template).toEqual(before.template);
});

test('any text is planned or refused, and the rows are all accounted for', () => {
  const cell = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('{{name}}', '{{x}}', '"', '\n', ''));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), (rows) => {
      const planned = planCsv(formatCsv([['name', 'content', 'shortcut'], ...rows]), [], headers);
      const filled = rows.filter((cells) => cells.some((each) => each.trim() !== '')).length;
      if (!planned.ok) {
        expect([planned.code, filled]).toEqual(['empty', 0]);
        return;
      }
      const { added, same, refused } = planned.value;
      expect(added.length + same + refused.length).toBe(filled);
    }),
  );
});
