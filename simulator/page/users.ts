import { config } from './config.ts';
import type { Chat } from './modules/models.ts';

/** The parts of the page that ask getShouldAppearInList, each at a call site of its own. */
export type User = 'list' | 'search' | 'archived' | 'markAllRead' | 'forward';

declare global {
  interface Window {
    /** Test window: the ids of the chats that each user was last let through. */
    __simUsers: Record<User, string[]>;
  }
}
window.__simUsers = { list: [], search: [], archived: [], markAllRead: [], forward: [] };

export function saw(user: User, chats: readonly Chat[]): void {
  window.__simUsers[user] = chats.map((chat) => chat.id.toString());
}

/** The work of one user, inside the event or once in the next frame. */
export function whenDue(work: () => void): () => void {
  if (config.listTiming === 'sync') return work;
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      work();
    });
  };
}

export function areSame(one: readonly Chat[], other: readonly Chat[]): boolean {
  return one.length === other.length && one.every((chat, index) => chat === other[index]);
}
