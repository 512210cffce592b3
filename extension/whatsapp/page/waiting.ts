import type { ChatModel, MsgModel } from './modules.ts';

/** What WhatsApp writes into a chat by itself; nobody waits for an answer to it (types of bundle 2026-04). */
const NOTES = new Set([
  'e2e_notification',
  'notification',
  'notification_template',
  'gp2',
  'protocol',
  'broadcast_notification',
  'newsletter_notification',
  'debug',
]);
/** How far back is looked for the last answer. */
const MESSAGES_MAX = 500;

/**
 * Since when somebody waits for an answer: the oldest message after the last of one's own, among those that the page holds. Of a chat
 * whose messages are not there, an unread one waits since its last message.
 */
export function waitingSince({ msgs, t, unreadCount }: ChatModel): number | null {
  let first: number | undefined;
  const messages = (msgs?.getModelsArray?.() ?? []).slice(-MESSAGES_MAX).filter(isMessage);
  for (const message of messages.toReversed()) {
    if (message.id?.fromMe === true) break;
    if (typeof message.t === 'number') first = message.t;
  }
  if (messages.length === 0 && Number(unreadCount) > 0 && typeof t === 'number') first = t;
  return first !== undefined && Number.isFinite(first) && first > 0 ? Math.trunc(first * 1000) : null;
}

const isMessage = ({ type }: MsgModel): boolean => typeof type !== 'string' || !NOTES.has(type);
