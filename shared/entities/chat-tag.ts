import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { chatId } from '../whatsapp/chat-id.ts';

export const TAG_LENGTH_MAX = 40;

/** The tag of a chat: one for each chat of an account. */
export const chatTag = defineEntity({
  name: 'chat-tag',
  table: 'chat_tags',
  ownedBy: 'account',
  fields: { chatId, tag: z.string().check(z.trim(), z.minLength(1), z.maxLength(TAG_LENGTH_MAX)) },
  key: ['chatId'],
});
