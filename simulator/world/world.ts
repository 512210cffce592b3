import type { ChatChange, Me, SimulatedChat, SimulatedContact, SimulatedMessage } from '../protocol.ts';
import { makeContacts, makeWorld, type WorldOptions } from './make-world.ts';
import { history } from './messages.ts';
import { fictionalPhone, lidOf } from './numbers.ts';

/** What WhatsApp's servers know of one account. */
export class World {
  readonly me: Me;
  readonly contacts: SimulatedContact[];
  readonly sent: { chatId: string; body: string }[] = [];
  private readonly seed: number;
  private readonly chatsById: Map<string, SimulatedChat>;
  private readonly messagesByChat = new Map<string, SimulatedMessage[]>();
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
    this.messagesByChat.set(chatId, made);
    return made;
  }

  receive(chatId: string, body: string): SimulatedMessage {
    const chat = this.chat(chatId);
    const author = chat.kind === 'group' && {
      author: { id: `${fictionalPhone(70_000)}@c.us`, name: 'Sam Porter' },
    };
    const message = this.append(chat, { body, fromMe: false, ack: 0, ...author });
    chat.unread = Math.max(0, chat.unread) + 1;
    return message;
  }

  send(chatId: string, body: string, id: string): SimulatedMessage {
    this.sent.push({ chatId, body });
    return this.append(this.chat(chatId), { id, body, fromMe: true, ack: 1 });
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

  private append(
    chat: SimulatedChat,
    part: Pick<SimulatedMessage, 'body' | 'fromMe' | 'ack'> & {
      id?: string;
      author?: { id: string; name: string };
    },
  ): SimulatedMessage {
    const message = { id: this.messageId(), chatId: chat.id, t: this.later(), ...part };
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
