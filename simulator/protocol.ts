import { z } from 'zod';

export type ChatKind = 'person' | 'group' | 'channel';

/** A chat as the simulator's server holds it; `unread` −1 is "marked unread by hand". */
export interface SimulatedChat {
  id: string;
  name: string;
  kind: ChatKind;
  /** A person's numbers: digits of the phone, and the opaque id. */
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
}

/** A person of the address book without a chat. */
export interface SimulatedContact {
  id: string;
  lid: string;
  name: string;
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

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), v: z.string() }),
  z.object({
    type: z.literal('send'),
    n: z.number(),
    msg: z.object({ id: z.string(), chatId: z.string(), body: z.string().max(65_536) }),
  }),
  z.object({ type: z.literal('read'), ids: z.array(z.string()) }),
  z.object({ type: z.literal('load'), id: z.string() }),
  z.object({ type: z.literal('change'), id: z.string(), change: chatChangeSchema }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

export type ServerMessage =
  | { type: 'ok'; me: Me; theme: Theme }
  | { type: 'history'; chats: SimulatedChat[]; contacts: SimulatedContact[] }
  | { type: 'synced' }
  | { type: 'sent'; n: number; t: number }
  | { type: 'ack'; chatId: string; id: string; ack: number }
  | { type: 'msg'; msg: SimulatedMessage; unread: number }
  | { type: 'msgs'; id: string; msgs: SimulatedMessage[] }
  | { type: 'read'; ids: string[] }
  | { type: 'chat'; chat: SimulatedChat }
  | { type: 'theme'; theme: Theme };

export interface PageConfig {
  version: string;
  listTiming: 'sync' | 'frame';
  testIds: boolean;
  overscan: number;
  hasMinifiedIds: boolean;
  /** Modules (`Id`) and exports (`Id.export`) that this version of the page calls otherwise. */
  drift: string[];
}
