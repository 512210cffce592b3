import type { Chat } from '../../whatsapp/index.ts';
import { defineFeature } from '../feature.ts';
import type { Organised } from '../organised.ts';
import { isQueued } from '../queue.ts';

/** Nobody waits for it, and a list of thousands costs. */
const TELL_INTERVAL_MS = 2000;
const CHATS_MAX = 3000;

/** Tells the background what organised and waiting chats look like, for the side panel and for when no tab is open. */
export const seen = defineFeature({
  name: 'seen',
  needs: ['account', 'chats'],
  start({ page, whatsapp, replica }, signal) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let told: { readonly whose: string; readonly chats: readonly Chat[] } | null = null;
    const tell = () => {
      timer = undefined;
      if (signal.aborted) return;
      const organised = page.organised.get();
      const chats = [...whatsapp.chats.get().values()];
      if (!organised || !page.userId || chats.length === 0) return;
      const whose = `${page.userId} ${organised.accountId}`;
      const wanted = wantedOf(organised, chats);
      // The page says a chat anew only when something of it has changed.
      const isTold =
        told?.whose === whose &&
        wanted.length === told.chats.length &&
        wanted.every((chat, index) => chat === told?.chats[index]);
      if (isTold) return;
      told = { whose, chats: wanted };
      replica.reportChats(organised.account.phoneNumber, wanted.map(seenOf));
    };
    const tellSoon = () => {
      // Between two clicks rather than before the answer to one.
      timer ??= setTimeout(() => requestIdleCallback(tell, { timeout: TELL_INTERVAL_MS }), TELL_INTERVAL_MS);
    };
    tell();
    const stops = [whatsapp.chats, whatsapp.account, replica.rows, replica.state].map((store) =>
      store.subscribe(tellSoon),
    );
    // What is seen last is what is known while no tab is open.
    for (const type of ['pagehide', 'visibilitychange'])
      window.addEventListener(type, tell, { signal, capture: true });
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    });
  },
});

/** Those who wait come first: the side panel's queue is whole, however many chats are organised. Locked chats stay out. */
function wantedOf(organised: Organised, chats: readonly Chat[]): readonly Chat[] {
  const { folderIdsByChat, priorityByChat, tagByChat } = organised;
  const queued = chats.filter((chat) => isQueued(organised, chat));
  const isQueuedToo = new Set(queued);
  const others = chats.filter(
    (chat) =>
      !isQueuedToo.has(chat) &&
      (chat.isListed || chat.isArchived) &&
      (folderIdsByChat.has(chat.id) || priorityByChat.has(chat.id) || tagByChat.has(chat.id)),
  );
  return [...queued, ...others].slice(0, CHATS_MAX);
}

const seenOf = ({ id, title, unread, isArchived, isMuted, waitingSince }: Chat) => ({
  id,
  title,
  unread,
  isArchived,
  isMuted,
  waitingSince,
});
