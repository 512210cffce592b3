import { entities, type WritableName } from '../../shared/entities/index.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';

type Fields = Readonly<Record<string, string | boolean>>;

/** What the rows of one user must be, given the mutations in the order in which each first reached the server. */
export class Model {
  readonly rows = new Map<string, { readonly entity: WritableName; readonly fields: Fields }>();
  readonly deletedIds = new Set<string>();
  /** The texts that were written, each as often as it was. */
  readonly written: string[] = [];

  take({ op, entity, id, fields }: Mutation): void {
    const row = this.rows.get(id);
    const given: Fields = { ...fields };
    const parents = parentFields(entity).flatMap((field) => given[field] ?? []);
    if (op === 'delete') this.#delete(id);
    else if (op === 'patch' && row) this.#write(entity, id, { ...row.fields, ...given }, true);
    else if (op === 'patch' || parents.some((parent) => !this.rows.has(`${parent}`))) return; // It is refused.
    else if (row && entity === 'account') return; // It is kept.
    else this.#write(entity, id, given, JSON.stringify(row?.fields) !== JSON.stringify(given));
  }

  #write(entity: WritableName, id: string, fields: Fields, isWritten: boolean): void {
    const text = fields['tag'] || fields['value'] || fields['name'];
    if (isWritten && text !== undefined && entity !== 'account') this.written.push(`${text}`);
    this.rows.set(id, { entity, fields });
    this.deletedIds.delete(id);
  }

  #delete(id: string): void {
    if (!this.rows.delete(id)) return;
    this.deletedIds.add(id);
    for (const [childId, { entity, fields }] of this.rows)
      if (parentFields(entity).some((field) => fields[field] === id)) this.#delete(childId);
  }
}

const parentFields = (entity: WritableName) => Object.keys(entities[entity].references);
