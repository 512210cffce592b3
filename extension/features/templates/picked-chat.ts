import type { Rows } from '../../../shared/sync/apply.ts';
import { chatIdsOf } from '../../../shared/sync/chat-identity.ts';
import { isPhoneChatId } from '../../../shared/whatsapp/chat-id.ts';
import type { TemplateChat } from './values.ts';

type Chats = ReadonlyMap<string, TemplateChat>;

/** What is known of a chat; its phone number may be known from another time. */
export function chatOf(rows: Rows, accountId: string, chats: Chats, chatId: string): TemplateChat {
  const { alias = null, title = '' } = chats.get(chatId) ?? {};
  const known = chatIdsOf(rows['chat-alias'], accountId, chatId).find(isPhoneChatId);
  return { id: chatId, alias: alias ?? known ?? null, title };
}

/** Whether the open chat is still the one that was picked for: WhatsApp may give it another id meanwhile. */
export function isSameChat(chats: Chats, chatId: string, openChatId: string | null): boolean {
  if (openChatId === null || openChatId === chatId) return openChatId === chatId;
  return chats.get(openChatId)?.alias === chatId || chats.get(chatId)?.alias === openChatId;
}
