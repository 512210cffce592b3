import * as z from 'zod';
import {
  channel,
  inboxChat,
  inboxMessage,
  messageId,
  TEXT_LENGTH_MAX,
  type Channel,
  type InboxChat,
  type InboxMessage,
  type MessageKind,
} from '../../../shared/whatsapp/inbox.ts';
import { CHAT_TITLE_LENGTH_MAX } from '../../../shared/whatsapp/chat.ts';
import { chatId } from '../../../shared/whatsapp/chat-id.ts';

// The page is hostile: what it says is parsed and capped. What is none is left out, and hides nothing else.

const UNREAD_MAX = 1_000_000;
/** In the year 3000; later is no time. */
const SECONDS_MAX = 32_500_000_000;
/** What a text in a list shows. */
const PREVIEW_LENGTH_MAX = 200;
const MIME_LENGTH_MAX = 200;
const FILE_NAME_LENGTH_MAX = 300;

const text = (lengthMax: number) =>
  z
    .string()
    .catch('')
    .transform((given) => given.slice(0, lengthMax).toWellFormed());
const flag = z.boolean().catch(false);
const seconds = z.number().nonnegative().max(SECONDS_MAX).catch(0);
const toMs = (given: number): number => Math.trunc(given * 1000);

const KINDS: Readonly<Record<string, MessageKind>> = {
  chat: 'text',
  image: 'image',
  video: 'video',
  ptv: 'video',
  gif: 'video',
  audio: 'audio',
  ptt: 'audio',
  document: 'document',
  sticker: 'sticker',
  location: 'location',
  vcard: 'contact',
  multi_vcard: 'contact',
  call_log: 'call',
  revoked: 'deleted',
  e2e_notification: 'notice',
  notification: 'notice',
  notification_template: 'notice',
  gp2: 'notice',
  protocol: 'notice',
  broadcast_notification: 'notice',
  newsletter_notification: 'notice',
  debug: 'notice',
};
const WITH_FILE = new Set<MessageKind>(['image', 'video', 'audio', 'document', 'sticker']);
const WITHOUT_TEXT = new Set<MessageKind>(['call', 'deleted', 'location', 'contact']);

/** Of a type in the page's own words (bundle 2026-04). */
export function kindOf(type: string): MessageKind {
  return Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'other') : 'other';
}

const rawMessage = z.object({
  id: messageId,
  isMine: flag,
  author: text(CHAT_TITLE_LENGTH_MAX),
  t: seconds,
  type: text(40),
  body: text(TEXT_LENGTH_MAX),
  caption: text(TEXT_LENGTH_MAX),
  title: text(TEXT_LENGTH_MAX),
  ack: z.number().nullable().catch(null),
  mimeType: text(MIME_LENGTH_MAX),
  fileName: text(FILE_NAME_LENGTH_MAX),
  size: z.int().nonnegative().nullable().catch(null),
});

/** Null: it is none. */
export function parseMessage(value: unknown): InboxMessage | null {
  const raw = rawMessage.safeParse(value).data;
  if (!raw) return null;
  const kind = kindOf(raw.type);
  const hasFile = WITH_FILE.has(kind) && raw.mimeType !== '';
  const message: InboxMessage = {
    id: raw.id,
    isMine: raw.isMine,
    author: raw.author === '' ? null : raw.author,
    sentAt: toMs(raw.t),
    kind,
    text: said(kind, raw),
    delivery: raw.isMine ? deliveryOf(raw.ack) : null,
    media: hasFile ? { mimeType: raw.mimeType, name: raw.fileName || null, bytes: raw.size } : null,
  };
  return inboxMessage.safeParse(message).data ?? null;
}

function said(kind: MessageKind, { body, caption, title }: z.infer<typeof rawMessage>): string {
  if (WITH_FILE.has(kind)) return caption;
  if (WITHOUT_TEXT.has(kind)) return title;
  return kind === 'other' && title !== '' ? title : body;
}

/** FAILED −1 and below, CLOCK 0, SENT 1, RECEIVED 2, READ 3, PLAYED 4, PEER 5 (bundle 2026-04). */
function deliveryOf(ack: number | null): InboxMessage['delivery'] {
  if (ack === null) return null;
  if (ack < 0) return 'failed';
  if (ack >= 5) return 'sent';
  return (['waiting', 'sent', 'received', 'read', 'read'] as const)[Math.trunc(ack)] ?? null;
}

const rawChat = z.object({
  id: chatId,
  alias: z.nullable(chatId).catch(null),
  title: text(CHAT_TITLE_LENGTH_MAX),
  unread: z.number().catch(0),
  isArchived: flag,
  isPinned: flag,
  isMuted: flag,
  isWritable: flag,
  waitingSince: seconds.nullable().catch(null),
  t: seconds,
  last: z.unknown(),
});

/** Null: it is none. */
export function parseChat(value: unknown): InboxChat | null {
  const raw = rawChat.safeParse(value).data;
  if (!raw) return null;
  const { t, waitingSince, unread, last, ...rest } = raw;
  const message = parseMessage(last);
  const chat: InboxChat = {
    ...rest,
    isGroup: raw.id.endsWith('@g.us'),
    unread: Math.min(UNREAD_MAX, Math.max(-1, Math.trunc(unread))),
    waitingSince: waitingSince === null ? null : toMs(waitingSince),
    lastAt: toMs(t),
    last: message && {
      ...message,
      text: message.text.slice(0, PREVIEW_LENGTH_MAX).toWellFormed(),
    },
  };
  return inboxChat.safeParse(chat).data ?? null;
}

const rawChannel = z.object({
  id: chatId,
  name: text(CHAT_TITLE_LENGTH_MAX),
  unread: z.int().nonnegative().max(UNREAD_MAX).catch(0),
  t: seconds,
});

/** Null: it is none. */
export function parseChannel(value: unknown): Channel | null {
  const raw = rawChannel.safeParse(value).data;
  if (!raw) return null;
  const { t, ...rest } = raw;
  return channel.safeParse({ ...rest, lastAt: t > 0 ? toMs(t) : null }).data ?? null;
}

/** Those of a list that are something, and no more of it than was asked for. */
export function parseList<T>(value: unknown, countMax: number, parse: (value: unknown) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, countMax).flatMap((each) => parse(each) ?? []);
}
