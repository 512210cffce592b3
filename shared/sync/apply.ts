import { entities, entityNames, type EntityName, type Row } from '../entities/index.ts';
import type { Change, Operation } from './protocol.ts';

/** Every row of one user that a screen or a device holds, by entity and id. */
export type Rows = { readonly [E in EntityName]: ReadonlyMap<string, Row<E>> };

type AnyRow = { readonly id: string; readonly revision: number } & Readonly<Record<string, unknown>>;

export const emptyRows: Rows = Object.fromEntries(entityNames.map((name) => [name, new Map()])) as never; // Safe: one map for each name.

/** [A1] What a person sees: the rows with the operations applied in order. Neither argument is changed. */
export function applyOperations(rows: Rows, operations: Iterable<Operation>): Rows {
  const draft = new Draft(rows);
  for (const operation of operations) {
    if (!(operation.entity in entities)) continue; // [A2] Waiting since a newer version was here.
    const current = draft.get(operation.entity, operation.id);
    switch (operation.op) {
      case 'create':
        draft.set(operation.entity, { revision: 0, ...current, ...operation.fields, id: operation.id });
        break;
      case 'put':
        if (current && entities[operation.entity].onPut === 'keep') break;
        draft.set(operation.entity, { revision: 0, ...current, ...operation.fields, id: operation.id });
        break;
      case 'patch':
        if (current) draft.set(operation.entity, { ...current, ...operation.fields });
        break;
      case 'delete':
        draft.delete(operation.entity, operation.id);
        break;
    }
  }
  return draft.rows;
}

/** [A2] The rows after a page of the server's changes; an entity that this version does not know is left out. */
export function applyChanges(rows: Rows, changes: Iterable<Change>): Rows {
  const draft = new Draft(rows);
  for (const { entity, id, row } of changes) {
    if (!(entity in entities)) continue;
    const name = entity as EntityName; // Safe: looked up above.
    if (row === null) {
      draft.delete(name, id);
      continue;
    }
    const parsed = entities[name].row.safeParse(withoutNulls(row));
    if (parsed.success) draft.set(name, parsed.data);
  }
  return draft.rows;
}

/** PostgreSQL says null where an optional field has no value. */
function withoutNulls(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** Copies an entity's map when it is first written, so that a long outbox costs one copy. */
class Draft {
  rows: Rows;
  readonly #copied = new Set<EntityName>();

  constructor(rows: Rows) {
    this.rows = rows;
  }

  get(entity: EntityName, id: string): AnyRow | undefined {
    return this.rows[entity].get(id);
  }

  set(entity: EntityName, row: AnyRow): void {
    this.#writable(entity).set(row.id, row);
  }

  /** [A3] A row takes with it what points to it. */
  delete(entity: EntityName, id: string): void {
    if (!this.rows[entity].has(id)) return;
    this.#writable(entity).delete(id);
    for (const child of entityNames) {
      const fields = Object.entries(entities[child].references).filter(([, parent]) => parent === entity);
      if (fields.length === 0) continue;
      const orphans = [...(this.rows[child] as ReadonlyMap<string, AnyRow>).values()].filter((row) =>
        fields.some(([field]) => row[field] === id),
      );
      for (const orphan of orphans) this.delete(child, orphan.id);
    }
  }

  #writable(entity: EntityName): Map<string, AnyRow> {
    if (!this.#copied.has(entity)) {
      this.#copied.add(entity);
      this.rows = { ...this.rows, [entity]: new Map<string, AnyRow>(this.rows[entity]) };
    }
    return this.rows[entity] as unknown as Map<string, AnyRow>; // Safe: copied above, rows are stored as parsed.
  }
}
