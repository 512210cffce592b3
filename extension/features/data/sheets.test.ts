import { expect, test } from 'vitest';
import { writableNames } from '../../../shared/entities/index.ts';
import { formatCsv, parseCsv } from '../csv.ts';
import { fileRowsOf } from './document.ts';
import { readSheet, sheetOf } from './sheets.ts';
import { everyThing } from './testing/every-thing.ts';

const rows = everyThing();
const sheets = writableNames.map((name) => ({ name, table: sheetOf(rows, name) }));

test.each(sheets)('$name survives its spreadsheet', ({ name, table }) => {
  const read = readSheet(parseCsv(formatCsv(table)) ?? []);
  expect([...(read?.keys() ?? [])]).toEqual([name]);
  expect(read?.get(name)?.map(({ id, fields }) => ({ id, ...fields }))).toEqual(fileRowsOf(rows, name));
});

test.each(sheets)('no two columns of $name have one header', ({ table: [headers = []] }) => {
  expect(new Set(headers).size).toBe(headers.length);
});

test('a chat in a folder is said by the names of its account and its folder', () => {
  const table = sheetOf(rows, 'chat-folder');
  const name = 'Ünïcode, "quoted"\nand =risky';
  expect(table[0]?.slice(0, 4)).toEqual(['account', 'phoneNumber', 'folder', 'chatId']);
  expect(table[1]?.slice(0, 4)).toEqual([name, '+15550100001', name, '120363000000000001@g.us']);
});

test('what a spreadsheet makes of true and of an empty last line is understood', () => {
  const [headers = [], cells = []] = sheetOf(rows, 'account');
  const saved = [headers, cells.map((cell) => (cell === 'true' ? 'TRUE' : cell)), headers.map(() => '')];
  const read = readSheet(saved)?.get('account');
  expect(read?.map(({ place, fields }) => [place, fields['isBusinessAccount']])).toEqual([[2, true]]);
});

test('a table of something else is none of ours', () => {
  expect(
    readSheet([
      ['name', 'e-mail'],
      ['Ada', 'ada@example.com'],
    ]),
  ).toBeUndefined();
});
