import * as z from 'zod';
import { HEADERS_LENGTH_MAX, parseCsv } from '../csv.ts';
import { readTextFile } from '../text-file.ts';
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
const list = z.custom<unknown[]>(Array.isArray);
const document = z.looseObject({ rows: z.record(z.string(), list) });

/** Reads an exported file, JSON or CSV, whatever its name is. Nothing of a row has been looked at yet. */
export async function readFile(file: Blob): Promise<Reading> {
  const text = await readTextFile(file, FILE_BYTES_MAX);
  return text.ok ? readText(text.value) : text;
}

/** Reads the text of an exported file. */
export function readText(text: string): Reading {
  const trimmed = text.trimStart();
  if (trimmed === '') return refuse('empty');
  const reading = /^[{[]/.test(trimmed) ? readDocument(trimmed) : readTable(text);
  if (!reading.ok) return reading;
  return [...reading.value.values()].some((rows) => rows.length > 0) ? reading : refuse('empty');
}

function readDocument(text: string): Reading {
  const json = parseJson(text);
  if (json === undefined) return refuse('damaged');
  const head = version.safeParse(json);
  if (!head.success) return refuse('notOurs');
  if (head.data.nexischat > FORMAT_VERSION) return refuse('newer');
  const body = document.safeParse(json);
  if (!body.success) return refuse('damaged');
  const given = Object.entries(body.data.rows);
  // Before anything is made of them.
  if (given.reduce((sum, [, rows]) => sum + rows.length, 0) > FILE_ROWS_MAX) return refuse('tooManyRows');
  const lists = given.map(
    ([name, rows]) => [name, rows.map((row, index) => incomingOf(row, index + 1))] as const,
  );
  return { ok: true, value: new Map(lists) };
}

function incomingOf(row: unknown, place: number) {
  const { id, ...fields } = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {};
  return { place, id, fields };
}

function readTable(text: string): Reading {
  if (!readSheet(parseCsv(text.slice(0, HEADERS_LENGTH_MAX), 1) ?? [])) return refuse('notOurs');
  const linesMax = FILE_ROWS_MAX + 1;
  const table = parseCsv(text, linesMax + 1);
  if (!table) return refuse('damaged');
  if (table.length > linesMax) return refuse('tooManyRows');
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
