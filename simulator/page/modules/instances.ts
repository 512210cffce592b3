import { Collection } from '../core/collection.ts';
import { EventEmitter } from '../core/emitter.ts';
import { defineFields, Model } from '../core/model.ts';
import type { SimulatedChannel, SimulatedGroup } from '../../protocol.ts';
import { connection } from '../connection.ts';
import { createWid } from '../core/wid.ts';
import { ConnModel, SocketModel, StreamModel } from './connection-models.ts';
import { GroupMetadata, Label, NewsletterMetadata, Presence } from './metadata-models.ts';
import { Chat, Contact, Msg, Mute } from './models.ts';

export class ChatCollectionImpl extends Collection<Chat> {
  override sortFields = ['t', 'pin'];
  override comparator = (one: Chat, other: Chat) => other.pin - one.pin || other.t - one.t;

  /** The chat of either id, phone or LID. */
  getLatestChatForWid(wid: { toString(): string }): Chat | undefined {
    return this.get(wid) ?? this.findFirst((chat) => chat.accountLid?.toString() === wid.toString());
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

/** Groups are asked for one at a time, over the network. */
export class GroupMetadataCollectionImpl extends Collection<GroupMetadata> {
  override async update(id: { toString(): string }): Promise<GroupMetadata> {
    const metadata = this.gadd(createWid(id.toString()));
    const group = await connection.ask<SimulatedGroup | null>({ type: 'group', id: id.toString() });
    if (!group) return metadata;
    const { owner, creation, desc, participants } = group;
    metadata.set({ owner: createWid(owner), creation, desc, size: participants.length });
    metadata.participants.add(
      participants
        .filter((each) => !metadata.participants.get(each.id))
        .map((each) => ({ ...each, id: createWid(each.id) })),
    );
    return metadata;
  }
  /** Clients know the class by this method. */
  _handleParentGroupChange(): void {}
}
export class NewsletterMetadataCollectionImpl extends Collection<NewsletterMetadata> {
  override async update(id: { toString(): string }): Promise<NewsletterMetadata> {
    const metadata = this.gadd(createWid(id.toString()));
    const channel = await connection.ask<SimulatedChannel | null>({ type: 'channel', id: id.toString() });
    if (!channel) return metadata;
    const { subscribersCount: size, description, creationTime, inviteCode } = channel;
    return metadata.set({ size, description, creationTime, inviteCode });
  }
}
class CallCollectionImpl extends Collection<Model> {
  /** The library finds it by being a Map, and replaces its `set`. */
  readonly activeCalls = new Map<string, unknown>();

  processIncomingCall(): void {}
}

export const ChatCollection = new ChatCollectionImpl(Chat);
export const MsgCollection = new MsgCollectionImpl(Msg);
export const ContactCollection = new ContactCollectionImpl(Contact);
export const MuteCollection = new Collection(Mute);
export const PresenceCollection = new Collection(Presence);
export const GroupMetadataCollection = new GroupMetadataCollectionImpl(GroupMetadata);
export const NewsletterCollection = new Collection(Chat);
export const NewsletterMetadataCollection = new NewsletterMetadataCollectionImpl(NewsletterMetadata);
export const LabelCollection = new Collection(Label);
export const CallCollection = new CallCollectionImpl(Model);
export const BlocklistCollection = new Collection(Model);
export const StatusCollection = new Collection(Model);
export const ProfilePicThumbCollection = new Collection(Model);
export const BusinessProfileCollection = new Collection(Model);
export const PollVoteCollection = new Collection(Model);
export const ReactionsCollection = new Collection(Model);
export const QuickReplyCollection = new Collection(Model);
export const ChatPreferenceCollection = new Collection(Model);
export const Socket = new SocketModel();
export const Stream = new StreamModel();
export const Conn = new ConnModel();

export function activeChat(): Chat | undefined {
  return ChatCollection.findFirst((chat) => chat.active);
}

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
  archiveChat(chat: Chat, isArchived: boolean): void {
    this.trigger('archive_chat', chat, isArchived);
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

export const BackendEventBus = new EventEmitter();
export const BackendEvent = { LOGOUT: 'logout' };
class NetworkStatusModel extends Model {
  checkOnline(): boolean {
    return navigator.onLine;
  }
}
defineFields(NetworkStatusModel, { props: {}, session: { online: true } });
export const NetworkStatus = new NetworkStatusModel();
export const OfflineMessageHandler = {
  progress: 0,
  /** 0…100 */
  getOfflineDeliveryProgress(): number {
    return OfflineMessageHandler.progress;
  },
};
