import * as z from 'zod';
import { parseCsv } from './csv.ts';
import { FORMAT_VERSION } from './document.ts';
import type { IncomingRows } from './incoming.ts';
import { readSheet } from './sheets.ts';

export const FILE_BYTES_MAX = 50 * 1024 * 1024;
export const FILE_ROWS_MAX = 200_000;

/** Why a file can't be taken at all. */
export type FileProblem =
  | 'empty'
  | 'tooLarge'
  | 'tooManyRows'
  | 'notUtf8'
  | 'damaged'
  | 'notOurs'
  | 'newer'
  | 'unreadable';

type Reading = { ok: true; value: IncomingRows } | { ok: false; code: FileProblem };

const refuse = (code: FileProblem): Reading => ({ ok: false, code });

const version = z.looseObject({ nexischat: z.int().positive() });
const document = z.looseObject({ rows: z.record(z.string(), z.array(z.unknown())) });

/** Reads an exported file, JSON or CSV, whatever its name is. Nothing of a row has been looked at yet. */
export async function readFile(file: Blob): Promise<Reading> {
  if (file.size > FILE_BYTES_MAX) return refuse('tooLarge');
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return refuse('unreadable'); // Moved or deleted since it was chosen.
  }
  try {
    return readText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('notUtf8');
  }
}

/** Reads the text of an exported file. */
export function readText(text: string): Reading {
  const trimmed = text.trimStart();
  if (trimmed === '') return refuse('empty');
  const reading = /^[{[]/.test(trimmed) ? readDocument(trimmed) : readTable(text);
  if (!reading.ok) return reading;
  const count = [...reading.value.values()].reduce((sum, rows) => sum + rows.length, 0);
  if (count === 0) return refuse('empty');
  return count > FILE_ROWS_MAX ? refuse('tooManyRows') : reading;
}

function readDocument(text: string): Reading {
  const json = parseJson(text);
  if (json === undefined) return refuse('damaged');
  const head = version.safeParse(json);
  if (!head.success) return refuse('notOurs');
  if (head.data.nexischat > FORMAT_VERSION) return refuse('newer');
  const body = document.safeParse(json);
  if (!body.success) return refuse('damaged');
  const lists = Object.entries(body.data.rows).map(
    ([name, rows]) => [name, rows.map((row, index) => incomingOf(row, index + 1))] as const,
  );
  return { ok: true, value: new Map(lists) };
}

function incomingOf(row: unknown, place: number) {
  const { id, ...fields } = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {};
  return { place, id, fields };
}

function readTable(text: string): Reading {
  const table = parseCsv(text);
  if (!table) return refuse('damaged');
  const rows = readSheet(table);
  return rows ? { ok: true, value: rows } : refuse('notOurs');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No JSON document is undefined.
  }
}
