import { entities, type WritableName } from '../../../shared/entities/index.ts';
import { writeRow } from '../../../shared/sync/operations.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';

type AnyFields = Readonly<Record<string, unknown>>;

/** The fields that a row has otherwise than the file. */
export function differencesOf(row: AnyFields, fields: AnyFields): string[] {
  return Object.keys(fields).filter((field) => !isSame(row[field], fields[field]));
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** Writes a row of the file: whole, or of one that is there only what differs, where its entity has a patch. */
export function operationFor(
  entity: WritableName,
  id: string,
  fields: AnyFields,
  changed: readonly string[] | undefined,
): Operation {
  const { key, onPut } = entities[entity];
  const isWhole = !changed || (key && onPut === 'replace');
  if (isWhole) return writeRow(entity, id, fields);
  const patch = Object.fromEntries(changed.map((field) => [field, fields[field]]));
  return { op: 'patch', entity, id, fields: patch };
}
