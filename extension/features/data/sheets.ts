import * as z from 'zod/mini';
import {
  entities,
  writableNames,
  type EntityName,
  type WritableName,
} from '../../../shared/entities/index.ts';
import type { Rows } from '../../../shared/sync/apply.ts';
import { fileRowsOf, type FileRow } from './document.ts';
import type { Incoming, IncomingRows } from './incoming.ts';

const PHONE_NUMBER = 'phoneNumber';

interface Column {
  readonly header: string;
  readonly cell: (row: FileRow) => unknown;
}

/** The column that tells one kind of sheet from another. */
const idHeader = (name: WritableName) => `${name} id`;
const schemaOf = (name: WritableName, field: string) =>
  (entities[name].fields.shape as Readonly<Record<string, z.ZodMiniType | undefined>>)[field];

/** One kind of thing as a table: what a person reads first, ids last. */
export function sheetOf(rows: Rows, name: WritableName): string[][] {
  const columns = columnsOf(rows, name);
  return [
    columns.map(({ header }) => header),
    ...fileRowsOf(rows, name).map((row) =>
      columns.map(({ header, cell }) => {
        const value = cell(row);
        // Else a spreadsheet saves a long number as 4.9E+12.
        return header === PHONE_NUMBER ? `+${String(value)}` : cellOf(value);
      }),
    ),
  ];
}

function columnsOf(rows: Rows, name: WritableName): Column[] {
  const { fields, references, ownedBy } = entities[name];
  const parentOf = (row: FileRow, field: string): Readonly<Record<string, unknown>> | undefined =>
    rows[references[field] as EntityName].get(String(row[field])); // Safe: the registry's test looks them up.
  const pointers = Object.keys(references);
  const readable = pointers.map((field) => ({
    header: references[field] ?? field,
    cell: (row: FileRow) => parentOf(row, field)?.['name'],
  }));
  const phoneNumber = {
    header: PHONE_NUMBER,
    cell: (row: FileRow) => parentOf(row, 'accountId')?.[PHONE_NUMBER],
  };
  const own = Object.keys(fields.shape).filter((field) => !pointers.includes(field));
  const plain = (field: string) => ({ header: field, cell: (row: FileRow) => row[field] });
  return [
    ...readable.slice(0, 1),
    ...(ownedBy === 'account' ? [phoneNumber] : []),
    ...readable.slice(1),
    ...own.map(plain),
    ...pointers.map(plain),
    { header: idHeader(name), cell: ({ id }) => id },
  ];
}

/** The rows of such a table; undefined when it is none. */
export function readSheet(table: readonly (readonly string[])[]): IncomingRows | undefined {
  const headers = table[0]?.map((header) => header.trim()) ?? [];
  const name = writableNames.find((each) => headers.includes(idHeader(each)));
  if (!name) return undefined;
  const fields = Object.keys(entities[name].fields.shape);
  const column = (header: string) => headers.indexOf(header);
  const columnByField = fields.map((field) => [field, column(field), readerOf(name, field)] as const);
  const phoneColumn = column(PHONE_NUMBER);
  const idColumn = column(idHeader(name));

  const incoming = table.slice(1).flatMap((cells, index): Incoming[] => {
    if (cells.every((cell) => cell === '')) return [];
    const given = columnByField.flatMap(([field, at, read]) => {
      const cell = cells[at];
      return cell === undefined || (cell === '' && isOptional(name, field))
        ? []
        : [[field, read(cell)] as const];
    });
    const phoneNumber = digitsOf(cells[phoneColumn] ?? '');
    return [
      {
        place: index + 2,
        id: cells[idColumn],
        fields: Object.fromEntries(given),
        ...(phoneNumber && { phoneNumber }),
      },
    ];
  });
  return new Map([[name, incoming]]);
}

function cellOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Takes a cell for what its field is; a cell that is not stays a text, which the schema refuses. */
function readerOf(name: WritableName, field: string): (cell: string) => unknown {
  if (field === PHONE_NUMBER) return digitsOf;
  const type = typeOf(schemaOf(name, field));
  if (type === 'string' || type === 'enum') return (cell) => cell;
  // Spreadsheets save them in capitals.
  return type === 'boolean' ? (cell) => parseOr(cell.toLowerCase()) : parseOr;
}

function isOptional(name: WritableName, field: string): boolean {
  return schemaOf(name, field) instanceof z.ZodMiniOptional;
}

function typeOf(schema: z.ZodMiniType | undefined): string | undefined {
  return schema instanceof z.ZodMiniOptional
    ? typeOf(schema._zod.def.innerType as z.ZodMiniType)
    : schema?._zod.def.type;
}

function parseOr(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

function digitsOf(cell: string): string {
  return cell.replaceAll(/[+\s]/g, '');
}
