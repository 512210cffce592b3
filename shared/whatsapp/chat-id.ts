import * as z from 'zod';
import { CHAT_ID_LENGTH_MAX } from './chat.ts';

/** WhatsApp's id string of a chat, `user@server`. */
export const chatId = z
  .string()
  .max(CHAT_ID_LENGTH_MAX)
  .regex(/^[^\s@]+@[a-z.]+$/);

export type ChatKind = 'person' | 'group' | 'channel' | 'broadcast' | 'other';

const kindsByServer: Readonly<Record<string, ChatKind>> = {
  'c.us': 'person',
  lid: 'person',
  'g.us': 'group',
  newsletter: 'channel',
  broadcast: 'broadcast',
};

/** What sort of chat an id names. */
export function chatKind(id: string): ChatKind {
  return kindsByServer[id.slice(id.lastIndexOf('@') + 1)] ?? 'other';
}

/** The phone number inside a `<phone>@c.us` id, digits only; undefined for every other id. */
export function phoneOf(id: string): string | undefined {
  return /^(\d+)(?::\d+)?@c\.us$/.exec(id)?.[1];
}
