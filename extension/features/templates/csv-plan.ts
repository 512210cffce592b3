import { parseCsv } from '../csv.ts';
import { cleanFields, flawsOf, type Flaw, type TemplateFields } from './check.ts';
import type { Template } from './edits.ts';

/** An account can have no more. */
export const FILE_TEMPLATES_MAX = 500;
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

export interface Refusal {
  /** The row of the file, as a spreadsheet counts. */
  readonly place: number;
  readonly flaw: Flaw;
  readonly name: string;
}

export interface CsvPlan {
  readonly added: readonly TemplateFields[];
  /** Here already, or in the file before. */
  readonly same: number;
  readonly refused: readonly Refusal[];
}

export type CsvProblem = 'empty' | 'damaged' | 'notTemplates' | 'tooMany';

type Field = keyof TemplateFields;
const fieldNames: readonly Field[] = ['name', 'content', 'shortcut'];

/** What the columns may be called in the person's own language. */
export type Headers = Readonly<Record<Field, string>>;

/** What an import of such a file would do; nothing is touched. */
export function planCsv(
  text: string,
  templates: readonly Template[],
  headers: Headers,
): { ok: true; value: CsvPlan } | { ok: false; code: CsvProblem } {
  const table = parseCsv(text);
  if (!table) return { ok: false, code: 'damaged' };
  const lines = table.map((cells, index) => ({ cells, place: index + 1 }));
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const columns = columnsOf(filled[0]?.cells ?? [], headers);
  const rows = columns ? filled.slice(1) : filled;
  if (rows.length === 0) return { ok: false, code: 'empty' };
  // A letter or a list of anything has no second column.
  if (!columns && filled.every(({ cells }) => cells.length < 2)) return { ok: false, code: 'notTemplates' };
  if (rows.length > FILE_TEMPLATES_MAX) return { ok: false, code: 'tooMany' };
  return { ok: true, value: planRows(rows, columns ?? { name: 0, content: 1, shortcut: 2 }, templates) };
}

function planRows(
  rows: readonly { cells: readonly string[]; place: number }[],
  columns: Readonly<Record<Field, number>>,
  templates: readonly Template[],
): CsvPlan {
  const known = new Set(templates.map(keyOf));
  const added: TemplateFields[] = [];
  const refused: Refusal[] = [];
  let same = 0;
  for (const { cells, place } of rows) {
    const cell = (field: Field) => cells[columns[field]] ?? '';
    const fields = cleanFields({ name: cell('name'), content: cell('content'), shortcut: cell('shortcut') });
    const [flaw] = flawsOf(fields);
    if (flaw) refused.push({ place, flaw, name: fields.name });
    else if (known.has(keyOf(fields))) same += 1;
    else {
      known.add(keyOf(fields));
      added.push(fields);
    }
  }
  return { added, same, refused };
}

/** Where each column is, if the line says so: a name and a content at least, by our words or the person's. */
function columnsOf(cells: readonly string[], headers: Headers): Readonly<Record<Field, number>> | undefined {
  const words = cells.map((cell) => cell.trim().toLowerCase());
  const placeOf = (field: Field) =>
    words.findIndex((word) => word === field || word === headers[field].toLowerCase());
  const [name = -1, content = -1, shortcut = -1] = fieldNames.map(placeOf);
  return name >= 0 && content >= 0 ? { name, content, shortcut } : undefined;
}

const keyOf = ({ name, content, shortcut }: TemplateFields): string =>
  JSON.stringify([name, content, shortcut]);
