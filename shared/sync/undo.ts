import { entities, writableNames, type WritableName } from '../entities/index.ts';
import { draftOf, type Rows } from './apply.ts';
import type { AnyRow } from './draft.ts';
import { writeRow } from './operations.ts';
import type { Operation } from './protocol.ts';

/**
 * The operations that take back what `operations` do to `rows`: what they make is deleted, what they delete is made again with all
 * that went with it, what they change is as before. May be applied any time later, also when all of it has been synced. [S4]
 */
export function undoOf(rows: Rows, operations: Iterable<Operation>): Operation[] {
  const after = draftOf(rows, operations);
  const restored: Operation[] = [];
  const removed: Operation[] = [];
  const gone = new Set<string>();
  for (const name of writableNames) {
    const before: ReadonlyMap<string, AnyRow> = rows[name];
    for (const id of after.written.get(name) ?? []) {
      const [old, now] = [before.get(id), after.get(name, id)];
      if (old && now !== old) restored.push(...(now ? revert(name, old, now) : [write(name, old)]));
      if (old || !now) continue;
      gone.add(`${name}/${id}`);
      // [A3] What was made together with its parent goes with it.
      const parents = Object.entries(entities[name].references);
      if (!parents.some(([field, parent]) => gone.has(`${parent}/${String(now[field])}`))) {
        removed.push(erase(name, now));
      }
    }
  }
  return [...removed, ...restored];
}

/** Makes a deleted row again, under its old id. */
function write(name: WritableName, row: AnyRow): Operation {
  return writeRow(name, row.id, pick(row, Object.keys(entities[name].fields.shape)));
}

function erase(name: WritableName, row: AnyRow): Operation {
  const { key, identity } = entities[name];
  // [P15]
  return { op: 'delete', entity: name, id: row.id, ...(key && { fields: pick(row, identity) }) } as Operation; // Safe: picked from a row of the registry.
}

function revert(name: WritableName, old: AnyRow, now: AnyRow): Operation[] {
  const { fields, fixedFields, chatField } = entities[name];
  const changed = Object.keys(fields.shape).filter(
    (field) => !fixedFields.has(field) && old[field] !== now[field],
  );
  if (changed.length === 0) return [];
  if (chatField !== undefined) return [write(name, old)]; // Such a row is written whole.
  return [{ op: 'patch', entity: name, id: old.id, fields: pick(old, changed) }];
}

function pick(row: AnyRow, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.filter((field) => row[field] !== undefined).map((field) => [field, row[field]]),
  );
}
