import type { Chat } from '../whatsapp/index.ts';
import type { CountingRule, Organised } from './organised.ts';
import { isShown, shownOf } from './shown.ts';
import { numberWord } from '../ui/language.ts';
import { latest } from '../ui/latest.ts';

/** What is unread in some chats. */
export interface Unread {
  readonly chats: number;
  /** Chats that were marked by hand have none. */
  readonly messages: number;
}

/** By the id of a folder or a view, `all` and `unfiled`; where nothing is unread there is none. */
export type UnreadBySelection = ReadonlyMap<string, Unread>;

/** Whether somebody waits for the person to read it: archived and muted chats are left out. */
const isCounted = (chat: Chat): boolean =>
  chat.unread !== 0 && !chat.isArchived && !chat.isMuted && chat.isListed;

/** Returns what counts; what has not changed since the last time is the same object. */
export function createUnread(): (
  organised: Organised | null,
  chats: ReadonlyMap<string, Chat>,
) => UnreadBySelection {
  const countedOf = latest((chats: ReadonlyMap<string, Chat>) => [...chats.values()].filter(isCounted));
  let last: UnreadBySelection = new Map();
  return (organised, chats) => {
    const now = organised ? sumsOf(organised, countedOf(chats)) : new Map<string, Unread>();
    for (const [selection, sum] of now) {
      const before = last.get(selection);
      if (before?.chats === sum.chats && before.messages === sum.messages) now.set(selection, before);
    }
    last = now;
    return now;
  };
}

function sumsOf(organised: Organised, counted: readonly Chat[]): Map<string, Unread> {
  const sums = new Map<string, { chats: number; messages: number }>();
  const add = (selection: string, { unread }: Chat) => {
    let sum = sums.get(selection);
    if (!sum) sums.set(selection, (sum = { chats: 0, messages: 0 }));
    sum.chats += 1;
    sum.messages += Math.max(0, unread);
  };
  for (const chat of counted) {
    add('all', chat);
    const folderIds = organised.folderIdsByChat.get(chat.id);
    if (folderIds) for (const folderId of folderIds) add(folderId, chat);
    else add('unfiled', chat);
    for (const view of organised.views) if (isShown(organised, shownOf(view), chat, null)) add(view.id, chat);
  }
  return sums;
}

/** What stands on a chip; empty is a dot. */
export function badgeOf({ chats, messages }: Unread, rule: CountingRule): string {
  if (rule === 'dot') return '';
  if (rule === 'chats') return numberWord(chats);
  return messages > 0 ? numberWord(messages) : '';
}
