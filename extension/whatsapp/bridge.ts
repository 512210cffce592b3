import * as z from 'zod/mini';
import { CHAT_ID_LENGTH_MAX, CHAT_TITLE_LENGTH_MAX, CHATS_MAX } from '../../shared/whatsapp/chat.ts';
import { NOT_FOUND, pageCapabilities, probeNames } from './capabilities.ts';

// What the page script and the content script say to each other. The page is hostile: it may have replaced what the page script
// reads. So what comes from there is data, parsed and capped in size and rate here, and gives no right to anything. What goes
// there is parsed too, names the account that it is meant for, and is refused when another one is open by then.

export const CHATS_PER_MESSAGE_MAX = 250;
export const UNREAD_MAX = 1_000_000;
export const CHAT_ID_PATTERN = /^[^\s@]+@[a-z.]+$/;
export const INSERTED_TEXT_LENGTH_MAX = 65_536;
const PLACES_MAX = 9;

/** Messages that may come at once, and each second after that. 200 hold the longest list of chats. */
export const FROM_PAGE_RATE = { burst: 300, perSecond: 60 };
/** A person clicks less often than this. */
export const REQUEST_RATE = { burst: 60, perSecond: 30 };

const id = z.string().check(z.maxLength(CHAT_ID_LENGTH_MAX), z.regex(CHAT_ID_PATTERN));
const text = (max: number) => z.string().check(z.maxLength(max));
const capability = z.array(z.enum(pageCapabilities)).check(z.maxLength(pageCapabilities.length));
const place = z.int().check(z.minimum(NOT_FOUND), z.maximum(PLACES_MAX));

const chat = z.strictObject({
  id,
  /** The same chat under WhatsApp's other id, phone number or LID, where the page knows both. */
  alias: z.nullable(id),
  title: text(CHAT_TITLE_LENGTH_MAX),
  unread: z.int().check(z.minimum(-1), z.maximum(UNREAD_MAX)),
  isArchived: z.boolean(),
  isPinned: z.boolean(),
  isMuted: z.boolean(),
  isListed: z.boolean(),
  waitingSince: z.nullable(z.int().check(z.minimum(0))),
});

export const outcomes = [
  'done',
  'wrong_account',
  'unknown_chat',
  'not_possible',
  'failed',
  'too_many',
] as const;
/** How a request ended. `not_possible`: this version of WhatsApp Web does not allow it. */
export type Outcome = (typeof outcomes)[number];

export const fromPage = z.discriminatedUnion('type', [
  /** The page script runs. */
  z.strictObject({ type: z.literal('started') }),
  z.strictObject({
    /** Only of a page that has logged in and synced. */
    type: z.literal('health'),
    version: text(40),
    /** What works, and what does not; the rest can't be told yet. */
    on: capability,
    lost: capability,
    /** For each probe, in their order, which alternative was found. */
    places: z.array(place).check(z.length(probeNames.length)),
  }),
  z.strictObject({
    type: z.literal('account'),
    id,
    name: text(CHAT_TITLE_LENGTH_MAX),
    isBusinessAccount: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('chats'),
    /** The first message of a full list: forget what was said before. */
    isReset: z.boolean(),
    changed: z.array(chat).check(z.maxLength(CHATS_PER_MESSAGE_MAX)),
    removed: z.array(id).check(z.maxLength(CHATS_PER_MESSAGE_MAX)),
  }),
  z.strictObject({ type: z.literal('active-chat'), chatId: z.nullable(id) }),
  /** The person chose one of WhatsApp's own filters. */
  z.strictObject({ type: z.literal('native-filter') }),
  z.strictObject({ type: z.literal('answer'), request: z.int(), outcome: z.enum(outcomes) }),
]);
export type FromPage = z.infer<typeof fromPage>;

const request = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('filter'),
    /** Show the chats with these ids only, or all but these. Null shows everything. */
    filter: z.nullable(
      z.strictObject({
        isExcluding: z.boolean(),
        ids: z.array(id).check(z.maxLength(CHATS_MAX)),
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('open-chat'), chatId: id }),
  /** Whether each drawn row is to be tagged with its chat, or only the one that is pointed at. */
  z.strictObject({ kind: z.literal('tag-rows'), isEvery: z.boolean() }),
  /** Into the composer of this chat, which must be open. Never sends. */
  z.strictObject({ kind: z.literal('insert-text'), chatId: id, text: text(INSERTED_TEXT_LENGTH_MAX) }),
]);
export type Request = z.infer<typeof request>;
export type ChatFilter = NonNullable<Extract<Request, { kind: 'filter' }>['filter']>;

export const fromContent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('request'),
    number: z.int(),
    /** The WhatsApp account that the request is meant for. */
    accountId: id,
    request,
  }),
  /** Undo everything that was changed in the page, for good. */
  z.strictObject({ type: z.literal('stop') }),
  /** Said again and again; when it is not said any more the extension is gone, and its parts, which bear this mark, may stay behind. */
  z.strictObject({ type: z.literal('alive'), mark: z.uuid() }),
]);
export type FromContent = z.infer<typeof fromContent>;

/** How often the content script says that it is alive. Both ends count by timers of one page, which a browser slows down alike. */
export const ALIVE_INTERVAL_MS = 1000;
export const BEATS_MISSED_MAX = 4;

/** Says of each message whether it is within the rate. */
export function rateLimit({ burst, perSecond }: { burst: number; perSecond: number }): () => boolean {
  let allowance = burst;
  let lookedAt = performance.now();
  return () => {
    const now = performance.now();
    allowance = Math.min(burst, allowance + ((now - lookedAt) / 1000) * perSecond);
    lookedAt = now;
    if (allowance < 1) return false;
    allowance -= 1;
    return true;
  };
}
