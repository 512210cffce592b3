import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { problemBody } from '../../shared/problem.ts';
import { CHAT_ID_LENGTH_MAX } from '../../shared/whatsapp/chat.ts';
import { CHAT_ID_PATTERN } from '../../shared/whatsapp/chat-id.ts';
import {
  channel,
  CHATS_PER_PAGE_MAX,
  chatsPage,
  linkMethods,
  messageId,
  MESSAGES_PER_PAGE_MAX,
  messagesPage,
  pageCursor,
  sendRequest,
  sessionView,
  type ChatsPage,
  type Channel,
  type MessagesPage,
} from '../../shared/whatsapp/inbox.ts';
import type { SignedIn } from '../auth/signed-in.ts';
import { refuseInvalid } from '../validation.ts';
import { RunningAccounts, type RunningAccountsOptions } from './running-accounts.ts';

interface SessionRoutesOptions extends RunningAccountsOptions {
  requireSignedIn: MiddlewareHandler<{ Variables: { signedIn: SignedIn } }>;
}

const PAGE_DEFAULT = 30;

const accountParams = z.object({ accountId: z.uuid() });
const chatParams = accountParams.extend({
  chatId: z.string().max(CHAT_ID_LENGTH_MAX).regex(CHAT_ID_PATTERN),
});
const pageOf = (most: number) =>
  z.strictObject({
    cursor: pageCursor.optional(),
    limit: z.coerce.number().int().min(1).max(most).default(PAGE_DEFAULT),
  });

const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemBody } },
});
const refusals = {
  401: problem('Not signed in.'),
  404: problem('No such account, chat or message of theirs.'),
  409: problem('It does not run, or is not connected yet.'),
  503: problem('It moves between two workers, or its page does not answer.'),
};
const base = { security: [{ bearer: [] }] };
const SESSION = '/{accountId}/session';

const viewRoute = createRoute({
  ...base,
  method: 'get',
  path: SESSION,
  request: { params: accountParams },
  responses: {
    ...refusals,
    200: json('How it is; with the code to link it, while it shows one.', sessionView),
  },
});

const startRoute = createRoute({
  ...base,
  method: 'post',
  path: SESSION,
  request: {
    params: accountParams,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            method: z.enum(linkMethods),
            /** The person has read what linking means, and agreed. */
            hasConsent: z.literal(true).optional(),
          }),
        },
      },
    },
  },
  responses: {
    ...refusals,
    202: json('It starts, or its code is made anew.', sessionView),
    403: problem('Consent is missing, the plan has no room, or the account is paused.'),
  },
});

const stopRoute = createRoute({
  ...base,
  method: 'post',
  path: `${SESSION}/stop`,
  request: { params: accountParams },
  responses: { ...refusals, 202: json('It saves its login and stops.', sessionView) },
});

const logOutRoute = createRoute({
  ...base,
  method: 'post',
  path: `${SESSION}/log-out`,
  request: { params: accountParams },
  responses: {
    ...refusals,
    200: json(
      'Its login is gone; `isConfirmed`: the phone has removed the device.',
      z.object({ isConfirmed: z.boolean() }),
    ),
  },
});

const chatsRoute = createRoute({
  ...base,
  method: 'get',
  path: `${SESSION}/chats`,
  request: { params: accountParams, query: pageOf(CHATS_PER_PAGE_MAX) },
  responses: { ...refusals, 200: json('A page of its chats.', chatsPage) },
});

const messagesRoute = createRoute({
  ...base,
  method: 'get',
  path: `${SESSION}/chats/{chatId}/messages`,
  request: { params: chatParams, query: pageOf(MESSAGES_PER_PAGE_MAX) },
  responses: { ...refusals, 200: json('A page of messages; reading marks nothing as read.', messagesPage) },
});

const sendRoute = createRoute({
  ...base,
  method: 'post',
  path: `${SESSION}/chats/{chatId}/messages`,
  request: {
    params: chatParams,
    body: { required: true, content: { 'application/json': { schema: sendRequest } } },
  },
  responses: {
    ...refusals,
    200: json('Sent, once for each key.', z.object({ id: messageId.nullable() })),
    429: problem('Too many in a minute.'),
  },
});

const readRoute = createRoute({
  ...base,
  method: 'post',
  path: `${SESSION}/chats/{chatId}/read`,
  request: { params: chatParams },
  responses: { ...refusals, 204: { description: 'Nothing of it is unread any more.' } },
});

const mediaRoute = createRoute({
  ...base,
  method: 'get',
  path: `${SESSION}/chats/{chatId}/messages/{messageId}/media`,
  request: { params: chatParams.extend({ messageId }) },
  responses: {
    ...refusals,
    200: {
      description: 'The file, as it is.',
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
    413: problem('It is too large to be shown here.'),
  },
});

const channelsRoute = createRoute({
  ...base,
  method: 'get',
  path: `${SESSION}/channels`,
  request: { params: accountParams },
  responses: {
    ...refusals,
    200: json('The channels that it follows.', z.object({ channels: z.array(channel) })),
  },
});

/** WhatsApp on the server, account by account. Nothing that it reads or writes there is stored. */
export function sessionRoutes({ requireSignedIn, ...options }: SessionRoutesOptions) {
  const accounts = new RunningAccounts(options);
  const app = new OpenAPIHono<{ Variables: { signedIn: SignedIn } }>({ defaultHook: refuseInvalid });
  app.use(requireSignedIn);
  return app
    .openapi(viewRoute, async (c) =>
      c.json(await accounts.view(c.var.signedIn.userId, c.req.valid('param').accountId), 200),
    )
    .openapi(startRoute, async (c) => {
      const { userId } = c.var.signedIn;
      const { method, hasConsent = false } = c.req.valid('json');
      return c.json(await accounts.start(userId, c.req.valid('param').accountId, method, hasConsent), 202);
    })
    .openapi(stopRoute, async (c) =>
      c.json(await accounts.stop(c.var.signedIn.userId, c.req.valid('param').accountId), 202),
    )
    .openapi(logOutRoute, async (c) =>
      c.json(await accounts.logOut(c.var.signedIn.userId, c.req.valid('param').accountId), 200),
    )
    .openapi(chatsRoute, async (c) => {
      const { accountId } = c.req.valid('param');
      const call = { type: 'chats', ...c.req.valid('query') } as const;
      return c.json((await accounts.call(c.var.signedIn.userId, accountId, call)) as ChatsPage, 200);
    })
    .openapi(messagesRoute, async (c) => {
      const { accountId, chatId: ofChat } = c.req.valid('param');
      const call = { type: 'messages', chatId: ofChat, ...c.req.valid('query') } as const;
      return c.json((await accounts.call(c.var.signedIn.userId, accountId, call)) as MessagesPage, 200);
    })
    .openapi(sendRoute, async (c) => {
      const { accountId, chatId: toChat } = c.req.valid('param');
      const id = await accounts.send(c.var.signedIn.userId, accountId, toChat, c.req.valid('json'));
      return c.json({ id }, 200);
    })
    .openapi(readRoute, async (c) => {
      const { accountId, chatId: ofChat } = c.req.valid('param');
      await accounts.call(c.var.signedIn.userId, accountId, { type: 'read', chatId: ofChat });
      return c.body(null, 204);
    })
    .openapi(mediaRoute, async (c) => {
      const { accountId, chatId: ofChat, messageId: ofMessage } = c.req.valid('param');
      const call = { type: 'media', chatId: ofChat, messageId: ofMessage } as const;
      const { mimeType, name, body } = await accounts.media(c.var.signedIn.userId, accountId, call);
      // Never as what it says it is: it comes from somebody else.
      return c.body(body, 200, {
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'x-media-type': encodeURIComponent(mimeType),
        ...(name !== null && { 'x-media-name': encodeURIComponent(name) }),
      });
    })
    .openapi(channelsRoute, async (c) => {
      const { accountId } = c.req.valid('param');
      const answer = await accounts.call(c.var.signedIn.userId, accountId, { type: 'channels' });
      return c.json(answer as { channels: Channel[] }, 200);
    });
}
