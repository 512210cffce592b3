import type { Row } from '../../../shared/entities/index.ts';
import type { Rows } from '../../../shared/sync/apply.ts';
import { canonicalChatId, chatIdsOf } from '../../../shared/sync/chat-identity.ts';
import type { Chat, ChatFilter } from '../../whatsapp/index.ts';

export type Folder = Row<'folder'>;
/** `all`, `unfiled` or a folder's id. */
export type Selection = string;

export interface Shelf {
  readonly accountId: string;
  /** In the order of the strip. */
  readonly folders: readonly Folder[];
  /** By every id that is known of each chat. */
  readonly chatIdsByFolder: ReadonlyMap<string, ReadonlySet<string>>;
  readonly filedChatIds: ReadonlySet<string>;
  /** Unread chats by selection: archived and muted ones are left out, as nobody is waiting for them. */
  readonly unreadBySelection: ReadonlyMap<Selection, number>;
  /** The chats of a folder, each by one of its ids. */
  readonly chatsOf: (folderId: string) => readonly string[];
}

/** One account's folders, what is in them, and how many of those chats are unread. */
export function shelfOf(rows: Rows, accountId: string, chats: ReadonlyMap<string, Chat>): Shelf {
  const folders = [...rows.folder.values()]
    .filter((folder) => folder.accountId === accountId)
    .sort(byPosition);
  const chatIdsByFolder = new Map<string, Set<string>>(folders.map(({ id }) => [id, new Set()]));
  const filedChatIds = new Set<string>();
  const aliases = rows['chat-alias'];
  for (const { folderId, chatId } of rows['chat-folder'].values()) {
    const chatIds = chatIdsByFolder.get(folderId);
    if (!chatIds) continue;
    for (const id of chatIdsOf(aliases, accountId, chatId)) {
      chatIds.add(id);
      filedChatIds.add(id);
    }
  }

  const unreadBySelection = new Map<Selection, number>();
  const count = (selection: Selection) =>
    unreadBySelection.set(selection, (unreadBySelection.get(selection) ?? 0) + 1);
  for (const chat of chats.values()) {
    if (chat.unread === 0 || chat.isArchived || chat.isMuted || !chat.isListed) continue;
    count('all');
    if (!filedChatIds.has(chat.id)) count('unfiled');
    for (const [folderId, chatIds] of chatIdsByFolder) if (chatIds.has(chat.id)) count(folderId);
  }
  return {
    accountId,
    folders,
    chatIdsByFolder,
    filedChatIds,
    unreadBySelection,
    chatsOf: (folderId) => [
      ...new Set(
        [...(chatIdsByFolder.get(folderId) ?? [])].map((id) => canonicalChatId(aliases, accountId, id)),
      ),
    ],
  };
}

/** Plain string order, the same on every device; a locale's order is not. */
function byPosition(a: Folder, b: Folder): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** What the chat list shows for a selection; null is everything. */
export function filterOf(shelf: Shelf, selection: Selection): ChatFilter | null {
  if (selection === 'unfiled' && shelf.folders.length > 0) {
    return { isExcluding: true, ids: [...shelf.filedChatIds].sort() };
  }
  const chatIds = shelf.chatIdsByFolder.get(selection);
  return chatIds ? { isExcluding: false, ids: [...chatIds].sort() } : null;
}
