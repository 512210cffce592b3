import { chatAlias } from '../../../shared/entities/chat-alias.ts';
import type { Rows } from '../../../shared/sync/apply.ts';
import { canonicalChatId } from '../../../shared/sync/chat-identity.ts';
import { put } from '../../../shared/sync/operations.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { isPhoneChatId } from '../../../shared/whatsapp/chat-id.ts';
import type { Chat } from '../../whatsapp/index.ts';
import { accountOf } from '../accounts-of.ts';
import { defineFeature } from '../feature.ts';

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
  start({ whatsapp, replica }, signal) {
    /** What the server has refused is not sent again. */
    const tried = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const learn = () => {
      timer = undefined;
      const rows = replica.rows.get();
      const userId = replica.state.get().user?.id;
      const phoneNumber = whatsapp.account.get()?.phoneNumber;
      const account = accountOf(rows, phoneNumber);
      if (!account || userId === undefined) return;
      const partners = partnersOf(whatsapp.chats.get());
      const operations: Operation[] = [];
      for (const { accountId, chatId } of organisedChats(rows)) {
        const partner = accountId === account.id ? partners(chatId) : undefined;
        if (!partner) continue;
        if (operations.length === PAIRS_PER_LOOK_MAX) {
          soon();
          break;
        }
        const [phoneId, lid] = isPhoneChatId(chatId) ? [chatId, partner] : [partner, chatId];
        const key = [userId, accountId, phoneId, lid].join(' ');
        if (tried.has(key) || canonicalChatId(rows['chat-alias'], accountId, phoneId) === lid) continue;
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
    const stops = [whatsapp.chats.subscribe(soon), replica.rows.subscribe(soon)];
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    });
  },
});

function* organisedChats(rows: Rows): Iterable<{ accountId: string; chatId: string }> {
  yield* rows['chat-folder'].values();
  yield* rows['chat-priority'].values();
  yield* rows['chat-tag'].values();
}

/** The other id of a chat, from what the page says of either. */
function partnersOf(chats: ReadonlyMap<string, Chat>): (chatId: string) => string | undefined {
  let idByAlias: Map<string, string> | undefined;
  return (chatId) => {
    const chat = chats.get(chatId);
    if (chat) return chat.alias ?? undefined;
    idByAlias ??= new Map([...chats.values()].flatMap(({ id, alias }) => (alias ? [[alias, id]] : [])));
    return idByAlias.get(chatId);
  };
}
