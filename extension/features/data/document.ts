import { entities, writableNames, type WritableName } from '../../../shared/entities/index.ts';
import type { Rows } from '../../../shared/sync/apply.ts';

/** Raised when an older product could not read the file any more. */
export const FORMAT_VERSION = 1;

/** A row as a file holds it: its id, and what its writer writes. */
export type FileRow = { readonly id: string } & Readonly<Record<string, unknown>>;

/** The rows of one kind, as a file holds them. */
export function fileRowsOf(rows: Rows, name: WritableName): FileRow[] {
  const fields = Object.keys(entities[name].fields.shape);
  return [...rows[name].values()].map((row: FileRow) => ({
    id: row.id,
    ...Object.fromEntries(fields.filter((field) => field in row).map((field) => [field, row[field]])),
  }));
}

/** Everything that a person organised, as a JSON document with a line for each row. */
export function exportDocument(rows: Rows, now: Date): string {
  const lists = writableNames.map((name) => {
    const lines = fileRowsOf(rows, name).map((row) => `\n${JSON.stringify(row)}`);
    return `${JSON.stringify(name)}: [${lines.join(',')}]`;
  });
  const head = `"nexischat": ${FORMAT_VERSION}, "exportedAt": ${JSON.stringify(now.toISOString())}`;
  return `{${head}, "rows": {\n${lists.join(',\n')}\n}}\n`;
}

/** The name of a file that is exported now, with the day where the person is. */
export function fileName(now: Date, extension: string, kind?: string): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  return `nexischat-${kind ? `${kind}-` : ''}${day}.${extension}`;
}
