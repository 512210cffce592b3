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
    let told: readonly Chat[] = [];
    const tell = () => {
      timer = undefined;
      const organised = page.organised();
      const chats = [...whatsapp.chats.get().values()];
      if (!organised || chats.length === 0) return;
      const wanted = chats.filter((chat) => isWanted(organised, chat)).slice(0, CHATS_MAX);
      // The page says a chat anew only when something of it has changed.
      if (wanted.length === told.length && wanted.every((chat, index) => chat === told[index])) return;
      told = wanted;
      replica.reportChats(organised.account.phoneNumber, wanted.map(seenOf));
    };
    const tellSoon = () => {
      timer ??= setTimeout(tell, TELL_INTERVAL_MS);
    };
    tell();
    const stops = [whatsapp.chats, whatsapp.account, replica.rows].map((store) => store.subscribe(tellSoon));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    });
  },
});

function isWanted(organised: Organised, chat: Chat): boolean {
  const { folderIdsByChat, priorityByChat, tagByChat } = organised;
  const isOrganised = folderIdsByChat.has(chat.id) || priorityByChat.has(chat.id) || tagByChat.has(chat.id);
  return isOrganised || isQueued(organised, chat);
}

const seenOf = ({ id, title, unread, isArchived, isMuted, waitingSince }: Chat) => ({
  id,
  title,
  unread,
  isArchived,
  isMuted,
  waitingSince,
});
