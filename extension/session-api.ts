import * as z from 'zod';
import {
  channel,
  chatsPage,
  MEDIA_BYTES_MAX,
  messagesPage,
  sessionView,
  type Channel,
  type ChatsPage,
  type LinkMethod,
  type MessagesPage,
  type SendRequest,
  type SessionView,
} from '../shared/whatsapp/inbox.ts';
import { bodyOf, bytesOf, send } from './request.ts';

/** An account that runs on the server, and who asks about it. */
export interface SessionOf {
  readonly token: string;
  readonly accountId: string;
}
export interface ChatOf extends SessionOf {
  readonly chatId: string;
}

/** How a person links, and whether they have just said that they may. */
export interface LinkRequest {
  readonly method: LinkMethod;
  readonly hasConsent?: true;
}

const CHATS_PER_PAGE = 30;
const MESSAGES_PER_PAGE = 40;

const logOutResponse = z.object({ isConfirmed: z.boolean() });
/** Null: it is sent, and its page did not say as what. */
const sendResponse = z.object({ id: z.string().nullable() });
const channelsResponse = z.object({ channels: z.array(channel) });

const path = ({ accountId }: { accountId: string }, rest = '') =>
  `/accounts/${encodeURIComponent(accountId)}/session${rest}`;
const chatPath = ({ accountId, chatId }: ChatOf, rest: string) =>
  path({ accountId }, `/chats/${encodeURIComponent(chatId)}${rest}`);
const pageQuery = (limit: number, cursor: string | undefined) =>
  `?${new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { cursor }) })}`;
const post = (at: string, token: string, body: object) =>
  send(at, { method: 'POST', token, body: JSON.stringify(body) });

/** Everything that the background asks of WhatsApp on the server. Each throws ApiError. */
export const sessionApi = {
  view: async (of: SessionOf): Promise<SessionView> =>
    sessionView.parse(await bodyOf(await send(path(of), { token: of.token }))),

  /** Also renews a code that ran out, and starts anew after an end. */
  start: async (of: SessionOf, request: LinkRequest): Promise<SessionView> =>
    sessionView.parse(await bodyOf(await post(path(of), of.token, request))),

  stop: async (of: SessionOf): Promise<SessionView> =>
    sessionView.parse(await bodyOf(await post(path(of, '/stop'), of.token, {}))),

  /** `isConfirmed`: the phone's list of devices has forgotten it. */
  logOut: async (of: SessionOf): Promise<{ isConfirmed: boolean }> =>
    logOutResponse.parse(await bodyOf(await post(path(of, '/log-out'), of.token, {}))),

  chats: async (of: SessionOf, cursor?: string): Promise<ChatsPage> =>
    chatsPage.parse(
      await bodyOf(await send(path(of, `/chats${pageQuery(CHATS_PER_PAGE, cursor)}`), { token: of.token })),
    ),

  messages: async (of: ChatOf, cursor?: string): Promise<MessagesPage> =>
    messagesPage.parse(
      await bodyOf(
        await send(chatPath(of, `/messages${pageQuery(MESSAGES_PER_PAGE, cursor)}`), { token: of.token }),
      ),
    ),

  send: async (of: ChatOf, request: SendRequest): Promise<{ id: string | null }> =>
    sendResponse.parse(await bodyOf(await post(chatPath(of, '/messages'), of.token, request))),

  async markRead(of: ChatOf): Promise<void> {
    await post(chatPath(of, '/read'), of.token, {});
  },

  /** As bytes alone: what it is says its message. */
  async media(of: ChatOf, messageId: string): Promise<Uint8Array> {
    const at = chatPath(of, `/messages/${encodeURIComponent(messageId)}/media`);
    const blob = await bytesOf(await send(at, { token: of.token }), MEDIA_BYTES_MAX);
    return new Uint8Array(await blob.arrayBuffer());
  },

  channels: async (of: SessionOf): Promise<Channel[]> =>
    channelsResponse.parse(await bodyOf(await send(path(of, '/channels'), { token: of.token }))).channels,
};
export type SessionApi = typeof sessionApi;
