import { entities, type Fields, type Key, type WritableName } from '../entities/index.ts';
import { deriveId } from './entity.ts';
import type { Operation } from './protocol.ts';

/** The entities whose rows have a natural key. */
export type KeyedName = {
  [E in WritableName]: [NonNullable<(typeof entities)[E]['key']>[number]] extends [never] ? never : E;
}[WritableName];

/** Writes a row whole, whatever its entity; the id is derived where it has a natural key. */
export function writeRow(
  entity: WritableName,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Operation {
  return { op: entities[entity].key ? 'put' : 'create', entity, id, fields } as Operation; // Safe: its caller has the entity's fields.
}

/** Writes a row that has a natural key. */
export function put<E extends KeyedName>(entity: E, userId: string, fields: Fields<E>): Operation<E> {
  return { op: 'put', entity, id: deriveId(entities[entity], userId, fields), fields };
}

/** [P15] Deletes the row that has this key, whichever id of its chat the key names. */
export function remove<E extends KeyedName>(entity: E, userId: string, key: Key<E>): Operation<E> {
  const { identity } = entities[entity];
  const fields = Object.fromEntries(Object.entries(key).filter(([field]) => identity.includes(field)));
  return { op: 'delete', entity, id: deriveId(entities[entity], userId, key), fields } as Operation<E>; // Safe: picked from the key.
}
