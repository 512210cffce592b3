import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { chatId } from '../whatsapp/chat-id.ts';

/** The priority of a chat: one for each chat of an account. */
export const chatPriority = defineEntity({
  name: 'chat-priority',
  table: 'chat_priorities',
  ownedBy: 'account',
  fields: { chatId, priorityId: z.uuid() },
  key: ['chatId'],
  references: { priorityId: 'priority' },
});
