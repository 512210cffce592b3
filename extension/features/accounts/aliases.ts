import { chatAlias } from '../../../shared/entities/chat-alias.ts';
import { put } from '../../../shared/sync/operations.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { isPhoneChatId } from '../../../shared/whatsapp/chat-id.ts';
import { defineFeature } from '../feature.ts';
import type { Organised } from '../organised.ts';

const LOOK_INTERVAL_MS = 500;
/** So that a first look over many filed chats does not hold the page up. */
const PAIRS_PER_LOOK_MAX = 10;

/**
 * WhatsApp moves chats from phone ids to LIDs, on each device in its own time. Where the page knows both ids of a chat that is organised,
 * that becomes a row of its own, so that every device finds the chat's folders under either. Of other chats nothing is told.
 */
export const aliases = defineFeature({
  name: 'aliases',
  needs: ['account', 'chats'],
  start({ page, whatsapp, replica }, signal) {
    /** What the server has refused is not sent again. */
    const tried = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const learn = () => {
      timer = undefined;
      const organised = page.organised.get();
      const { userId } = page;
      if (!organised || userId === '') return;
      const { accountId } = organised;
      const operations: Operation[] = [];
      for (const { id, alias } of whatsapp.chats.get().values()) {
        if (alias === null || !(isOrganised(organised, id) || isOrganised(organised, alias))) continue;
        if (operations.length === PAIRS_PER_LOOK_MAX) {
          soon();
          break;
        }
        const [phoneId, lid] = isPhoneChatId(id) ? [id, alias] : [alias, id];
        if (organised.canonical(phoneId) === lid) continue;
        const key = [userId, accountId, phoneId, lid].join(' ');
        if (tried.has(key)) continue;
        const pair = chatAlias.fields.safeParse({ accountId, chatId: phoneId, canonicalChatId: lid });
        if (!pair.success) continue;
        tried.add(key);
        operations.push(put('chat-alias', userId, pair.data));
      }
      if (operations.length > 0) void replica.mutate(operations);
    };
    const soon = () => {
      timer ??= setTimeout(learn, LOOK_INTERVAL_MS);
    };
    soon();
    const stops = [whatsapp.chats.subscribe(soon), page.organised.subscribe(soon)];
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    });
  },
});

function isOrganised({ folderIdsByChat, priorityByChat, tagByChat }: Organised, chatId: string): boolean {
  return folderIdsByChat.has(chatId) || priorityByChat.has(chatId) || tagByChat.has(chatId);
}
