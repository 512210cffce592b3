import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { Fields, Row } from '../../shared/entities/index.ts';
import { put, remove } from '../../shared/sync/operations.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import type { Organised } from './organised.ts';

/** Things that stand in an order of the person's own. */
export type OrderedName = 'folder' | 'priority' | 'view' | 'template';
type Positioned = { readonly id: string; readonly position: string };

/** A new one, after the last of those that are there. */
export function createLast<Name extends OrderedName>(
  entity: Name,
  siblings: readonly Positioned[],
  fields: Omit<Fields<Name>, 'position'>,
): Operation & { readonly id: string } {
  const position = generateKeyBetween(siblings.at(-1)?.position ?? null, null);
  return { op: 'create', entity, id: crypto.randomUUID(), fields: { ...fields, position } } as never; // Safe: the entity's fields, and its position.
}

/** Puts one at a place among the others; nothing when it is there already. */
export function moveTo(
  entity: OrderedName,
  siblings: readonly Positioned[],
  { id }: Positioned,
  index: number,
): Operation[] {
  const others = siblings.filter((sibling) => sibling.id !== id);
  if (index < 0 || index > others.length || siblings[index]?.id === id) return [];
  return [{ op: 'patch', entity, id, fields: { position: positionAt(others, index) } }];
}

/** A position at a place among others. */
export function positionAt(others: readonly Positioned[], index: number): string {
  const before = others[index - 1]?.position ?? null;
  let after = others[index]?.position ?? null;
  // Two devices may give two of them one position; between equal keys there is no place, so go after both.
  if (before !== null && after !== null && before >= after) {
    after = others.slice(index).find(({ position }) => position > before)?.position ?? null;
  }
  return generateKeyBetween(before, after);
}

/** Positions for so many new ones after all others. */
export function positionsAfter(others: readonly Positioned[], count: number): string[] {
  return generateNKeysBetween(others.at(-1)?.position ?? null, null, count);
}

/** What differs of the fields; nothing when they are the same. */
export function change<Name extends OrderedName>(
  entity: Name,
  row: Row<Name>,
  fields: Partial<Fields<Name>>,
): Operation[] {
  const old = row as Readonly<Record<string, unknown>>;
  const changed = Object.fromEntries(Object.entries(fields).filter(([field, value]) => old[field] !== value));
  if (Object.keys(changed).length === 0) return [];
  return [{ op: 'patch', entity, id: row.id, fields: changed }];
}

export function erase(entity: OrderedName, { id }: { readonly id: string }): Operation {
  return { op: 'delete', entity, id };
}

/** Puts chats in a folder or takes them out; those that are there, or are not, already stay as they are. */
export function fileChats(
  { accountId, folderIdsByChat }: Organised,
  userId: string,
  chatIds: Iterable<string>,
  folderId: string,
  isIn: boolean,
): Operation[] {
  const edit = isIn ? put : remove;
  return [...chatIds].flatMap((chatId) =>
    (folderIdsByChat.get(chatId)?.has(folderId) ?? false) === isIn
      ? []
      : [edit('chat-folder', userId, { accountId, chatId, folderId })],
  );
}

/** Gives chats a priority, or none. */
export function prioritise(
  { accountId, priorityByChat }: Organised,
  userId: string,
  chatIds: Iterable<string>,
  priorityId: string | null,
): Operation[] {
  return [...chatIds].flatMap((chatId) => {
    const now = priorityByChat.get(chatId)?.id ?? null;
    if (now === priorityId) return [];
    return priorityId === null
      ? [remove('chat-priority', userId, { accountId, chatId })]
      : [put('chat-priority', userId, { accountId, chatId, priorityId })];
  });
}

/** Gives chats a tag, or none. */
export function tagChats(
  { accountId, tagByChat }: Organised,
  userId: string,
  chatIds: Iterable<string>,
  tag: string | null,
): Operation[] {
  return [...chatIds].flatMap((chatId) => {
    const now = tagByChat.get(chatId) ?? null;
    if (now === tag) return [];
    return tag === null
      ? [remove('chat-tag', userId, { accountId, chatId })]
      : [put('chat-tag', userId, { accountId, chatId, tag })];
  });
}

/** Another name for a tag on every chat that has it, and in every view that shows it; the name of another tag makes them one. */
export function renameTag(organised: Organised, userId: string, from: string, to: string): Operation[] {
  if (from === to) return [];
  return [
    ...tagChats(organised, userId, organised.tags.get(from) ?? [], to),
    ...organised.views.filter(({ tag }) => tag === from).flatMap((view) => change('view', view, { tag: to })),
  ];
}

export function removeTag(organised: Organised, userId: string, tag: string): Operation[] {
  return tagChats(organised, userId, organised.tags.get(tag) ?? [], null);
}

/** Chooses how an account is shown. */
export function prefer(
  accountId: string,
  userId: string,
  name: Fields<'preference'>['name'],
  value: string,
): Operation {
  return put('preference', userId, { accountId, name, value });
}
