import type { Chat } from '../whatsapp/index.ts';
import type { Organised, Priority } from './organised.ts';
import { compareNames } from '../ui/language.ts';

type Queued = Pick<Chat, 'id' | 'title' | 'unread' | 'isArchived' | 'isMuted' | 'waitingSince'> &
  // What is stored was asked when it was seen.
  Partial<Pick<Chat, 'isListed'>>;

/** Whose chats of one priority wait, the longest first; those that are answered come after. */
export interface QueuePart<Each extends Queued> {
  /** Null: without one. */
  readonly priority: Priority | null;
  readonly chats: readonly Each[];
}

const isOfPerson = (chatId: string): boolean => chatId.endsWith('@c.us') || chatId.endsWith('@lid');

/** A chat with a priority is in the queue, answered or not; without one, a person's who waits. Archived and locked chats are not. */
export function isQueued({ priorityByChat }: Organised, chat: Queued): boolean {
  if (chat.isArchived || chat.isListed === false) return false;
  if (priorityByChat.has(chat.id)) return true;
  return chat.waitingSince !== null && !chat.isMuted && isOfPerson(chat.id);
}

/** By priority, and then by who has waited longest. */
export function queueOf<Each extends Queued>(
  organised: Organised,
  chats: Iterable<Each>,
): readonly QueuePart<Each>[] {
  const byPriority = new Map<string | undefined, Each[]>();
  for (const chat of chats) {
    if (!isQueued(organised, chat)) continue;
    const id = organised.priorityByChat.get(chat.id)?.id;
    const part = byPriority.get(id);
    if (part) part.push(chat);
    else byPriority.set(id, [chat]);
  }
  return [...organised.priorities, null].flatMap((priority) => {
    const part = byPriority.get(priority?.id);
    return part ? [{ priority, chats: part.sort(byWaiting) }] : [];
  });
}

function byWaiting(a: Queued, b: Queued): number {
  const order = (a.waitingSince ?? Infinity) - (b.waitingSince ?? Infinity);
  return Number.isNaN(order) || order === 0 ? compareNames(a.title, b.title) : order;
}
