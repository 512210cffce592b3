import { MsgKey } from '../core/msg-key.ts';
import { createWid, type Wid } from '../core/wid.ts';
import type { ChatChange, SimulatedMessage } from '../../protocol.ts';
import { connection } from '../connection.ts';
import { addMessages } from '../history.ts';
import { session } from '../login/session.ts';
import { ChatCollection, Conn, MsgCollection, Socket } from './instances.ts';
import { Msg, type Chat } from './models.ts';

interface SendResult {
  messageSendResult: 'OK';
  t: number;
  count: number | null;
}

/** Shows a message at once with the ack CLOCK and sends it: one promise for each. */
export function addAndSendMsgToChat(
  chat: Chat,
  values: Record<string, unknown>,
): [Promise<Msg>, Promise<SendResult>] {
  const msg = new Msg({ ...values });
  msg.set({ t: Math.max(msg.t, chat.t) }, { silent: true });
  MsgCollection.add(msg);
  chat.msgs.add(msg);
  chat.set({ t: msg.t, lastReceivedKey: msg.id });
  return [Promise.resolve(msg), sendMsg(chat, msg)];
}

/** Messages that the server has not taken yet; each connection sends them again. */
const unsent = new Map<Msg, () => void>();
Socket.on('change:stream', (_socket: unknown, stream: string) => {
  if (stream === 'CONNECTED') for (const again of unsent.values()) again();
});

function sendMsg(chat: Chat, msg: Msg): Promise<SendResult> {
  return new Promise((resolve) => {
    async function attempt(): Promise<void> {
      const t = await askToSend(chat, msg);
      unsent.delete(msg);
      resolve({ messageSendResult: 'OK', t, count: null });
    }
    unsent.set(msg, () => void attempt());
    void attempt();
  });
}

async function askToSend(chat: Chat, msg: Msg): Promise<number> {
  const { quotedStanzaID, quotedParticipant } = msg;
  const counter = await session.nextCounter();
  return connection.ask<number>({
    type: 'send',
    ...(counter !== undefined && { counter }),
    msg: {
      id: msg.id.id,
      chatId: chat.id.toString(),
      body: msg.body,
      ...(quotedStanzaID && {
        quoted: { id: quotedStanzaID, participant: String(quotedParticipant) },
      }),
    },
  });
}

export async function sendText(chat: Chat, body: string): Promise<Msg | undefined> {
  const id = new MsgKey({ fromMe: true, remote: chat.id, id: await MsgKey.newId() });
  const t = Math.floor(Date.now() / 1000);
  const [msg] = addAndSendMsgToChat(chat, {
    id,
    body,
    t,
    from: Conn.wid,
    to: chat.id,
    ack: 0,
    isNewMsg: true,
  });
  return msg;
}

export function sendSeen({ chat }: { chat: Chat }): void {
  markRead([chat]);
}

export function markRead(chats: Chat[]): void {
  const unread = chats.filter((chat) => chat.unreadCount !== 0);
  if (unread.length === 0) return;
  for (const chat of unread) chat.set({ unreadCount: 0 });
  connection.send({ type: 'read', ids: unread.map((chat) => chat.id.toString()) });
}

/** Archives, mutes, pins…; the answer changes the chat on every page. */
export function changeChat(chat: Chat, change: ChatChange): void {
  connection.send({ type: 'change', id: chat.id.toString(), change });
}

/** The chat's messages before those that are there already; all of them come at once. */
export async function loadMsgs({ chat }: { chat: Chat }): Promise<Msg[]> {
  if (chat.get('hasOpened')) return [];
  chat.set({ hasOpened: true }, { silent: true });
  const id = chat.id.toString();
  return addMessages(id, await connection.ask<SimulatedMessage[]>({ type: 'messages', id }));
}

export async function findExistingChat(wid: Wid): Promise<Chat | undefined> {
  return ChatCollection.getLatestChatForWid(wid);
}

export async function findOrCreateLatestChat(wid: Wid | string): Promise<{ chat: Chat; created: boolean }> {
  const known = ChatCollection.getLatestChatForWid(wid);
  if (known) return { chat: known, created: false };
  return { chat: ChatCollection.gadd(createWid(wid.toString())), created: true };
}

/** Asks the server; many of these in a row are what gets an account banned. */
export async function queryWidExists(wid: Wid): Promise<{ wid: Wid; biz: boolean; lid?: Wid } | null> {
  const known = await connection.ask<{ wid: string; lid?: string } | null>({
    type: 'exists',
    id: wid.toString(),
  });
  if (!known) return null;
  return { wid: createWid(known.wid), biz: false, ...(known.lid && { lid: createWid(known.lid) }) };
}

class ServerStatusCodeError extends Error {
  override name = 'ServerStatusCodeError';
  readonly statusCode = 404;
}

export async function requestProfilePicFromServer(target: {
  id: Wid;
}): Promise<{ eurl: string; tag: string }> {
  const eurl = await connection.ask<string | null>({ type: 'picture', id: target.id.toString() });
  if (eurl === null) throw new ServerStatusCodeError('item-not-found');
  return { eurl, tag: eurl.slice(-12, -6) };
}
