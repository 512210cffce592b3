import * as z from 'zod/mini';
import { CHAT_ID_LENGTH_MAX } from './chat.ts';

export const CHAT_ID_PATTERN = /^[^\s@]+@[a-z.]+$/;

/** WhatsApp's id string of a chat, `user@server`. A field of a synced entity that has this very schema follows chat aliases. */
export const chatId = z.string().check(z.maxLength(CHAT_ID_LENGTH_MAX), z.regex(CHAT_ID_PATTERN));

/** The older of the two ids of a one-to-one chat: `<phone>@c.us`. */
export const phoneChatId = z.string().check(z.maxLength(CHAT_ID_LENGTH_MAX), z.regex(/^\d+@c\.us$/));

/** The id that WhatsApp moves one-to-one chats to: `<opaque>@lid`. */
export const lidChatId = z.string().check(z.maxLength(CHAT_ID_LENGTH_MAX), z.regex(/^[^\s@:]+@lid$/));

/** Whether it is a phone id, the only kind that can be another id of a chat that has a LID. */
export function isPhoneChatId(id: string): boolean {
  return id.endsWith('@c.us');
}

/** The phone number inside a `<phone>@c.us` id, digits only; undefined for every other id. */
export function phoneOf(id: string): string | undefined {
  return /^(\d+)(?::\d+)?@c\.us$/.exec(id)?.[1];
}
