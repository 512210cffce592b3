import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import {
  CHATS_PER_PAGE_MAX,
  MEDIA_BYTES_MAX,
  messageId,
  MESSAGES_PER_PAGE_MAX,
  TEXT_LENGTH_MAX,
  type Channel,
  type ChatsPage,
  type MessagesPage,
} from '../../../shared/whatsapp/inbox.ts';
import { CHAT_ID_LENGTH_MAX } from '../../../shared/whatsapp/chat.ts';
import { chatId } from '../../../shared/whatsapp/chat-id.ts';
import { BadCursor, MediaTooLarge, NoSuchChat, NotWritable } from './errors.ts';
import { readChannels, readChats, readChatState, readSeen } from './page-chats.ts';
import { downloadFile, dropFile, readFile, readMessages, readPiece } from './page-messages.ts';
import type { PageScript } from './page-script.ts';
import { parseChannel, parseChat, parseList, parseMessage } from './parse-inbox.ts';

/** What an inbox uses of its session. */
interface InboxPage {
  readonly run: <Args extends readonly unknown[]>(
    script: PageScript<Args, unknown>,
    ...args: Args
  ) => Promise<unknown>;
  /** Returns the message's id. */
  readonly send: (chatId: string, text: string) => Promise<string>;
}

interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

export interface Media {
  mimeType: string;
  name: string | null;
  bytes: Buffer;
}

const CHANNELS_MAX = 1000;
/** Chats that have moved since the page before come on top of what was asked for. */
const MOVED_MAX = 100;
/** Less than what a call may take, so that what comes later is not left in the page. */
const DOWNLOAD_MS_MAX = 25_000;
const PIECE_BYTES = 512 * 1024;

const amount = z.number().catch(0);
// What is no id is left out of a page, and may be its end all the same.
const anyId = z.string().max(CHAT_ID_LENGTH_MAX);
const rank = z.tuple([amount, amount, anyId]);
const newest = z.tuple([amount, anyId]);
const place = z.tuple([amount, messageId]);
const chatsCursor = z.tuple([rank, newest.nullable()]);
const chatsAnswer = z.object({
  chats: z.unknown(),
  next: rank.nullable().catch(null),
  newest: newest.nullable().catch(null),
});
const messagesAnswer = z.object({ messages: z.unknown(), next: place.nullable().catch(null) }).nullable();
const stateAnswer = z.object({ id: chatId, isWritable: z.boolean() }).nullable();
const fileAnswer = z
  .object({
    mimeType: z.string().max(200),
    // Half a character of it is left out.
    name: z
      .string()
      .max(300)
      .transform((name) => name.toWellFormed()),
    size: z.number().nullable(),
  })
  .nullable();

export type Inbox = ReturnType<typeof inboxOf>;

/** What a person can do with the chats of a session, read from its page each time. Each rejects when the page does not answer. */
export function inboxOf({ run, send }: InboxPage) {
  async function stateOf(id: string) {
    return isChatId(id) ? stateAnswer.parse(await run(readChatState, id)) : null;
  }
  let downloading: Promise<unknown> = Promise.resolve();
  return {
    /** Throws BadCursor. */
    async chats({ cursor, limit }: PageRequest): Promise<ChatsPage> {
      const count = between(limit, CHATS_PER_PAGE_MAX);
      const [after, since] = cursor === undefined ? [null, null] : readCursor(chatsCursor, cursor);
      const answer = chatsAnswer.parse(await run(readChats, count, after, since));
      return {
        chats: parseList(answer.chats, count + MOVED_MAX, parseChat),
        next: answer.next && JSON.stringify([answer.next, answer.newest]),
      };
    },

    /** Null: there is no such chat. Throws BadCursor. Marks nothing as read. */
    async messages({
      chatId: id,
      cursor,
      limit,
    }: PageRequest & { chatId: string }): Promise<MessagesPage | null> {
      if (!isChatId(id)) return null;
      const count = between(limit, MESSAGES_PER_PAGE_MAX);
      const before = cursor === undefined ? null : readCursor(place, cursor);
      const answer = messagesAnswer.parse(await run(readMessages, id, count, before, TEXT_LENGTH_MAX));
      return (
        answer && {
          messages: parseList(answer.messages, count, parseMessage),
          next: answer.next && JSON.stringify(answer.next),
        }
      );
    },

    /** Null: there is no such file, or no longer. Throws MediaTooLarge. One file after the other: each is in memory as a whole. */
    media(wanted: { chatId: string; messageId: string }): Promise<Media | null> {
      const file = downloading.then(() => download(run, wanted));
      downloading = file.catch(() => undefined);
      return file;
    },

    async hasChat(id: string): Promise<boolean> {
      return (await stateOf(id)) !== null;
    },

    /** As a person who opens the chat does it. False: there is no such chat. */
    async markRead(id: string): Promise<boolean> {
      return isChatId(id) && (await run(readSeen, id)) === true;
    },

    /** Rejects when the page knows of none yet: no channel is to be forgotten for that. */
    async channels(): Promise<Channel[]> {
      const answer = z.array(z.unknown()).parse(await run(readChannels, CHANNELS_MAX));
      return parseList(answer, CHANNELS_MAX, parseChannel);
    },

    /** Returns the message's id. Throws NoSuchChat and NotWritable before anything is sent; else it is not known whether it was. */
    async sendText(id: string, text: string): Promise<string> {
      const chat = await stateOf(id);
      if (!chat) throw new NoSuchChat('There is no such chat.');
      if (!chat.isWritable) throw new NotWritable('Nothing can be written in this chat.');
      return messageId.parse(await send(chat.id, text));
    },
  };
}

async function download(
  run: InboxPage['run'],
  { chatId: id, messageId: message }: { chatId: string; messageId: string },
): Promise<Media | null> {
  if (!isChatId(id) || !messageId.safeParse(message).success) return null;
  const file = fileAnswer.parse(await run(readFile, id, message));
  if (!file) return null;
  refuseLarge(file.size ?? 0);
  const key = randomUUID();
  try {
    const length = z
      .int()
      .min(0)
      .nullable()
      .parse(await run(downloadFile, id, message, key, DOWNLOAD_MS_MAX));
    if (length === null) return null;
    refuseLarge(length);
    const { mimeType, name } = file;
    return { mimeType, name: name === '' ? null : name, bytes: await readWhole(run, key, length) };
  } finally {
    await run(dropFile, key).catch(() => undefined); // The page is gone, and its files with it.
  }
}

async function readWhole(run: InboxPage['run'], key: string, length: number): Promise<Buffer> {
  const whole = Buffer.alloc(length);
  for (let from = 0; from < length; from += PIECE_BYTES) {
    const to = Math.min(length, from + PIECE_BYTES);
    const piece = z.string().parse(await run(readPiece, key, from, to));
    const isWhole = Buffer.byteLength(piece, 'base64') === to - from;
    if (!isWhole || whole.write(piece, from, to - from, 'base64') !== to - from)
      throw new Error('The page gave another file than it said.');
  }
  return whole;
}

function refuseLarge(bytes: number): void {
  if (bytes > MEDIA_BYTES_MAX) throw new MediaTooLarge('The file is too large.');
}

function isChatId(id: string): boolean {
  return chatId.safeParse(id).success;
}

function between(limit: number, limitMax: number): number {
  return Math.min(limitMax, Math.max(1, Math.trunc(limit)));
}

function readCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  try {
    return schema.parse(JSON.parse(cursor));
  } catch (error) {
    throw new BadCursor('This cursor leads nowhere.', { cause: error });
  }
}
