import { entities, entityNames, type EntityName } from '../entities/index.ts';
import type { Rows } from './apply.ts';

export type AnyRow = { readonly id: string; readonly revision: number } & Readonly<Record<string, unknown>>;

/** Rows that are being changed. Copies an entity's map when it is first written, so that a long outbox costs one copy. */
export class Draft {
  rows: Rows;
  /** The ids of what was written, in this order; an entity's map is copied when it is first written. */
  readonly written = new Map<EntityName, Set<string>>();
  readonly #idsByChat = new Map<EntityName, Map<string, Set<string>>>();

  constructor(rows: Rows) {
    this.rows = rows;
  }

  get(entity: EntityName, id: string): AnyRow | undefined {
    return this.rows[entity].get(id);
  }

  set(entity: EntityName, row: AnyRow): void {
    this.#writable(entity, row.id).set(row.id, row);
    this.#index(entity, row);
  }

  /** [A3] A row takes with it what points to it. */
  delete(entity: EntityName, id: string): void {
    if (!this.rows[entity].has(id)) return;
    this.#writable(entity, id).delete(id);
    for (const child of entityNames) {
      const fields = Object.entries(entities[child].references).filter(([, parent]) => parent === entity);
      if (fields.length === 0) continue;
      const orphans = [...this.#rowsOf(child).values()].filter((row) =>
        fields.some(([field]) => row[field] === id),
      );
      for (const orphan of orphans) this.delete(child, orphan.id);
    }
  }

  /** The rows of one entity that hold a chat under this very id. */
  rowsOfChat(entity: EntityName, accountId: string, chatId: string): AnyRow[] {
    if (!this.#idsByChat.has(entity)) {
      this.#idsByChat.set(entity, new Map());
      for (const row of this.#rowsOf(entity).values()) this.#index(entity, row);
    }
    const ids = this.#idsByChat.get(entity)?.get(chatId) ?? [];
    const rows = [...ids].flatMap((id) => this.get(entity, id) ?? []);
    const { chatField } = entities[entity];
    return rows.filter((row) => row['accountId'] === accountId && row[chatField ?? ''] === chatId);
  }

  /** Made when first asked for; a deleted row may stay in it, as its reader looks each row up. */
  #index(entity: EntityName, row: AnyRow): void {
    const idsByChat = this.#idsByChat.get(entity);
    if (!idsByChat) return;
    const chatId = String(row[entities[entity].chatField ?? '']);
    const ids = idsByChat.get(chatId);
    if (ids) ids.add(row.id);
    else idsByChat.set(chatId, new Set([row.id]));
  }

  #rowsOf(entity: EntityName): ReadonlyMap<string, AnyRow> {
    return this.rows[entity];
  }

  #writable(entity: EntityName, id: string): Map<string, AnyRow> {
    const ids = this.written.get(entity);
    if (ids) ids.add(id);
    else {
      this.written.set(entity, new Set([id]));
      this.rows = { ...this.rows, [entity]: new Map<string, AnyRow>(this.rows[entity]) };
    }
    return this.rows[entity] as unknown as Map<string, AnyRow>; // Safe: copied above, rows are stored as parsed.
  }
}
