import * as z from 'zod';
import { CHAT_ID_LENGTH_MAX, CHAT_TITLE_LENGTH_MAX } from './chat.ts';
import { chatId } from './chat-id.ts';
import { endReasons, lossCauses, type SessionState } from './session.ts';

// What the API says of an account that runs on the server. Nothing of it is stored there. Times are epoch milliseconds.

export const CHATS_PER_PAGE_MAX = 100;
export const MESSAGES_PER_PAGE_MAX = 100;
/** In UTF-16 units; WhatsApp's own limit of a message. */
export const TEXT_LENGTH_MAX = 65_536;
/** A photo or a document that is larger is looked at in WhatsApp Web. */
export const MEDIA_BYTES_MAX = 16 * 1024 * 1024;
/** Of one account: this is an inbox, not a broadcaster. */
export const SENDS_PER_MINUTE_MAX = 20;

const milliseconds = z.int().nonnegative();

export const sessionState: z.ZodType<SessionState> = z.discriminatedUnion('status', [
  z.object({ status: z.literal('disconnected') }),
  z.object({
    status: z.literal('starting'),
    attempt: z.int().nonnegative(),
    percent: z.number().min(0).max(100).nullable(),
  }),
  z.object({ status: z.literal('pairing'), method: z.enum(['qr', 'code']), shown: z.string() }),
  z.object({ status: z.literal('needs_passkey') }),
  z.object({ status: z.literal('connected'), attempt: z.int().nonnegative(), since: milliseconds }),
  z.object({
    status: z.literal('reconnecting'),
    attempt: z.int().nonnegative(),
    retryAt: milliseconds.nullable(),
    cause: z.enum(lossCauses),
  }),
  z.object({ status: z.literal('ended'), reason: z.enum(endReasons) }),
]);

/** How a person links: by scanning, or by typing a code that the phone asks for. */
export const linkMethods = ['qr', 'code'] as const;
export type LinkMethod = (typeof linkMethods)[number];

/** What waits to be read in all chats but the archived and the muted ones. */
export const unreadTotal = z.object({
  chats: z.int().nonnegative(),
  /** Chats that were marked by hand have none. */
  messages: z.int().nonnegative(),
});
export type UnreadTotal = z.infer<typeof unreadTotal>;

export const sessionView = z.object({
  state: sessionState,
  /** Whether the person has said before that an account of theirs may be linked, and it has not been logged out since. */
  hasConsent: z.boolean(),
  /** Null: not known now. */
  unread: unreadTotal.nullable(),
});
export type SessionView = z.infer<typeof sessionView>;

export const messageKinds = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contact',
  'call',
  'deleted',
  /** What WhatsApp itself says in a chat. */
  'notice',
  'other',
] as const;
export type MessageKind = (typeof messageKinds)[number];

export const messageId = z.string().min(1).max(300);

export const inboxMessage = z.object({
  id: messageId,
  isMine: z.boolean(),
  /** In a group, who wrote it; null: the other side, or oneself. */
  author: z.string().max(CHAT_TITLE_LENGTH_MAX).nullable(),
  sentAt: milliseconds,
  kind: z.enum(messageKinds),
  /** What it says, or what is written under its picture. */
  text: z.string().max(TEXT_LENGTH_MAX),
  /** Of one's own; null: of somebody else's, or not known. */
  delivery: z.enum(['waiting', 'sent', 'received', 'read', 'failed']).nullable(),
  media: z
    .object({
      mimeType: z.string().max(200),
      name: z.string().max(300).nullable(),
      /** Null: not known. */
      bytes: z.int().nonnegative().nullable(),
    })
    .nullable(),
});
export type InboxMessage = z.infer<typeof inboxMessage>;

export const inboxChat = z.object({
  id: z.string().max(CHAT_ID_LENGTH_MAX),
  /** The same chat under WhatsApp's other id, where both are known. */
  alias: z.string().max(CHAT_ID_LENGTH_MAX).nullable(),
  title: z.string().max(CHAT_TITLE_LENGTH_MAX),
  isGroup: z.boolean(),
  /** -1 when marked unread by hand. */
  unread: z.int().min(-1),
  isArchived: z.boolean(),
  isPinned: z.boolean(),
  isMuted: z.boolean(),
  /** Whether a person can write in it. */
  isWritable: z.boolean(),
  /** Of the first message that nobody has answered yet; null: none waits. */
  waitingSince: milliseconds.nullable(),
  /** Of the last message, whether it is known or not. */
  lastAt: milliseconds,
  last: inboxMessage.nullable(),
});
export type InboxChat = z.infer<typeof inboxChat>;

/** Opaque. */
export const pageCursor = z.string().max(500);

/** In the order of WhatsApp's list: pinned first, then the newest; archived ones among the others. */
export const chatsPage = z.object({ chats: z.array(inboxChat), next: pageCursor.nullable() });
export type ChatsPage = z.infer<typeof chatsPage>;

/** The oldest first; `next` leads to those before them. */
export const messagesPage = z.object({ messages: z.array(inboxMessage), next: pageCursor.nullable() });
export type MessagesPage = z.infer<typeof messagesPage>;

export const channel = z.object({
  id: z.string().max(CHAT_ID_LENGTH_MAX),
  name: z.string().max(CHAT_TITLE_LENGTH_MAX),
  unread: z.int().min(0),
  lastAt: milliseconds.nullable(),
});
export type Channel = z.infer<typeof channel>;

export const sendRequest = z.strictObject({
  /** The same key again is the same message: it is sent once. */
  key: z.uuid(),
  text: z
    .string()
    .max(TEXT_LENGTH_MAX)
    .refine((text) => text.trim() !== '', 'nothing to send'),
});
export type SendRequest = z.infer<typeof sendRequest>;

/** What is new of an account on the server, as the live socket tells it: where to look, never what is written. */
export const sessionNews = z.object({
  accountId: z.uuid(),
  /** Its state or the code that it shows is another one. */
  isStateNew: z.boolean(),
  /** Null: as before. */
  unread: unreadTotal.nullable(),
  /** Chats in which something is new, the latest last. */
  chats: z.array(
    z.object({
      chatId,
      /** Somebody else has written, in a chat that is neither muted nor archived. */
      isIncoming: z.boolean(),
    }),
  ),
});
export type SessionNews = z.infer<typeof sessionNews>;
export const NEWS_CHATS_MAX = 20;
