import * as z from 'zod';
import {
  CHATS_PER_PAGE_MAX,
  linkMethods,
  messageId,
  MESSAGES_PER_PAGE_MAX,
  pageCursor,
  sendRequest,
} from '../../shared/whatsapp/inbox.ts';
import { chatId } from '../../shared/whatsapp/chat-id.ts';
import type { ProblemCode } from '../../shared/problem.ts';

/** What the API asks of the worker that holds an account. */
export const sessionCall = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('view') }),
  /** Links anew what waits to be linked, or has ended. */
  z.strictObject({ type: z.literal('link'), method: z.enum(linkMethods) }),
  z.strictObject({ type: z.literal('log_out') }),
  z.strictObject({
    type: z.literal('chats'),
    cursor: pageCursor.optional(),
    limit: z.int().min(1).max(CHATS_PER_PAGE_MAX),
  }),
  z.strictObject({
    type: z.literal('messages'),
    chatId,
    cursor: pageCursor.optional(),
    limit: z.int().min(1).max(MESSAGES_PER_PAGE_MAX),
  }),
  z.strictObject({ type: z.literal('media'), chatId, messageId }),
  z.strictObject({
    type: z.literal('send'),
    chatId,
    ...sendRequest.shape,
    /** Of the chat and the text, by a secret that the API has. */
    fingerprint: z.string().max(100),
  }),
  z.strictObject({ type: z.literal('read'), chatId }),
  z.strictObject({ type: z.literal('channels') }),
]);
export type SessionCall = z.infer<typeof sessionCall>;

export const callRequest = z.strictObject({ accountId: z.uuid(), call: sessionCall });

/** A worker's answer that is no media. `isComing`: the same call again may succeed soon. */
export type CallAnswer =
  | { ok: true; value: unknown }
  | { ok: false; code: ProblemCode; isComing: boolean; detail?: string };

/** The only path of a worker. */
export const CALL_PATH = '/sessions/call';
