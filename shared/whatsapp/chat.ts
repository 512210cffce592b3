import * as z from 'zod';
import { chatId } from './chat-id.ts';

export const CHAT_TITLE_LENGTH_MAX = 200;
export const CHATS_MAX = 50_000;

/** A chat as it crosses a boundary; never the page's own model. */
export const chat = z.object({
  id: chatId,
  title: z.string().max(CHAT_TITLE_LENGTH_MAX),
  /** Unread messages; -1 when marked unread by hand. */
  unread: z.int().min(-1).max(1_000_000),
  /** Epoch seconds of the last activity. */
  t: z.int().nonnegative(),
  isArchived: z.boolean(),
  isPinned: z.boolean(),
  isMuted: z.boolean(),
  /** Whether WhatsApp itself would show it in the chat list. */
  isListed: z.boolean(),
});
export type Chat = z.infer<typeof chat>;
