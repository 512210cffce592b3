import { expect, test } from 'vitest';
import { formatCsv } from '../csv.ts';
import { exportDocument } from './document.ts';
import { FILE_BYTES_MAX, FILE_ROWS_MAX, readFile, readText } from './read-file.ts';
import { sheetOf } from './sheets.ts';
import { everyThing } from './testing/every-thing.ts';

const json = exportDocument(everyThing(), new Date());
const codeOf = (text: string) => {
  const reading = readText(text);
  return reading.ok ? 'read' : reading.code;
};

test.each([
  ['our JSON', json, 'read'],
  ['our CSV', formatCsv(sheetOf(everyThing(), 'folder')), 'read'],
  ['nothing', ' \n', 'empty'],
  ['an export of nothing', '{"nexischat": 1, "rows": {"folder": []}}', 'empty'],
  ['JSON of something else', '{"folders": []}', 'notOurs'],
  ['a list', '[1, 2]', 'notOurs'],
  ['JSON that was cut', json.slice(0, -9), 'damaged'],
  ['ours without rows', '{"nexischat": 1}', 'damaged'],
  ['a newer one', '{"nexischat": 2, "things": []}', 'newer'],
  ['a table of something else', 'name,e-mail\nAda,ada@example.com\n', 'notOurs'],
  ['one long line', 'x,'.repeat(FILE_BYTES_MAX / 2), 'notOurs'],
  ['a letter', 'Dear Ada,\nhow are you?', 'notOurs'],
  ['CSV that was cut', '\uFEFFname,folder id\r\n"A', 'damaged'],
  ['too many rows', `{"nexischat": 1, "rows": {"folder": [${'0,'.repeat(FILE_ROWS_MAX)}0]}}`, 'tooManyRows'],
  ['too many lines', `name,folder id\n${'\n'.repeat(FILE_ROWS_MAX + 1)}`, 'tooManyRows'],
])('%s', (_, text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('a file is read as UTF-8 and refused when it is not', async () => {
  expect(await readFile(new Blob([json]))).toMatchObject({ ok: true });
  expect(await readFile(new Blob([new Uint8Array([0x4d, 0xfc, 0x6c, 0x6c])]))).toMatchObject({
    code: 'notUtf8',
  });
});

test('a file that is too large is not read at all', async () => {
  const file = new Blob([]);
  Object.defineProperty(file, 'size', { value: FILE_BYTES_MAX + 1 });
  Object.defineProperty(file, 'arrayBuffer', { value: () => expect.unreachable() });
  expect(await readFile(file)).toEqual({ ok: false, code: 'tooLarge' });
});
