import type { ServerMessage, SimulatedChat, SimulatedContact, SimulatedMessage } from '../protocol.ts';
import { connection } from './connection.ts';
import { MsgKey } from './core/msg-key.ts';
import { createWid } from './core/wid.ts';
import { learnLid, logIn } from './modules/identity.ts';
import {
  ChatCollection,
  Cmd,
  Conn,
  ContactCollection,
  MsgCollection,
  MuteCollection,
  NewsletterCollection,
  Socket,
  Stream,
} from './modules/instances.ts';
import { Chat, Contact, Msg, Mute } from './modules/models.ts';
import { showTheme } from './theme.ts';

const RECONNECT_FIRST_MS = 1000;
const FOREVER = -1;

/** Connects, in the client's order of states: OPENING, PAIRING, CONNECTED, and hasSynced with the stream at the end. */
export function startSync(version: string): void {
  let delayMs = RECONNECT_FIRST_MS;
  function connect(): void {
    Socket.state = 'OPENING';
    Stream.set({ info: 'OPENING' });
    connection.open({
      opened: () => {
        delayMs = RECONNECT_FIRST_MS;
        Socket.state = 'PAIRING';
        Stream.set({ info: 'PAIRING' });
        connection.send({ type: 'hello', v: version });
      },
      received: receive,
      closed: () => {
        Socket.stream = 'DISCONNECTED';
        setTimeout(connect, delayMs);
        delayMs *= 2;
      },
    });
  }
  connect();
}

function receive(message: ServerMessage): void {
  switch (message.type) {
    case 'ok':
      localStorage.setItem('last-wid-md', JSON.stringify(message.me.wid));
      logIn(message.me);
      showTheme(message.theme);
      Conn.set({ wid: createWid(message.me.wid), pushname: message.me.pushname, connected: true });
      Conn.set({ platform: message.me.platform });
      Socket.set({ state: 'CONNECTED', stream: Socket.hasSynced ? 'RESUMING' : 'SYNCING' });
      Stream.set({ mode: 'SYNCING', info: 'SYNCING' });
      break;
    case 'history':
      addHistory(message.chats);
      addContacts(message.contacts);
      break;
    case 'synced':
      Socket.set({ hasSynced: true, stream: 'CONNECTED' });
      Stream.set({ mode: 'MAIN', info: 'NORMAL' });
      Cmd.trigger('on_critical_sync_done_from_bridge');
      Cmd.trigger('main_stream_mode_ready_from_bridge');
      break;
    case 'msg':
      receiveMessage(message.msg, message.unread);
      break;
    case 'msgs':
      addMessages(message.id, message.msgs);
      break;
    case 'ack': {
      const remote = createWid(message.chatId);
      MsgCollection.get(new MsgKey({ fromMe: true, remote, id: message.id }))?.set({ ack: message.ack });
      break;
    }
    case 'read':
      for (const id of message.ids) chatById(id)?.set({ unreadCount: 0 });
      break;
    case 'chat':
      changeChat(message.chat);
      break;
    case 'theme':
      showTheme(message.theme);
      break;
    case 'sent':
      break;
  }
}

function addHistory(chats: SimulatedChat[]): void {
  for (const chat of chats.filter((known) => chatById(known.id))) changeChat(chat);
  const made = chats.filter((chat) => !chatById(chat.id)).map(chatOf);
  ChatCollection.add(made.filter((chat) => !chat.id.isNewsletter()));
  NewsletterCollection.add(made.filter((chat) => chat.id.isNewsletter()));
  ContactCollection.add(made.map((chat) => chat.contact));
  MsgCollection.add(made.flatMap((chat) => chat.msgs.last() ?? []));
}

function addContacts(contacts: SimulatedContact[]): void {
  for (const { id, lid } of contacts) learnLid(id, lid);
  ContactCollection.add(
    contacts.map(({ id, name }) => new Contact({ id: createWid(id), name, pushname: name })),
  );
}

/** Channels are in a collection of their own. */
function chatById(id: string): Chat | undefined {
  return ChatCollection.get(id) ?? NewsletterCollection.get(id);
}

function chatOf(chat: SimulatedChat): Chat {
  const id = createWid(chat.id);
  if (chat.phone && chat.lid) learnLid(`${chat.phone}@c.us`, chat.lid);
  const mute = new Mute({ id, expiration: chat.muted ? FOREVER : 0 });
  MuteCollection.add(mute, { silent: true });
  const contact = new Contact({
    id,
    name: chat.name,
    shortName: chat.name.split(' ')[0],
    pushname: chat.name,
  });
  const model = new Chat({ id, contact, mute, ...fieldsOf(chat) });
  model.addChild('mute', mute);
  if (chat.lid) model.set({ accountLid: createWid(chat.lid) }, { silent: true });
  model.msgs.add(msgOf(chat.last), { silent: true });
  return model;
}

function fieldsOf(chat: SimulatedChat): Record<string, unknown> {
  return {
    t: chat.t,
    name: chat.name,
    formattedTitle: chat.name,
    unreadCount: chat.unread,
    archive: chat.archived,
    muteExpiration: chat.muted ? FOREVER : 0,
    pin: chat.pinnedAt,
    isFavorite: chat.favorite,
    isReadOnly: chat.kind === 'channel',
  };
}

function changeChat(chat: SimulatedChat): void {
  const model = chatById(chat.id);
  if (!model) return addHistory([chat]);
  model.mute.set({ expiration: chat.muted ? FOREVER : 0 });
  model.contact.set({ name: chat.name });
  addMessages(chat.id, [chat.last]);
  return void model.set(fieldsOf(chat));
}

function msgOf(message: SimulatedMessage, isNewMsg = false): Msg {
  const remote = createWid(message.chatId);
  const author = message.author && createWid(message.author.id);
  const id = new MsgKey({
    fromMe: message.fromMe,
    remote,
    id: message.id,
    ...(author && { participant: author }),
  });
  return new Msg({
    id,
    body: message.body,
    t: message.t,
    from: message.fromMe ? Conn.wid : remote,
    to: message.fromMe ? remote : Conn.wid,
    author,
    notifyName: message.author?.name ?? '',
    ack: message.ack,
    isNewMsg,
    isMdHistoryMsg: !isNewMsg,
  });
}

function receiveMessage(message: SimulatedMessage, unread: number): void {
  const chat = chatById(message.chatId);
  if (!chat) return;
  const msg = msgOf(message, true);
  chat.msgs.add(msg);
  MsgCollection.add(msg);
  chat.set({ unreadCount: unread, t: message.t });
}

function addMessages(chatId: string, messages: SimulatedMessage[]): void {
  const chat = chatById(chatId);
  if (!chat) return;
  const fresh = messages.map((message) => msgOf(message)).filter((msg) => !chat.msgs.get(msg.id));
  chat.msgs.add(fresh);
  MsgCollection.add(fresh);
}
