import type { ChatsPage, InboxChat, InboxMessage, MessagesPage } from '../../../shared/whatsapp/inbox.ts';

/** Chats that were read page by page. */
export interface Chats {
  readonly chats: readonly InboxChat[];
  /** Leads to those after them; null: these are all. */
  readonly next: string | null;
}
/** Messages of one chat, the oldest first. */
export interface Messages {
  readonly messages: readonly InboxMessage[];
  /** Leads to those before them; null: these are all. */
  readonly next: string | null;
}

/** In the order of WhatsApp's list. */
function compareChats(a: InboxChat, b: InboxChat): number {
  return Number(b.isPinned) - Number(a.isPinned) || b.lastAt - a.lastAt;
}

const idsOf = ({ id, alias }: InboxChat): string[] => (alias === null ? [id] : [id, alias]);

/** With the page after them. */
export function addChats({ chats }: Chats, page: ChatsPage): Chats {
  return { chats: [...without(chats, page.chats), ...page.chats], next: page.next };
}

/** With the first of the list read anew: what should be among them and is not is gone. */
export function renewChats(before: Chats, first: readonly InboxChat[], next: string | null): Chats {
  const last = first.at(-1);
  if (next === null || !last) return { chats: first, next };
  const after = without(before.chats, first).filter((chat) => compareChats(chat, last) >= 0);
  return after.length === 0 ? { chats: first, next } : { chats: [...first, ...after], next: before.next };
}

function without(chats: readonly InboxChat[], others: readonly InboxChat[]): InboxChat[] {
  const ids = new Set(others.flatMap(idsOf));
  return chats.filter((chat) => !idsOf(chat).some((id) => ids.has(id)));
}

/** With the page before them. */
export function addEarlier({ messages }: Messages, page: MessagesPage): Messages {
  const ids = new Set(messages.map(({ id }) => id));
  return { messages: [...page.messages.filter(({ id }) => !ids.has(id)), ...messages], next: page.next };
}

/** With the latest read anew; where those do not reach back to what was there, only they are known to have no gap. */
export function renewMessages(before: Messages, page: MessagesPage): Messages {
  const ids = new Set(page.messages.map(({ id }) => id));
  const at = before.messages.findIndex(({ id }) => ids.has(id));
  if (at < 0 || page.next === null) return page;
  return { messages: [...before.messages.slice(0, at), ...page.messages], next: before.next };
}

/** Where the messages that are not read begin; undefined: all are read, or it is further back. */
export function firstUnread(messages: readonly InboxMessage[], unread: number): string | undefined {
  if (unread <= 0) return undefined;
  return messages.filter(({ isMine, kind }) => !isMine && kind !== 'notice').at(-unread)?.id;
}
