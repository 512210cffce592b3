import type { ProblemCode } from '../../shared/problem.ts';
import type { CallAnswer, SessionCall } from './calls.ts';
import { BadCursor, MediaTooLarge, type Media, type SessionClient } from './client.ts';
import type { RunningSession } from './running-session.ts';
import type { Sends } from './sends.ts';

/** What a session answers to the API; media come as they are. Rejects when its page does not answer. */
export async function answer(
  session: RunningSession,
  sends: Sends,
  call: SessionCall,
): Promise<CallAnswer | Media> {
  switch (call.type) {
    case 'view':
      return take({ state: session.state, unread: session.unread });
    case 'link':
      await session.link(call.method);
      return take({ state: session.state, unread: null });
    case 'log_out':
      return take({ isConfirmed: await session.logOut() });
    case 'chats':
    case 'messages':
    case 'media':
    case 'send':
    case 'read':
    case 'channels':
      return session.client !== null && session.state.status === 'connected'
        ? ask(session.client, sends, call).catch(refusalOf)
        : notReady(session);
  }
}

/** What a client says with an error, and is none. Throws every other. */
function refusalOf(error: unknown): CallAnswer {
  if (error instanceof MediaTooLarge) return refuse('too_large');
  if (error instanceof BadCursor) return refuse('invalid_input');
  throw error;
}

/** Of a session that is connected. */
async function ask(
  client: SessionClient,
  sends: Sends,
  call: Exclude<SessionCall, { type: 'view' | 'link' | 'log_out' }>,
): Promise<CallAnswer | Media> {
  switch (call.type) {
    case 'chats':
      return take(await client.chats(call));
    case 'messages':
      return orNotFound(await client.messages(call));
    case 'media':
      return (await client.media(call)) ?? refuse('not_found');
    case 'send':
      return sends.send(client, call);
    case 'read':
      return (await client.markRead(call.chatId)) ? take(null) : refuse('not_found');
    case 'channels':
      return take({ channels: await client.channels() });
  }
}

function notReady({ state }: RunningSession): CallAnswer {
  const isComing = state.status === 'starting' || (state.status === 'reconnecting' && state.attempt < 2);
  return { ok: false, code: 'session_not_ready', isComing };
}

const take = (value: unknown): CallAnswer => ({ ok: true, value });
const orNotFound = (value: unknown): CallAnswer => (value === null ? refuse('not_found') : take(value));
const refuse = (code: ProblemCode): CallAnswer => ({ ok: false, code, isComing: false });
