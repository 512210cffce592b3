import { z } from 'zod';
import type { PageDrift } from './drift/page-drift.ts';

export type ChatKind = 'person' | 'group' | 'channel';

/** A chat as the simulator's server holds it; `unread` −1 is "marked unread by hand". */
export interface SimulatedChat {
  id: string;
  name: string;
  kind: ChatKind;
  /** A person's numbers: digits of the phone, and the opaque id. Without a phone the page knows no partner. */
  phone?: string;
  lid?: string;
  unread: number;
  /** Seconds since 1970. */
  t: number;
  archived: boolean;
  muted: boolean;
  pinned: boolean;
  /** When it was pinned, in seconds since 1970; 0 when it is not. */
  pinnedAt: number;
  favorite: boolean;
  /** Ids of WhatsApp's own labels. */
  labels?: string[];
  last: SimulatedMessage;
}

export interface SimulatedMessage {
  /** The id part of the message's key. */
  id: string;
  chatId: string;
  body: string;
  t: number;
  fromMe: boolean;
  ack: number;
  /** In a group: who wrote it. */
  author?: { id: string; name: string };
  quoted?: Quoted;
  /** WhatsApp's word for its kind; a text has none. */
  type?: string;
  /** What hangs on it; its text is the caption then. */
  media?: SimulatedMedia;
}

/** A file that a page asks for by its path. */
export interface SimulatedMedia {
  directPath: string;
  mimetype: string;
  filename?: string;
  /** What the message says, in bytes. */
  size: number;
  /** SHA-256 of the file, in Base64. */
  filehash: string;
}

/** The message that another one answers: its id, and who wrote it. */
export interface Quoted {
  id: string;
  participant: string;
}

/** A person of the address book without a chat. */
export interface SimulatedContact {
  id: string;
  lid: string;
  name: string;
}

export interface SimulatedLabel {
  id: string;
  name: string;
  hexColor: string;
}

export interface SimulatedGroup {
  owner: string;
  creation: number;
  desc: string;
  participants: { id: string; isAdmin: boolean; isSuperAdmin: boolean }[];
}

export interface SimulatedChannel {
  description: string;
  creationTime: number;
  subscribersCount: number;
  inviteCode: string;
}

export interface Me {
  wid: string;
  lid: string;
  pushname: string;
  platform: string;
}

export type Theme = 'light' | 'dark';

/** What a person changes of a chat; `unread` −1 marks it unread. */
export const chatChangeSchema = z
  .object({
    name: z.string(),
    archived: z.boolean(),
    muted: z.boolean(),
    pinned: z.boolean(),
    favorite: z.boolean(),
    unread: z.number().int().min(-1),
  })
  .partial();
export type ChatChange = z.infer<typeof chatChangeSchema>;

/** A login is a token, the key that signs for it, and a counter that only ever grows. */
const loginSchema = z.object({ token: z.string(), counter: z.number().int(), proof: z.string() });
export type Login = z.infer<typeof loginSchema>;
const n = z.number();

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    v: z.string(),
    /** Public keys in Base64: noise and identity. */
    pub: z.string(),
    identity: z.string(),
    /** The page has its chats and lost only its connection. */
    isResuming: z.boolean().optional(),
    login: loginSchema.optional(),
  }),
  z.object({
    type: z.literal('send'),
    n,
    counter: z.number().int().optional(),
    msg: z.object({
      id: z.string(),
      chatId: z.string(),
      body: z.string().max(65_536),
      quoted: z.object({ id: z.string(), participant: z.string() }).optional(),
    }),
  }),
  z.object({ type: z.literal('read'), ids: z.array(z.string()) }),
  z.object({ type: z.literal('load'), id: z.string() }),
  z.object({ type: z.literal('change'), id: z.string(), change: chatChangeSchema }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('refreshQR') }),
  z.object({ type: z.literal('pairCode'), n, phone: z.string() }),
  z.object({ type: z.literal('exists'), n, id: z.string() }),
  z.object({ type: z.literal('picture'), n, id: z.string() }),
  z.object({ type: z.literal('group'), n, id: z.string() }),
  z.object({ type: z.literal('channel'), n, id: z.string() }),
  z.object({ type: z.literal('messages'), n, id: z.string() }),
  z.object({ type: z.literal('media'), n, directPath: z.string() }),
  /** What a client says before it unlinks itself. */
  z.object({ type: z.literal('sentinel'), n }),
  z.object({ type: z.literal('logout'), n }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
export type Question = Extract<ClientMessage, { n: number }>;

export type RemovedReason = 'device_removed' | 'bad_mac';

export type ServerMessage =
  | { type: 'refs'; refs: { ref: string; ttlMs: number }[] }
  | { type: 'passkey' }
  | { type: 'paired'; token: string; me: Me }
  | { type: 'restart' }
  | { type: 'ok'; me: Me; theme: Theme; token?: string }
  | { type: 'removed'; reason: RemovedReason }
  | { type: 'replaced' }
  | { type: 'conflict' }
  | { type: 'progress'; percent: number }
  | {
      type: 'history';
      chats: SimulatedChat[];
      contacts: SimulatedContact[];
      labels: readonly SimulatedLabel[];
    }
  | { type: 'synced' }
  | { type: 'pong' }
  | { type: 'answer'; n: number; value: unknown }
  | { type: 'ack'; chatId: string; id: string; ack: number }
  | { type: 'msg'; msg: SimulatedMessage; unread: number }
  | { type: 'msgs'; id: string; msgs: SimulatedMessage[] }
  | { type: 'read'; ids: string[] }
  | { type: 'chat'; chat: SimulatedChat }
  | { type: 'migrated'; from: string; chat: SimulatedChat }
  | { type: 'theme'; theme: Theme };

export interface PageConfig {
  version: string;
  listTiming: 'sync' | 'frame';
  testIds: boolean;
  overscan: number;
  hasMinifiedIds: boolean;
  drift: PageDrift;
  /** Between two batches of modules. */
  moduleDelayMs: number;
  healthCheckMs: number;
  /** Whether the QR code ends with an address for phones that know no QR codes of WhatsApp. */
  hasQrSuffix: boolean;
  /** Whether the page knows which phone and which LID are one person before a chat is migrated. */
  isLidMapKnown: boolean;
  /** What the page keeps in IndexedDB besides its login. */
  storageMb: number;
}
