import type { Chat } from '../whatsapp/index.ts';
import type { CountingRule, Organised } from './organised.ts';
import { isShown, shownOf } from './shown.ts';
import { numberWord } from '../ui/language.ts';

/** What is unread in some chats. */
export interface Unread {
  readonly chats: number;
  /** Chats that were marked by hand have none. */
  readonly messages: number;
}

const none: Unread = { chats: 0, messages: 0 };

/** Whether somebody waits for the person to read it: archived and muted chats are left out. */
const isCounted = (chat: Chat): boolean =>
  chat.unread !== 0 && !chat.isArchived && !chat.isMuted && chat.isListed;

export const countedOf = (chats: ReadonlyMap<string, Chat>): readonly Chat[] =>
  [...chats.values()].filter(isCounted);

/** What is unread by the id of a folder or a view, `all` and `unfiled`. */
export function unreadOf(organised: Organised, counted: readonly Chat[]): (selection: string) => Unread {
  const unreadBySelection = new Map<string, { chats: number; messages: number }>();
  const add = (selection: string, { unread }: Chat) => {
    const sum = unreadBySelection.get(selection) ?? { chats: 0, messages: 0 };
    sum.chats += 1;
    sum.messages += Math.max(0, unread);
    unreadBySelection.set(selection, sum);
  };
  for (const chat of counted) {
    add('all', chat);
    const folderIds = organised.folderIdsByChat.get(chat.id);
    if (folderIds) for (const folderId of folderIds) add(folderId, chat);
    else add('unfiled', chat);
    for (const view of organised.views) if (isShown(organised, shownOf(view), chat, null)) add(view.id, chat);
  }
  return (selection) => unreadBySelection.get(selection) ?? none;
}

/** What stands on a chip; empty is a dot. Null: nothing is unread. */
export function badgeOf({ chats, messages }: Unread, rule: CountingRule): string | null {
  if (chats === 0) return null;
  if (rule === 'dot') return '';
  if (rule === 'chats') return numberWord(chats);
  return messages > 0 ? numberWord(messages) : '';
}
