import type { Chat, ChatFilter } from '../whatsapp/index.ts';
import type { Organised, View } from './organised.ts';

/** What the chat list shows: the chats that all parts allow. An empty part allows every chat. */
export interface Shown {
  /** A folder's id, or `unfiled`. */
  readonly folderId: string;
  /** A priority's id, or `none`. */
  readonly priorityId: string;
  readonly tag: string;
  readonly isUnread: boolean;
}

export const everything: Shown = { folderId: '', priorityId: '', tag: '', isUnread: false };

export function isSameShown(a: Shown, b: Shown): boolean {
  return (
    a.folderId === b.folderId && a.priorityId === b.priorityId && a.tag === b.tag && a.isUnread === b.isUnread
  );
}

/** Whether more than a folder decides. */
export const isNarrowed = ({ priorityId, tag, isUnread }: Shown): boolean =>
  priorityId !== '' || tag !== '' || isUnread;

export const shownOf = ({ folderId, priorityId, tag, isUnread }: View): Shown => ({
  folderId,
  priorityId,
  tag,
  isUnread,
});

/** The saved view that shows just this. */
export function viewOf({ views }: Pick<Organised, 'views'>, shown: Shown): View | undefined {
  return isNarrowed(shown) ? views.find((view) => isSameShown(shown, shownOf(view))) : undefined;
}

/** What of it can be shown: a part that names what is gone shows nothing, and would be a riddle. */
export function missingPart(
  organised: Organised,
  { folderId, priorityId, tag }: Shown,
): 'folder' | 'priority' | 'tag' | null {
  const isFolder = folderId === '' || folderId === 'unfiled' || organised.chatIdsByFolder.has(folderId);
  if (!isFolder) return 'folder';
  const isPriority =
    priorityId === '' || priorityId === 'none' || organised.priorities.some(({ id }) => id === priorityId);
  if (!isPriority) return 'priority';
  return tag === '' || organised.tags.has(tag) ? null : 'tag';
}

/** Whether a chat is in a folder; `''` is all of them, and `unfiled` none. */
export function isInFolder({ folderIdsByChat }: Organised, chatId: string, folderId: string): boolean {
  const folderIds = folderIdsByChat.get(chatId);
  if (folderId === 'unfiled') return folderIds === undefined;
  return folderId === '' || folderIds?.has(folderId) === true;
}

/** Whether a chat is among what is shown. An unread one stays while it is open, or it would go from under the reader. */
export function isShown(
  organised: Organised,
  shown: Shown,
  chat: Pick<Chat, 'id' | 'unread'>,
  openChatId: string | null,
): boolean {
  const { folderId, priorityId, tag, isUnread } = shown;
  if (!isInFolder(organised, chat.id, folderId)) return false;
  const priority = organised.priorityByChat.get(chat.id)?.id;
  if (priorityId === 'none' ? priority : priorityId !== '' && priority !== priorityId) return false;
  if (tag !== '' && organised.tagByChat.get(chat.id) !== tag) return false;
  return !isUnread || chat.unread !== 0 || chat.id === openChatId;
}

/** What WhatsApp's list is asked to show; null is everything. */
export function filterOf(
  organised: Organised,
  shown: Shown,
  chats: ReadonlyMap<string, Chat>,
  openChatId: string | null,
): ChatFilter | null {
  if (isSameShown(shown, everything)) return null;
  if (!isNarrowed(shown)) {
    if (shown.folderId === 'unfiled') {
      return { isExcluding: true, ids: [...organised.folderIdsByChat.keys()].sort() };
    }
    return { isExcluding: false, ids: [...(organised.chatIdsByFolder.get(shown.folderId) ?? [])].sort() };
  }
  const ids = [...chats.values()].flatMap((chat) =>
    isShown(organised, shown, chat, openChatId) ? [chat.id] : [],
  );
  return { isExcluding: false, ids: ids.sort() };
}
