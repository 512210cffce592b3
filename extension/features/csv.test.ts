import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCsv, parseCsv } from './csv.ts';

const awkward = fc.constantFrom(
  "'",
  '"',
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  ',',
  ';',
  '\uFEFF',
  '👩‍👧',
  'שלום',
  '\u202E',
  ' ',
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.oneof(awkward, fc.string({ maxLength: 2 })), { maxLength: 8 }).map((parts) => parts.join('')),
);
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { maxLength: 5 }))
  .map((rows) => [['name', 'content', 'folder id', 'color'].slice(0, rows[0]?.length ?? 1), ...rows]);

test('any texts come back as they were', () => {
  fc.assert(
    fc.property(tables, (table) => {
      // A line with nothing in its only cell is the same as the end of the file.
      fc.pre(table.every((cells) => cells.length > 1 || cells[0] !== ''));
      expect(parseCsv(formatCsv(table))?.slice(0, table.length)).toEqual(table);
    }),
  );
});

test('what a spreadsheet would run is text in it, and its own apostrophes stay apart from ours', () => {
  const given = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", "''=1", "'quoted'", "it's"];
  const csv = formatCsv([['content'], ...given.map((cell) => [cell])]);
  expect(csv).toContain("\r\n'=1+1\r\n'+1\r\n'-1\r\n'@SUM(A1)\r\n");
  expect(parseCsv(csv)?.slice(1, -1).flat()).toEqual(given);
});

test('no cell begins as a formula does', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const shown = parseAsSpreadsheet(formatCsv(table));
      expect(shown.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
});

test('Excel knows it as UTF-8, and a line ends as it expects', () => {
  expect(
    formatCsv([
      ['name', 'id'],
      ['Ä', '1'],
    ]),
  ).toBe('\uFEFFname,id\r\nÄ,1\r\n');
});

test.each([
  ['a comma', 'name,id\nA,1\n'],
  ['a semicolon', 'name;id\r\nA;1\r\n'],
  ['a tab', 'name\tid\rA\t1\r'],
  ['quotes around everything', '"name","id"\n"A","1"\n'],
])('a spreadsheet that writes %s is understood', (_, csv) => {
  expect(parseCsv(csv)?.slice(0, 2)).toEqual([
    ['name', 'id'],
    ['A', '1'],
  ]);
});

test('a first line that is no line of headers may quote separators and line breaks', () => {
  expect(parseCsv('Hello;"a, b, c,\nd";hi\r\nBye;"e";\r\n')?.slice(0, 2)).toEqual([
    ['Hello', 'a, b, c,\nd', 'hi'],
    ['Bye', 'e', ''],
  ]);
});

test('a file that was cut inside quotes is told from a whole one', () => {
  expect(parseCsv('name,id\n"A,1\n')).toBeUndefined();
});

/** Reads cells without undoing anything. */
function parseAsSpreadsheet(csv: string): string[][] {
  const cells = csv.slice(1).match(/(?<=^|,|\r\n)("(?:[^"]|"")*"|[^,\r\n]*)/g) ?? [];
  return [cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell))];
}
