import type { Collection } from '../core/collection.ts';
import { Collection as BaseCollection } from '../core/collection.ts';
import { defineFields, Model } from '../core/model.ts';
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
}
defineFields(Msg, {
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
    mentionedJidList: [],
    groupMentions: [],
    isForwarded: false,
    forwardingScore: 0,
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
  declare pushname: string;
}
defineFields(Contact, {
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
  declare msgs: Collection<Msg>;
}
defineFields(Chat, {
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

export class SocketModel extends Model {
  declare state: string;
  declare stream: string;
  declare hasSynced: boolean | undefined;

  openStream(): void {}
  reconnect(): void {}
  takeover(): void {
    throw new Error('Takeover called without conflict!');
  }
}
defineFields(SocketModel, {
  props: {},
  session: {
    socket: undefined,
    launchGeneration: 0,
    backoffGeneration: 0,
    hasSynced: undefined,
    state: 'UNLAUNCHED',
    stream: 'DISCONNECTED',
    isIncognito: false,
    retryTimestamp: undefined,
  },
});

export class StreamModel extends Model {
  markAvailable(): void {}
  markUnavailable(): void {}
}
defineFields(StreamModel, { props: {}, session: { mode: 'SYNCING', info: 'OPENING', available: true } });

export class ConnModel extends Model {
  declare wid: Wid | undefined;
  declare pushname: string;
}
defineFields(ConnModel, {
  props: {
    id: undefined,
    ref: undefined,
    refTTL: undefined,
    refId: undefined,
    wid: undefined,
    connected: false,
    protoVersion: undefined,
    clientToken: undefined,
    serverToken: undefined,
    secret: undefined,
    isResponse: undefined,
    locales: undefined,
    is24h: true,
    platform: undefined,
    phone: undefined,
    tos: undefined,
    smbTos: undefined,
    pushname: '',
  },
  session: { blockStoreAdds: false, meReadyTriggered: false },
  derived: {
    platformField: (conn: { get(name: string): unknown }) => conn.get('platform'),
    isSMB: (conn: { get(name: string): unknown }) => String(conn.get('platform')).startsWith('smb'),
  },
});
