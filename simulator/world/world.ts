import { createHash } from 'node:crypto';
import type {
  ChatChange,
  Me,
  Quoted,
  SimulatedChannel,
  SimulatedChat,
  SimulatedContact,
  SimulatedGroup,
  SimulatedLabel,
  SimulatedMedia,
  SimulatedMessage,
} from '../protocol.ts';
import { channelOf, groupOf, LABELS, pictureOf } from './facts.ts';
import { sampleFiles } from './files.ts';
import { makeContacts, makeWorld, type WorldOptions } from './make-world.ts';
import { history } from './messages.ts';
import { fictionalPhone, lidOf } from './numbers.ts';

/** The place of the one chat whose older messages have files. */
const CHAT_WITH_FILES = 14;

/** What makes a message other than a text; `size` is what it says of its file, where that is not so. */
export interface Incoming {
  type?: string;
  file?: { mimetype: string; filename?: string; bytes: Buffer; size?: number };
  /** In seconds since 1970. */
  t?: number;
}

/** What WhatsApp's servers know of one account. */
export class World {
  readonly me: Me;
  readonly contacts: SimulatedContact[];
  readonly labels: readonly SimulatedLabel[] = LABELS;
  readonly sent: { chatId: string; body: string; quoted?: Quoted }[] = [];
  private readonly seed: number;
  private readonly withFiles: string | undefined;
  private readonly chatsById: Map<string, SimulatedChat>;
  private readonly messagesByChat = new Map<string, SimulatedMessage[]>();
  private readonly filesByPath = new Map<string, Buffer>();
  private made = 0;
  private newest: number;

  constructor(options: Omit<WorldOptions, 'now'> & { me: { phone: string; name: string } }) {
    this.seed = options.seed;
    this.me = {
      wid: `${options.me.phone}@c.us`,
      lid: lidOf(options.me.phone),
      pushname: options.me.name,
      platform: 'android',
    };
    this.contacts = makeContacts(options.seed);
    const chats = makeWorld({ ...options, now: seconds() });
    this.chatsById = new Map(chats.map((chat) => [chat.id, chat]));
    this.withFiles = chats[CHAT_WITH_FILES]?.id;
    this.newest = chats.reduce((t, chat) => Math.max(t, chat.t), 0);
  }

  /** The last pinned first, then the newest. */
  chats(): SimulatedChat[] {
    return [...this.chatsById.values()].sort(
      (one, other) => other.pinnedAt - one.pinnedAt || other.t - one.t,
    );
  }

  chat(id: string): SimulatedChat {
    const chat = this.chatsById.get(id);
    if (!chat) throw new RangeError(`no chat ${id}`);
    return chat;
  }

  has(id: string): boolean {
    return this.chatsById.has(id);
  }

  messages(chatId: string): SimulatedMessage[] {
    const known = this.messagesByChat.get(chatId);
    if (known) return known;
    const made = history(this.chat(chatId), this.seed);
    if (chatId === this.withFiles) made.splice(1, 0, ...this.messagesWithFiles(chatId, made[1]?.t ?? 0));
    this.messagesByChat.set(chatId, made);
    return made;
  }

  /** A message from the other side; `isLater`: its second is after that of every other message. */
  receive(
    chatId: string,
    body: string,
    { isLater = true, type, file, t: sentAt }: Incoming & { isLater?: boolean } = {},
  ): SimulatedMessage {
    const chat = this.chat(chatId);
    const author = chat.kind === 'group' && {
      author: { id: `${fictionalPhone(70_000)}@c.us`, name: 'Sam Porter' },
    };
    const t = sentAt ?? (isLater ? this.later() : Math.max(chat.t, seconds()));
    const message = this.append(chat, {
      body,
      t,
      fromMe: false,
      ack: 0,
      ...author,
      ...(type !== undefined && { type }),
      ...(file && { media: this.keep(file) }),
    });
    chat.unread = Math.max(0, chat.unread) + 1;
    return message;
  }

  send(chatId: string, body: string, id: string, quoted?: Quoted): SimulatedMessage {
    this.sent.push({ chatId, body, ...(quoted && { quoted }) });
    const rest = { fromMe: true, ack: 1, ...(quoted && { quoted }) };
    return this.append(this.chat(chatId), { id, body, t: this.later(), ...rest });
  }

  acknowledge(chatId: string, id: string, ack: number): void {
    const message = this.messages(chatId).find((other) => other.id === id);
    if (message) message.ack = ack;
  }

  add(name: string, kind: 'person' | 'group'): SimulatedChat {
    const index = 40_000 + this.made++;
    const phone = fictionalPhone(index);
    const id = kind === 'group' ? `12036309${String(1_000_000_000 + index)}@g.us` : `${phone}@c.us`;
    const t = this.later();
    const last = { id: this.messageId(), chatId: id, body: 'Hello!', t, fromMe: false, ack: 0 };
    const chat: SimulatedChat = {
      id,
      name,
      kind,
      ...(kind === 'person' && { phone, lid: lidOf(phone) }),
      unread: 1,
      t,
      archived: false,
      muted: false,
      pinned: false,
      pinnedAt: 0,
      favorite: false,
      last,
    };
    this.chatsById.set(id, chat);
    this.messagesByChat.set(id, [last]);
    return chat;
  }

  change(chatId: string, change: ChatChange): SimulatedChat {
    const chat = Object.assign(this.chat(chatId), change);
    if (change.pinned !== undefined) chat.pinnedAt = change.pinned ? this.later() : 0;
    return chat;
  }

  /** Gives a person's chat its LID as its id, messages and all. */
  migrate(chatId: string): SimulatedChat {
    const chat = this.chat(chatId);
    if (chat.kind !== 'person' || !chat.lid || chat.id === chat.lid) return chat;
    const messages = this.messages(chatId);
    this.chatsById.delete(chatId);
    this.messagesByChat.delete(chatId);
    chat.id = chat.lid;
    for (const message of messages) message.chatId = chat.id;
    chat.last.chatId = chat.id;
    this.chatsById.set(chat.id, chat);
    this.messagesByChat.set(chat.id, messages);
    return chat;
  }

  /** The id of a person that WhatsApp knows, by phone or LID, or null. */
  exists(id: string): { wid: string; lid?: string } | null {
    const people = [...this.chatsById.values()].filter((chat) => chat.kind === 'person');
    const known = people.find((chat) => chat.lid === id || `${chat.phone}@c.us` === id);
    if (known?.phone) return { wid: `${known.phone}@c.us`, ...(known.lid && { lid: known.lid }) };
    const contact = this.contacts.find((each) => each.id === id || each.lid === id);
    return contact ? { wid: contact.id, lid: contact.lid } : null;
  }

  file(directPath: string): Buffer | undefined {
    return this.filesByPath.get(directPath);
  }

  picture(id: string): string | null {
    return pictureOf(id);
  }

  group(id: string): SimulatedGroup | null {
    return this.chatsById.get(id)?.kind === 'group' ? groupOf(this.chat(id), this.me) : null;
  }

  channel(id: string): SimulatedChannel | null {
    return this.chatsById.get(id)?.kind === 'channel' ? channelOf(this.chat(id)) : null;
  }

  private messagesWithFiles(chatId: string, t: number): SimulatedMessage[] {
    return sampleFiles().map(({ type, body, file }, index) => ({
      id: `3AF11E${String(index).padStart(14, '0')}`,
      chatId,
      body,
      t,
      fromMe: false,
      ack: 0,
      type,
      media: this.keep(file),
    }));
  }

  private keep({ bytes, size, ...rest }: NonNullable<Incoming['file']>): SimulatedMedia {
    const filehash = createHash('sha256').update(bytes).digest('base64');
    const directPath = `/v/t62.7118-24/${this.filesByPath.size}_n.enc`;
    this.filesByPath.set(directPath, bytes);
    return { ...rest, size: size ?? bytes.length, filehash, directPath };
  }

  private append(
    chat: SimulatedChat,
    part: Omit<SimulatedMessage, 'id' | 'chatId'> & { id?: string },
  ): SimulatedMessage {
    const message = { id: this.messageId(), chatId: chat.id, ...part };
    this.messages(chat.id).push(message);
    Object.assign(chat, { last: message, t: message.t });
    return message;
  }

  /** Messages within one second still come in an order. */
  private later(): number {
    this.newest = Math.max(this.newest + 1, seconds());
    return this.newest;
  }

  private messageId(): string {
    return `3B${String(this.made++).padStart(18, '0')}`;
  }
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
