import Papa from 'papaparse';

/** Without it Excel does not read UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What is ours has far shorter ones. */
export const HEADERS_LENGTH_MAX = 10_000;
/** Without headers the first line may hold a whole message. */
const FIRST_LINE_LENGTH_MAX = 50_000;

/** A spreadsheet takes a cell that begins so for a formula; the apostrophe before it says that it is text. */
const risky = /^'*[=+\-@\t\r]/;
const guarded = /^'+[=+\-@\t\r]/;

/** The table as CSV that a spreadsheet shows and never runs. */
export function formatCsv(table: readonly (readonly string[])[]): string {
  const safe = table.map((cells) => cells.map((cell) => (risky.test(cell) ? `'${cell}` : cell)));
  return BYTE_ORDER_MARK + Papa.unparse(safe, { newline: '\r\n' }) + '\r\n';
}

/**
 * The table that was written, also after a spreadsheet saved it in its own way, or its first lines; undefined when its quotes do not
 * match.
 */
export function parseCsv(text: string, linesMax?: number): string[][] | undefined {
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const form = { ...formOf(content.slice(0, FIRST_LINE_LENGTH_MAX)), ...(linesMax && { preview: linesMax }) };
  const { data, errors } = Papa.parse<string[]>(content, form);
  if (errors.some(({ type }) => type === 'Quotes')) return undefined;
  return data.map((cells) => cells.map((cell) => (guarded.test(cell) ? cell.slice(1) : cell)));
}

/** Read from the first line; what is quoted in it may hold separators and line breaks of its own. */
function formOf(start: string): { delimiter: string; newline: '\r\n' | '\n' | '\r' } {
  const bare = start.replaceAll(/(?<=^|[,;\t\r\n])"(?:[^"]|"")*(?:"|$)/g, '');
  const newline = /\r\n|\n|\r/.exec(bare)?.[0] as '\r\n' | '\n' | '\r' | undefined;
  const [line = ''] = bare.split(/[\r\n]/, 1);
  const count = (separator: string) => line.split(separator).length;
  const delimiter = [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best));
  return { delimiter, newline: newline ?? '\r\n' };
}
