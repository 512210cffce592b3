import { MsgKey } from '../core/msg-key.ts';
import { createWid, type Wid } from '../core/wid.ts';
import type { ChatChange } from '../../protocol.ts';
import { connection } from '../connection.ts';
import { ChatCollection, Conn, MsgCollection } from './instances.ts';
import type { Chat, Msg } from './models.ts';

/** Shows a message at once with the ack CLOCK and sends it. */
export async function sendText(chat: Chat, body: string): Promise<Msg | undefined> {
  const id = await MsgKey.newId();
  const t = Math.max(Math.floor(Date.now() / 1000), chat.t);
  const key = new MsgKey({ fromMe: true, remote: chat.id, id });
  const [msg] = MsgCollection.add({ id: key, body, t, from: Conn.wid, to: chat.id, ack: 0, isNewMsg: true });
  if (msg) chat.msgs.add(msg);
  chat.set({ t });
  connection.send({ type: 'send', n: connection.next(), msg: { id, chatId: chat.id.toString(), body } });
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

/** Asks for a chat's messages; they arrive as a message of the connection. */
export async function loadMsgs({ chat }: { chat: Chat }): Promise<Msg[]> {
  if (!chat.get('hasOpened')) connection.send({ type: 'load', id: chat.id.toString() });
  chat.set({ hasOpened: true }, { silent: true });
  return chat.msgs.getModelsArray();
}

export async function findExistingChat(wid: Wid): Promise<Chat | undefined> {
  return ChatCollection.getLatestChatForWid(wid);
}

export async function findOrCreateLatestChat(wid: Wid | string): Promise<{ chat: Chat; created: boolean }> {
  const known = ChatCollection.getLatestChatForWid(wid);
  if (known) return { chat: known, created: false };
  return { chat: ChatCollection.gadd(createWid(wid.toString())), created: true };
}
