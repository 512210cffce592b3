import type { Collection } from '../core/collection.ts';
import { Collection as BaseCollection } from '../core/collection.ts';
import { defineFields, Model } from '../core/model.ts';
import { loadFile } from '../files.ts';
import type { GroupMetadata, MediaData, NewsletterMetadata } from './metadata-models.ts';
import type { MsgKey } from '../core/msg-key.ts';
import type { Wid } from '../core/wid.ts';

// Fields as of the bundle of 2026-04; the interfaces name what the simulator itself reads.

export class Msg extends Model {
  declare id: MsgKey & { toString(): string };
  declare body: string;
  declare t: number;
  declare from: Wid;
  declare to: Wid;
  declare author: Wid | undefined;
  declare ack: number;
  declare isNewMsg: boolean;
  declare notifyName: string;
  declare quotedStanzaID: string | undefined;
  declare quotedParticipant: Wid | undefined;
  declare type: string;
  declare caption: string | undefined;
  declare directPath: string | undefined;
  declare filehash: string | undefined;
  declare mediaData: MediaData | undefined;

  /** Asks for its file when it is not there yet. */
  async downloadMedia(): Promise<void> {
    if (!this.directPath || !this.mediaData) return;
    this.mediaData.set({ mediaStage: 'FETCHING' });
    const file = await loadFile(this.directPath);
    this.mediaData.set({ mediaStage: file ? 'RESOLVED' : 'ERROR_MISSING' });
  }
  unsafe(): this {
    return this;
  }
  /** The fields of a message that answers this one. */
  msgContextInfo(_chat?: Chat): Record<string, unknown> {
    return {
      quotedMsg: { type: this.get('type'), body: this.body },
      quotedStanzaID: this.id.id,
      quotedParticipant: this.author ?? this.from,
    };
  }
}
defineFields(Msg, {
  proxyName: 'msg',
  props: {
    id: undefined,
    rowId: undefined,
    body: '',
    type: 'chat',
    subtype: undefined,
    t: 0,
    from: undefined,
    to: undefined,
    author: undefined,
    ack: 0,
    invis: false,
    isNewMsg: false,
    star: false,
    caption: undefined,
    mimetype: undefined,
    filename: undefined,
    size: undefined,
    directPath: undefined,
    mediaKey: undefined,
    mediaKeyTimestamp: undefined,
    filehash: undefined,
    encFilehash: undefined,
    mentionedJidList: [],
    groupMentions: [],
    isForwarded: false,
    forwardingScore: 0,
    quotedMsg: undefined,
    quotedStanzaID: undefined,
    quotedParticipant: undefined,
    hasReaction: false,
    viewMode: 'VISIBLE',
    isMdHistoryMsg: false,
    notifyName: '',
  },
  session: { local: false, mediaData: undefined, senderObj: undefined, replyButtons: undefined },
});

export class ChatMsgsCollection extends BaseCollection<Msg> {
  constructor() {
    super(Msg);
    this.comparator = (one, other) => one.t - other.t;
  }
}

export class Contact extends Model {
  declare id: Wid;
  declare name: string;
  declare shortName: string;
  declare pushname: string;
  declare phoneNumber: Wid | undefined;
}
defineFields(Contact, {
  proxyName: 'contact',
  props: {
    id: undefined,
    name: '',
    shortName: '',
    pushname: '',
    type: 'in',
    verifiedName: undefined,
    isBusiness: false,
    isEnterprise: false,
    isSmb: false,
    verifiedLevel: undefined,
    privacyMode: undefined,
    statusMute: false,
    sectionHeader: undefined,
    labels: [],
    isContactSyncCompleted: 1,
    username: undefined,
    syncToAddressbook: false,
  },
  session: {
    phoneNumber: undefined,
    isContactBlocked: false,
    profilePicThumb: undefined,
    businessProfile: undefined,
    commonGroups: undefined,
    displayNameLID: undefined,
    shareOwnPn: false,
    isFavorite: false,
  },
});

export class Mute extends Model {
  declare expiration: number;
}
defineFields(Mute, { props: { id: undefined, expiration: 0, isAutoMuted: false } });

export class Chat extends Model {
  declare id: Wid;
  declare accountLid: Wid | undefined;
  declare t: number;
  declare unreadCount: number;
  declare archive: boolean;
  declare muteExpiration: number;
  declare name: string;
  declare pin: number;
  declare formattedTitle: string;
  declare active: boolean;
  declare contact: Contact;
  declare mute: Mute;
  declare isFavorite: boolean;
  declare isLocked: boolean;
  declare groupMetadata: GroupMetadata | undefined;
  declare newsletterMetadata: NewsletterMetadata | undefined;
  declare lastReceivedKey: MsgKey | undefined;
  declare msgs: Collection<Msg>;
}
defineFields(Chat, {
  proxyName: 'chat',
  props: {
    id: undefined,
    accountLid: undefined,
    t: 0,
    unreadCount: 0,
    unreadDividerOffset: 0,
    archive: false,
    isReadOnly: false,
    isLocked: false,
    isAnnounceGrpRestrict: false,
    modifyTag: undefined,
    muteExpiration: 0,
    isAutoMuted: false,
    name: '',
    notSpam: true,
    pin: 0,
    changeNumberOldJid: undefined,
    changeNumberNewJid: undefined,
    lastReceivedKey: undefined,
    ephemeralDuration: 0,
    ephemeralSettingTimestamp: 0,
    createdLocally: false,
    unreadMentionsOfMe: [],
    unreadMentionCount: 0,
    hasUnreadMention: false,
    hasChatBeenOpened: false,
    endOfHistoryTransferType: undefined,
    pendingInitialLoading: false,
    chatlistPreview: undefined,
    previewT: undefined,
    draftMessage: undefined,
    lidOriginType: undefined,
    historyChatId: undefined,
    hasOpened: false,
    lastChatEntryTimestamp: undefined,
    limitSharing: undefined,
    labels: undefined,
  },
  session: {
    formattedTitle: '',
    active: false,
    contact: undefined,
    mute: undefined,
    presence: undefined,
    groupMetadata: undefined,
    newsletterMetadata: undefined,
    isFavorite: false,
    markedUnread: false,
    pendingSeenCount: 0,
    trusted: true,
    canSend: true,
    pendingAction: 0,
    isParentGroup: false,
    groupType: undefined,
    assignedAgent: undefined,
    isAssignedToMe: false,
    chatEntryPoint: undefined,
    promises: {},
  },
  collections: { msgs: () => new ChatMsgsCollection() },
});
