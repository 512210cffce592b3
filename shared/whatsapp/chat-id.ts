import * as z from 'zod';
import { CHAT_ID_LENGTH_MAX } from './chat.ts';

/** WhatsApp's id string of a chat, `user@server`. */
export const chatId = z
  .string()
  .max(CHAT_ID_LENGTH_MAX)
  .regex(/^[^\s@]+@[a-z.]+$/);

/** The phone number inside a `<phone>@c.us` id, digits only; undefined for every other id. */
export function phoneOf(id: string): string | undefined {
  return /^(\d+)(?::\d+)?@c\.us$/.exec(id)?.[1];
}
