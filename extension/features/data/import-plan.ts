import { entities, writableNames, type WritableName } from '../../../shared/entities/index.ts';
import { applyOperations, type Rows } from '../../../shared/sync/apply.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { differencesOf, operationFor } from './differences.ts';
import { IncomingIds } from './incoming-ids.ts';
import type { Incoming, IncomingRows } from './incoming.ts';
import { readRow, type ReadRow, type Reason } from './read-row.ts';

/** The first so many are told one by one. */
export const REFUSALS_TOLD_MAX = 5;
/** The tally of everything that this version does not know. */
export const OTHER_THINGS = '';
/** So many rows are planned at a stretch, about 10 ms. */
const ROWS_PER_STEP = 1000;

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
  const planning = new Planning(rows, userId);
  let count = 0;
  for (const name of writableNames) {
    for (const incoming of file.get(name) ?? []) {
      planning.add(name, incoming);
      count += 1;
      if (count % ROWS_PER_STEP === 0) yield;
    }
    planning.finish(name);
  }
  for (const [entity, list] of file) {
    if (!writableNames.some((name) => name === entity)) planning.refuseAll(entity, list);
  }
  return planning;
}

class Planning implements ImportPlan {
  readonly operations: Operation[] = [];
  readonly tallies = new Map<string, Tally>();
  readonly refusals: Refusal[] = [];
  readonly #ids: IncomingIds;
  /** What is there now, with what is planned of entities that others depend on. */
  #rows: Rows;
  /** Of the entity under way: the file's rows by id, and its first operation. */
  #taken = new Map<string, ReadRow>();
  #first = 0;

  constructor(rows: Rows, userId: string) {
    this.#rows = rows;
    this.#ids = new IncomingIds(userId);
  }

  /** Plans one row of the file. */
  add(name: WritableName, incoming: Incoming): void {
    const read = readRow(name, incoming, this.#rows, this.#ids);
    if ('code' in read) {
      this.#refuse(name, incoming.place, read);
      return;
    }
    const { id, fields } = read;
    const twin = this.#taken.get(id);
    if (twin && differencesOf(twin.fields, fields).length > 0) {
      this.#refuse(name, incoming.place, { code: 'twice' });
      return;
    }
    this.#taken.set(id, read);
    const existing = twin?.fields ?? this.#rows[name].get(id);
    const changed = existing && differencesOf(existing, fields);
    if (changed?.length === 0) {
      this.#tallyOf(name).same += 1;
      return;
    }
    this.operations.push(operationFor(name, id, fields, changed));
    this.#tallyOf(name)[changed ? 'changed' : 'added'] += 1;
  }

  /** Every row of an entity was added. */
  finish(name: WritableName): void {
    if (isSeenByOthers(name)) {
      this.#rows = applyOperations(this.#rows, this.operations.slice(this.#first));
    }
    this.#first = this.operations.length;
    this.#taken = new Map();
  }

  /** Counts rows that this version does not know; one stands for all in what is told. */
  refuseAll(entity: string, [first, ...others]: readonly Incoming[]): void {
    if (!first) return;
    this.#tell({ entity, place: first.place, reason: { code: 'unknown' } });
    this.#tallyOf(OTHER_THINGS).refused += 1 + others.length;
  }

  #refuse(entity: string, place: number, reason: Reason): void {
    this.#tell({ entity, place, reason });
    this.#tallyOf(entity).refused += 1;
  }

  #tell(refusal: Refusal): void {
    if (this.refusals.length < REFUSALS_TOLD_MAX) this.refusals.push(refusal);
  }

  #tallyOf(entity: string): Tally {
    const tally = this.tallies.get(entity) ?? { added: 0, changed: 0, same: 0, refused: 0 };
    this.tallies.set(entity, tally);
    return tally;
  }
}

/** Whether rows of other entities depend on it: as their parent, or because an alias moves a chat. [P13] */
function isSeenByOthers(name: WritableName): boolean {
  return (
    name === 'chat-alias' ||
    writableNames.some((child) => Object.values(entities[child].references).includes(name))
  );
}
