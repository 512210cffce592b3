import * as z from 'zod/mini';
import { defineEntity } from '../sync/entity.ts';
import { chatId } from '../whatsapp/chat-id.ts';

/** One chat filed in one folder; a chat may be in several. */
export const chatFolder = defineEntity({
  name: 'chat-folder',
  table: 'chat_folders',
  ownedBy: 'account',
  fields: { chatId, folderId: z.uuid() },
  key: ['chatId', 'folderId'],
  references: { folderId: 'folder' },
});
