import { generateKeyBetween } from 'fractional-indexing';
import { put, remove } from '../../../shared/sync/operations.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import type { Folder, Shelf } from './shelf.ts';

/** A new folder, after the last. */
export function createFolder(shelf: Shelf, name: string, color: string): Operation {
  const position = generateKeyBetween(shelf.folders.at(-1)?.position ?? null, null);
  return {
    op: 'create',
    entity: 'folder',
    id: crypto.randomUUID(),
    fields: { accountId: shelf.accountId, name, color, position },
  };
}

export function editFolder(folder: Folder, fields: { name: string; color: string }): Operation[] {
  const changed = {
    ...(fields.name !== folder.name && { name: fields.name }),
    ...(fields.color !== folder.color && { color: fields.color }),
  };
  return Object.keys(changed).length > 0
    ? [{ op: 'patch', entity: 'folder', id: folder.id, fields: changed }]
    : [];
}

/** Puts a folder at a place among the others; nothing when it is there already. */
export function moveFolder(shelf: Shelf, folder: Folder, index: number): Operation[] {
  const others = shelf.folders.filter(({ id }) => id !== folder.id);
  if (index < 0 || index > others.length || shelf.folders[index]?.id === folder.id) return [];
  const before = others[index - 1]?.position ?? null;
  let after = others[index]?.position ?? null;
  // Two devices may give two folders one position; between equal keys there is no place, so go after both.
  if (before !== null && after !== null && before >= after) {
    after = others.slice(index).find(({ position }) => position > before)?.position ?? null;
  }
  const position = generateKeyBetween(before, after);
  return [{ op: 'patch', entity: 'folder', id: folder.id, fields: { position } }];
}

export function removeFolder({ id }: Folder): Operation {
  return { op: 'delete', entity: 'folder', id };
}

export function fileChat(accountId: string, userId: string, folderId: string, chatId: string): Operation {
  return put('chat-folder', userId, { accountId, chatId, folderId });
}

export function unfileChat(accountId: string, userId: string, folderId: string, chatId: string): Operation {
  return remove('chat-folder', userId, { accountId, chatId, folderId });
}
