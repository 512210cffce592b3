import { entities, entityNames, type EntityName, type Fields, type Row } from '../entities/index.ts';
import { isPhoneChatId } from '../whatsapp/chat-id.ts';
import { Draft, type AnyRow } from './draft.ts';
import { deriveId } from './entity.ts';
import type { Change, Operation } from './protocol.ts';

/** Every row of one user that a screen or a device holds, by entity and id. */
export type Rows = { readonly [E in EntityName]: ReadonlyMap<string, Row<E>> };

export const emptyRows: Rows = Object.fromEntries(entityNames.map((name) => [name, new Map()])) as never; // Safe: one map for each name.

/** [A1] What a person sees: the rows with the operations applied in order. Neither argument is changed. */
export function applyOperations(rows: Rows, operations: Iterable<Operation>): Rows {
  return draftOf(rows, operations).rows;
}

/** The same, with what was written. */
export function draftOf(rows: Rows, operations: Iterable<Operation>): Draft {
  const draft = new Draft(rows);
  for (const operation of operations) {
    if (!(operation.entity in entities)) continue; // [A2] Waiting since a newer version was here.
    applyOperation(draft, asCanonical(draft, operation));
    if (operation.op === 'put' && operation.entity === 'chat-alias') moveChat(draft, operation.fields);
  }
  return draft;
}

function applyOperation(draft: Draft, operation: Operation): void {
  const current = draft.get(operation.entity, operation.id);
  switch (operation.op) {
    case 'create':
      draft.set(operation.entity, { revision: 0, ...current, ...operation.fields, id: operation.id });
      break;
    case 'put':
      if (current && (entities[operation.entity].onPut === 'keep' || has(current, operation.fields))) break;
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

/** Whether nothing would change, and no map need be copied: so it is with what waits to be told durable and is stored already. */
function has(row: AnyRow, fields: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(fields).every(([field, value]) => row[field] === value);
}

/** [P12] The operation as the server takes it: about the chat's canonical id, and the row that is derived from it. */
function asCanonical(draft: Draft, operation: Operation): Operation {
  const entity = entities[operation.entity];
  const fields: Readonly<Record<string, unknown>> | undefined = operation.fields;
  if (entity.chatField === undefined || !fields || operation.op === 'patch') return operation;
  const { accountId, [entity.chatField]: chatId } = fields;
  if (!isPhoneChatId(String(chatId))) return operation;
  const alias = draft.get('chat-alias', deriveOwnedId('chat-alias', { accountId, chatId }));
  if (!alias) return operation;
  const canonical = { ...fields, [entity.chatField]: alias['canonicalChatId'] };
  return { ...operation, id: deriveOwnedId(operation.entity, canonical), fields: canonical } as Operation; // Safe: the same fields.
}

/** [P13] */
function moveChat(draft: Draft, { accountId, chatId, canonicalChatId }: Fields<'chat-alias'>): void {
  for (const name of entityNames) {
    const { chatField } = entities[name];
    if (chatField === undefined) continue;
    for (const row of draft.rowsOfChat(name, accountId, chatId)) {
      draft.delete(name, row.id);
      const moved = { ...row, [chatField]: canonicalChatId };
      const id = deriveOwnedId(name, moved);
      if (!draft.get(name, id)) draft.set(name, { ...moved, id });
    }
  }
}

/** The derived id of a row that an account owns: its user is no part of it. */
function deriveOwnedId(name: EntityName, fields: Readonly<Record<string, unknown>>): string {
  return deriveId(entities[name], '', fields);
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

/** The same for rows that this version has validated before: of this device's own disk, or of its background. */
export function applyKnown(
  rows: Rows,
  changes: Iterable<{ entity: EntityName; id: string; row: Row | null }>,
): Rows {
  const draft = new Draft(rows);
  for (const { entity, id, row } of changes) {
    if (row) draft.set(entity, row);
    else draft.delete(entity, id);
  }
  return draft.rows;
}

/** PostgreSQL says null where an optional field has no value. */
function withoutNulls(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
