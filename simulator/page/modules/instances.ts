import { Collection } from '../core/collection.ts';
import { EventEmitter } from '../core/emitter.ts';
import { Model } from '../core/model.ts';
import { Chat, ConnModel, Contact, Msg, Mute, SocketModel, StreamModel } from './models.ts';

export class ChatCollectionImpl extends Collection<Chat> {
  override sortFields = ['t', 'pin'];
  override comparator = (one: Chat, other: Chat) => other.pin - one.pin || other.t - one.t;

  /** The chat of either id, phone or LID. */
  getLatestChatForWid(wid: { toString(): string }): Chat | undefined {
    return this.get(wid) ?? this.findFirst((chat) => chat.accountLid?.toString() === wid.toString());
  }
  getActive(): Chat | undefined {
    return this.findFirst((chat) => chat.active);
  }
}
export class MsgCollectionImpl extends Collection<Msg> {
  async getMessagesById(ids: string[]): Promise<{ messages: Msg[] }> {
    return { messages: ids.flatMap((id) => this.get(id) ?? []) };
  }
}
export class ContactCollectionImpl extends Collection<Contact> {
  getMeContact(): Contact | undefined {
    return this.get(Conn.wid);
  }
}

export const ChatCollection = new ChatCollectionImpl(Chat);
export const MsgCollection = new MsgCollectionImpl(Msg);
export const ContactCollection = new ContactCollectionImpl(Contact);
export const MuteCollection = new Collection(Mute);
export const PresenceCollection = new Collection(Model);
export const GroupMetadataCollection = new Collection(Model);
export const NewsletterCollection = new Collection(Chat);
export const NewsletterMetadataCollection = new Collection(Model);
export const BlocklistCollection = new Collection(Model);
export const LabelCollection = new Collection(Model);
export const StatusCollection = new Collection(Model);
export const ProfilePicThumbCollection = new Collection(Model);
export const Socket = new SocketModel();
export const Stream = new StreamModel();
export const Conn = new ConnModel();

interface OpenChat {
  chat: Chat;
  chatEntryPoint?: string;
}
export type FilterKind = 'unread' | 'favorites' | 'group' | undefined;

export class CmdImpl extends EventEmitter {
  async openChatBottom({ chat, chatEntryPoint }: OpenChat): Promise<boolean> {
    this.trigger('open_chat', { chat, chatEntryPoint });
    return true;
  }
  async openChatFromUnread(options: OpenChat): Promise<boolean> {
    return this.openChatBottom(options);
  }
  async openChatAt(options: OpenChat): Promise<boolean> {
    return this.openChatBottom(options);
  }
  async closeChat(chat?: Chat): Promise<void> {
    this.trigger('close_chat', chat);
  }
  /** Only triggers; whether it is a change decides the list panel. */
  setActiveFilter(kind?: FilterKind, labelId?: string): void {
    this.trigger('set_active_filter', kind, labelId);
  }
}
export const Cmd = new CmdImpl();
