import type {
  SimulatedChat,
  SimulatedContact,
  SimulatedLabel,
  SimulatedMedia,
  SimulatedMessage,
} from '../protocol.ts';
import { config } from './config.ts';
import { MsgKey } from './core/msg-key.ts';
import { createWid } from './core/wid.ts';
import { becomeMigrated, learnLid } from './modules/identity.ts';
import {
  ChatCollection,
  Conn,
  ContactCollection,
  GroupMetadataCollection,
  LabelCollection,
  MsgCollection,
  MuteCollection,
  NewsletterCollection,
  NewsletterMetadataCollection,
  PresenceCollection,
} from './modules/instances.ts';
import { GroupMetadata, Label, MediaData, NewsletterMetadata, Presence } from './modules/metadata-models.ts';
import { Chat, Contact, Msg, Mute } from './modules/models.ts';

// What the server says of chats, contacts and messages, put into the page's collections.

const FOREVER = -1;
const SILENT = { silent: true };
const THUMBNAIL = '/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==';

export function addHistory(chats: SimulatedChat[]): void {
  for (const chat of chats.filter((known) => chatById(known.id))) changeChat(chat);
  const made = chats.filter((chat) => !chatById(chat.id)).map(chatOf);
  ChatCollection.add(made.filter((chat) => !chat.id.isNewsletter()));
  NewsletterCollection.add(made.filter((chat) => chat.id.isNewsletter()));
  ContactCollection.add(made.map((chat) => chat.contact));
  MsgCollection.add(made.flatMap((chat) => chat.msgs.last() ?? []));
}

export function addContacts(contacts: SimulatedContact[]): void {
  if (config.isLidMapKnown) for (const { id, lid } of contacts) learnLid(id, lid);
  ContactCollection.add(
    contacts.map(({ id, name }) => new Contact({ id: createWid(id), name, pushname: name })),
  );
}

export function addLabels(labels: readonly SimulatedLabel[]): void {
  LabelCollection.add(labels.map((label, colorIndex) => new Label({ ...label, colorIndex })));
}

/** Channels are in a collection of their own. */
export function chatById(id: string): Chat | undefined {
  return ChatCollection.get(id) ?? NewsletterCollection.get(id);
}

function learnPartner({ phone, lid }: SimulatedChat): void {
  if (phone && lid) learnLid(`${phone}@c.us`, lid);
}

function chatOf(chat: SimulatedChat): Chat {
  const id = createWid(chat.id);
  if (config.isLidMapKnown) learnPartner(chat);
  const mute = new Mute({ id, expiration: chat.muted ? FOREVER : 0 });
  const presence = new Presence({ id });
  MuteCollection.add(mute, SILENT);
  PresenceCollection.add(presence, SILENT);
  const contact = new Contact({
    id,
    name: chat.name,
    shortName: chat.name.split(' ')[0],
    pushname: chat.name,
    ...(chat.phone && id.isLid() && { phoneNumber: createWid(`${chat.phone}@c.us`) }),
  });
  const model = new Chat({ id, contact, mute, presence, ...fieldsOf(chat) });
  model.addChild('mute', mute);
  if (chat.lid && (config.isLidMapKnown || id.isLid()))
    model.set({ accountLid: createWid(chat.lid) }, SILENT);
  if (chat.labels) model.set({ labels: chat.labels }, SILENT);
  if (chat.kind === 'group') {
    const groupMetadata = new GroupMetadata({ id, subject: chat.name });
    GroupMetadataCollection.add(groupMetadata, SILENT);
    model.set({ groupMetadata }, SILENT);
  }
  if (chat.kind === 'channel') {
    const newsletterMetadata = new NewsletterMetadata({ id, name: chat.name });
    NewsletterMetadataCollection.add(newsletterMetadata, SILENT);
    model.set({ newsletterMetadata }, SILENT);
  }
  const last = msgOf(chat.last);
  model.msgs.add(last, SILENT);
  model.set({ lastReceivedKey: last.id }, SILENT);
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

export function changeChat(chat: SimulatedChat): void {
  const model = chatById(chat.id);
  if (!model) return addHistory([chat]);
  model.mute.set({ expiration: chat.muted ? FOREVER : 0 });
  model.contact.set({ name: chat.name });
  addMessages(chat.id, [chat.last]);
  return void model.set(fieldsOf(chat));
}

/** A person's chat under its LID: the model of the phone number goes, another one comes, with the same messages. */
export function migrateChat(from: string, chat: SimulatedChat): void {
  learnPartner(chat);
  becomeMigrated();
  const old = ChatCollection.get(from);
  if (!old) return addHistory([chat]);
  const model = chatOf(chat);
  const isActive = old.active;
  const msgs = old.msgs.getModelsArray();
  const moved = msgs.filter((msg) => msg.id.id !== chat.last.id).map((msg) => movedMsg(msg, model));
  model.msgs.add(moved, SILENT);
  model.set({ hasOpened: old.get('hasOpened') }, SILENT);
  ChatCollection.remove(old);
  MsgCollection.remove(msgs);
  ChatCollection.add(model);
  ContactCollection.add(model.contact);
  MsgCollection.add(model.msgs.getModelsArray());
  return isActive ? void (model.active = true) : undefined;
}

function movedMsg(msg: Msg, chat: Chat): Msg {
  const { fromMe, id, participant } = msg.id;
  return new Msg({
    ...msg.serialize(),
    id: new MsgKey({ fromMe, id, remote: chat.id, ...(participant && { participant }) }),
    [fromMe ? 'to' : 'from']: chat.id,
    isNewMsg: false,
  });
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
    ...(message.type && { type: message.type }),
    ...(message.media && mediaFieldsOf(message.media, message.body)),
    ...(message.quoted && {
      quotedStanzaID: message.quoted.id,
      quotedParticipant: createWid(message.quoted.participant),
    }),
  });
}

/** The body of a message with a file is a small picture. */
function mediaFieldsOf({ size, ...media }: SimulatedMedia, caption: string): Record<string, unknown> {
  return {
    ...media,
    size,
    caption,
    body: THUMBNAIL,
    mediaKey: THUMBNAIL,
    encFilehash: media.filehash,
    mediaData: new MediaData({ mediaStage: 'NEED_POKE', size }),
  };
}

export function receiveMessage(message: SimulatedMessage, unread: number): void {
  const chat = chatById(message.chatId);
  if (!chat) return;
  // A channel's post is no new message: who wants it has to look.
  const msg = msgOf(message, !chat.id.isNewsletter());
  chat.msgs.add(msg);
  MsgCollection.add(msg);
  chat.set({ lastReceivedKey: msg.id }, SILENT);
  chat.set({ unreadCount: unread, t: message.t });
}

/** Those that were not there before. */
export function addMessages(chatId: string, messages: SimulatedMessage[]): Msg[] {
  const chat = chatById(chatId);
  if (!chat) return [];
  const fresh = messages.map((message) => msgOf(message)).filter((msg) => !chat.msgs.get(msg.id));
  chat.msgs.add(fresh);
  MsgCollection.add(fresh);
  return fresh;
}
