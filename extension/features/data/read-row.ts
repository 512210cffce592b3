import { entities, type WritableName } from '../../../shared/entities/index.ts';
import type { Rows } from '../../../shared/sync/apply.ts';
import type { IncomingIds } from './incoming-ids.ts';
import type { Incoming } from './incoming.ts';

/** Why a row can't be taken. */
export type Reason =
  | { readonly code: 'invalid'; readonly field: string }
  | { readonly code: 'noAccount' }
  | { readonly code: 'noParent'; readonly parent: string }
  | { readonly code: 'elsewhere' }
  | { readonly code: 'twice' }
  | { readonly code: 'unknown' };

/** A row as it would stand here. */
export interface ReadRow {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Takes a row of a file for one of this user's, or says why not. */
export function readRow(
  name: WritableName,
  incoming: Incoming,
  rows: Rows,
  ids: IncomingIds,
): ReadRow | Reason {
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
