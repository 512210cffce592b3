import { defineEntity } from '../sync/entity.ts';
import { lidChatId, phoneChatId } from '../whatsapp/chat-id.ts';

/** Two ids of one chat. A LID is never an alias and a phone id never canonical, so there are no chains. */
export const chatAlias = defineEntity({
  name: 'chat-alias',
  table: 'chat_aliases',
  ownedBy: 'account',
  fields: { chatId: phoneChatId, canonicalChatId: lidChatId },
  key: ['chatId'],
});
