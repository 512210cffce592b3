import type { SimulatedChat, SimulatedMessage } from '../protocol.ts';
import { fictionalPhone, inDaytime } from './numbers.ts';
import { seededRandom, type Random } from './random.ts';
import { FIRST_NAMES, INCOMING, LAST_NAMES, OUTGOING } from './words.ts';

const DELIVERED = 2;
const READ = 3;
const MESSAGES_MAX = 14;

/** The message a chat ends with. */
export function lastMessage(chat: SimulatedChat, seed: number): SimulatedMessage {
  const random = chatRandom(chat.id, seed);
  return message(chat, random, 0, chat.t, chat.unread > 0 || chat.kind === 'channel');
}

/** The messages before and with the last of the world's making, oldest first; made when a page first asks. */
export function history(chat: SimulatedChat, seed: number): SimulatedMessage[] {
  const random = chatRandom(`${chat.id} history`, seed);
  const messages = [chat.last];
  let t = chat.last.t;
  const count = 5 + random.below(MESSAGES_MAX - 5);
  for (let index = 1; index < count; index++) {
    t = inDaytime(t - 40 - random.below(index % 4 === 0 ? 40_000 : 900));
    messages.unshift(message(chat, random, index, t, index < chat.unread || chat.kind === 'channel'));
  }
  return messages;
}

function message(
  chat: SimulatedChat,
  random: Random,
  index: number,
  t: number,
  isIncoming: boolean,
): SimulatedMessage {
  const fromMe = !isIncoming && random.chance(0.45);
  const id = `3A${(hash(chat.id) + index).toString(16).padStart(12, '0').toUpperCase()}${String(index).padStart(4, '0')}`;
  return {
    id,
    chatId: chat.id,
    body: said(chat.id, fromMe ? OUTGOING : INCOMING, index),
    t,
    fromMe,
    ack: fromMe ? (index === 0 && random.chance(0.4) ? DELIVERED : READ) : 0,
    ...(chat.kind === 'group' && !fromMe && { author: author(random) }),
  };
}

/** A chat repeats nothing: it walks through the sentences in steps that share no factor with their number. */
function said(chatId: string, sentences: readonly string[], index: number): string {
  return sentences[(hash(chatId) + index * 5) % sentences.length] ?? '';
}

function author(random: Random): { id: string; name: string } {
  const index = 60_000 + random.below(900);
  return {
    id: `${fictionalPhone(index)}@c.us`,
    name: `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
  };
}

function chatRandom(text: string, seed: number): Random {
  return seededRandom(hash(text) ^ seed);
}

export function hash(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
  return value >>> 0;
}
