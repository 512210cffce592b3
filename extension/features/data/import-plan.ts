import { entities, writableNames, type WritableName } from '../../../shared/entities/index.ts';
import { applyOperations, type Rows } from '../../../shared/sync/apply.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { differencesOf, operationFor } from './differences.ts';
import { IncomingIds } from './incoming-ids.ts';
import type { Incoming, IncomingRows } from './incoming.ts';

/** The first so many are told one by one. */
export const REFUSALS_TOLD_MAX = 5;
/** The tally of everything that this version does not know. */
export const OTHER_THINGS = '';
/** So many rows are planned at a stretch, about 10 ms. */
const ROWS_PER_STEP = 1000;

/** Why a row can't be taken. */
export type Reason =
  | { readonly code: 'invalid'; readonly field: string }
  | { readonly code: 'noAccount' }
  | { readonly code: 'noParent'; readonly parent: string }
  | { readonly code: 'elsewhere' }
  | { readonly code: 'twice' }
  | { readonly code: 'unknown' };

export interface Refusal {
  readonly entity: string;
  readonly place: number;
  readonly reason: Reason;
}

/** How many rows of one kind will be added, changed, left as they are, and not taken. */
export interface Tally {
  added: number;
  changed: number;
  same: number;
  refused: number;
}

export interface ImportPlan {
  readonly operations: readonly Operation[];
  /** By the name of the entity, those alone that the file brings. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly refusals: readonly Refusal[];
}

/** What an import would do, found in steps between which others may run; nothing is touched. Returns the plan at its end. */
export function* planImport(file: IncomingRows, rows: Rows, userId: string): Generator<void, ImportPlan> {
  const operations: Operation[] = [];
  const tallies = new Map<string, Tally>();
  const refusals: Refusal[] = [];
  const ids = new IncomingIds(userId);
  let current = rows;

  const tallyOf = (entity: string): Tally => {
    const tally = tallies.get(entity) ?? { added: 0, changed: 0, same: 0, refused: 0 };
    tallies.set(entity, tally);
    return tally;
  };
  const refuse = (entity: string, place: number, reason: Reason) => {
    tallyOf(entity).refused += 1;
    if (refusals.length < REFUSALS_TOLD_MAX) refusals.push({ entity, place, reason });
  };

  let count = 0;
  for (const name of writableNames) {
    const first = operations.length;
    const taken = new Map<string, Readonly<Record<string, unknown>>>();
    for (const incoming of file.get(name) ?? []) {
      count += 1;
      if (count % ROWS_PER_STEP === 0) yield;
      const read = readRow(name, incoming, current, ids);
      if ('code' in read) {
        refuse(name, incoming.place, read);
        continue;
      }
      const { id, fields } = read;
      const before = taken.get(id);
      if (before) {
        if (differencesOf(before, fields).length > 0) refuse(name, incoming.place, { code: 'twice' });
        else tallyOf(name).same += 1;
        continue;
      }
      taken.set(id, fields);
      const existing = current[name].get(id);
      const changed = existing && differencesOf(existing, fields);
      if (changed?.length === 0) {
        tallyOf(name).same += 1;
        continue;
      }
      operations.push(operationFor(name, id, fields, changed));
      tallyOf(name)[changed ? 'changed' : 'added'] += 1;
    }
    if (isSeenByOthers(name)) current = applyOperations(current, operations.slice(first));
  }
  for (const [entity, list] of file) {
    if (list.length === 0 || writableNames.some((name) => name === entity)) continue;
    tallyOf(OTHER_THINGS).refused += list.length;
    const [first] = list;
    // Once for all of a kind.
    if (first && refusals.length < REFUSALS_TOLD_MAX)
      refusals.push({ entity, place: first.place, reason: { code: 'unknown' } });
  }
  return { operations, tallies, refusals };
}

/** Whether rows of other entities depend on it: as their parent, or because an alias moves a chat. [P13] */
function isSeenByOthers(name: WritableName): boolean {
  return (
    name === 'chat-alias' ||
    writableNames.some((child) => Object.values(entities[child].references).includes(name))
  );
}

type Read = { readonly id: string; readonly fields: Readonly<Record<string, unknown>> };

function readRow(name: WritableName, incoming: Incoming, rows: Rows, ids: IncomingIds): Read | Reason {
  const entity = entities[name];
  const mapped = ids.mapReferences(name, incoming, rows);
  if (!mapped) return { code: 'noAccount' };
  const parsed = entity.fields.safeParse(mapped.fields);
  if (!parsed.success) return { code: 'invalid', field: String(parsed.error.issues[0]?.path[0] ?? '') };
  const fields: Readonly<Record<string, unknown>> = parsed.data;
  const unstorable = Object.keys(fields).find((field) => !isStorable(fields[field]));
  if (unstorable) return { code: 'invalid', field: unstorable };
  const lost = ids.missingParent(name, fields, rows);
  if (lost) return { code: 'noParent', parent: lost };
  const placed = ids.place(name, incoming.id, fields, mapped.isOwn, rows);
  if (!placed) return { code: 'invalid', field: 'id' };
  const existing: Readonly<Record<string, unknown>> | undefined = rows[name].get(placed.id);
  const isElsewhere =
    existing && [...entity.fixedFields].some((field) => existing[field] !== placed.fields[field]);
  return isElsewhere ? { code: 'elsewhere' } : placed;
}

/** The database holds no NUL and no half of a character. */
function isStorable(value: unknown): boolean {
  return typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'));
}
