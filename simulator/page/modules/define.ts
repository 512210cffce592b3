import { altDeviceLinking } from '../login/alt-linking.ts';
import { decodeB64, encodeB64, encodeB64UrlSafe } from '../login/base64.ts';
import { DEVICE_PLATFORM } from '../login/platform.ts';
import { refreshQR } from '../login/refs.ts';
import { downloadManager } from '../files.ts';
import { session } from '../login/session.ts';
import { Collection } from '../core/collection.ts';
import { EventEmitter } from '../core/emitter.ts';
import { Model } from '../core/model.ts';
import { MsgKey } from '../core/msg-key.ts';
import { moduleDefiner, type Loader } from '../core/loader.ts';
import { asUserWidOrThrow, createWid, createWidFromWidLike, Wid } from '../core/wid.ts';
import {
  addAndSendMsgToChat,
  findExistingChat,
  findOrCreateLatestChat,
  loadMsgs,
  queryWidExists,
  requestProfilePicFromServer,
  sendSeen,
  sendText,
} from './actions.ts';
import {
  chatGetters,
  contactGetters,
  frontendChatGetters,
  frontendContactGetters,
  messagesById,
  msgGetters,
  type FrontendChatGetters,
} from './getters.ts';
import { apiContact, lid1X1MigrationUtils, lidMigrationUtils, userPrefsMeUser } from './identity.ts';
import * as page from './instances.ts';
import { findLink, findLinks } from './links.ts';
import { Chat, ChatMsgsCollection, Contact, Msg } from './models.ts';

const LAZY_ES_CLASS = 226;
const ES_ONLY = 66;
type Define = ReturnType<typeof moduleDefiner>;

/** The modules of the page, in the batches in which they arrive. */
export function moduleBatches(
  loader: Loader,
  version: string,
  drift: readonly string[] = [],
): (() => void)[] {
  const define = moduleDefiner(loader, drift);
  return [defineCore, defineChats, defineActions].map((batch) => () => batch(define, version));
}

/** All modules at once. Names and exports are those of module-names.json; a test compares them. */
export function defineModules(loader: Loader, version: string, drift: readonly string[] = []): void {
  for (const define of moduleBatches(loader, version, drift)) define();
}

/** What is there before it is decided whether this browser is linked. */
function defineCore(defineModule: Define, version: string): void {
  defineModule('WAWebEventEmitter', () => ({ default: EventEmitter }));
  defineModule('WAWebBaseModel', () => ({ BaseModel: Model }));
  defineModule('WAWebCollection', () => ({ default: Collection }));
  defineModule('WAWebBaseCollection', () => ({ BaseCollection: Collection }));
  defineModule('WAWebWid', () => ({ default: Wid }));
  defineModule('WAWebWidFactory', () => ({ createWid, createWidFromWidLike, asUserWidOrThrow }));
  defineModule('WAWebMsgKey', () => ({ default: MsgKey }));
  defineModule('WAWebSocketConstants', () => socketConstants, ES_ONLY);
  defineModule('WAWebSocketModel', () => ({ Socket: page.Socket }));
  defineModule('WAWebStreamModel', () => ({ Stream: page.Stream, ...streamConstants }));
  defineModule('WAWebConnModel', () => ({ Conn: page.Conn }));
  defineModule('WAWebCmd', () => ({ Cmd: page.Cmd, CmdImpl: page.CmdImpl }));
  defineModule('WAWebBackendEventBus', () => ({
    BackendEventBus: page.BackendEventBus,
    BackendEvent: page.BackendEvent,
  }));
  defineModule('WAWebBackendEventBusTypes.flow', () => ({ BackendEvent: page.BackendEvent }), ES_ONLY);
  defineModule('WAWebNetworkStatus', () => ({ default: page.NetworkStatus }));
  defineModule('WAWebABProps', () => ({ getABPropConfigValue: () => undefined }));
  defineModule('WAWebOfflineHandler', () => ({ OfflineMessageHandler: page.OfflineMessageHandler }));
  defineModule('WAWebAltDeviceLinkingApi', () => ({ ...altDeviceLinking }));
  defineModule('WAWebLaunchSocketUtils', () => ({ refreshQR }));
  defineModule('WABase64', () => ({ decodeB64, encodeB64, encodeB64UrlSafe }));
  defineModule('WAWebCompanionRegClientUtils', () => ({ DEVICE_PLATFORM }));
  defineModule('WAWebUserPrefsInfoStore', () => ({
    waNoiseInfo: {
      get: async () => ({ staticKeyPair: { pubKey: session.credentials().noisePub } }),
    },
  }));
  defineModule('WAWebSignalStoreApi', () => ({
    waSignalStore: {
      getRegistrationInfo: async () => ({
        registrationId: session.credentials().registrationId,
        identityKeyPair: { pubKey: session.credentials().identityPub },
      }),
    },
  }));
  // Synchronous here and not in the next module: a client joins it into its QR code as it stands.
  defineModule('WAWebUserPrefsMultiDevice', () => ({
    getADVSecretKey: () => session.credentials().advSecret,
    isRegistered: () => session.credentials().isRegistered(),
  }));
  defineModule('WAWebAdvSignatureApi', () => ({
    getADVSecretKey: async () => session.credentials().advSecret,
  }));
  defineModule('WAWebUserPrefsMeUser', () => ({ ...userPrefsMeUser }));
  defineModule('WAWebUserPrefsIsLoggedIn', () => ({
    isLoggedIn: () => userPrefsMeUser.getMaybeMePnUser() !== undefined,
  }));
  defineModule('WAWebMiscBrowserUtils', () => ({
    default: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
  }));
  defineModule('WAWebBuildConstants', () => ({ VERSION_STR: version, VERSION_BASE: version }));
}

function defineChats(defineModule: Define): void {
  defineModule('WAWebChatModel', () => ({ Chat }), LAZY_ES_CLASS);
  defineModule('WAWebMsgModel', () => ({ Msg }), LAZY_ES_CLASS);
  defineModule('WAWebContactModel', () => ({ default: Contact }), LAZY_ES_CLASS);
  defineModule('WAWebChatMsgsCollection', () => ({ ChatMsgsCollection }));
  defineModule('WAWebChatCollection', () => ({
    ChatCollection: page.ChatCollection,
    ChatCollectionImpl: page.ChatCollectionImpl,
  }));
  defineModule('WAWebMsgCollection', () => ({
    MsgCollection: page.MsgCollection,
    MsgCollectionImpl: page.MsgCollectionImpl,
    getMessagesById: messagesById,
  }));
  defineModule('WAWebContactCollection', () => ({
    ContactCollection: page.ContactCollection,
    ContactCollectionImpl: page.ContactCollectionImpl,
  }));
  // Mute, presence and labels export only their instance; wa-js takes an Impl when it finds one.
  defineModule('WAWebMuteCollection', () => ({ MuteCollection: page.MuteCollection }));
  defineModule('WAWebPresenceCollection', () => ({ PresenceCollection: page.PresenceCollection }));
  defineModule('WAWebLabelCollection', () => ({ LabelCollection: page.LabelCollection }), LAZY_ES_CLASS);
  defineModule('WAWebGroupMetadataCollection', () => ({ default: page.GroupMetadataCollection }));
  defineModule('WAWebNewsletterCollection', () => ({ default: page.NewsletterCollection }));
  defineModule('WAWebNewsletterMetadataCollection', () => ({ default: page.NewsletterMetadataCollection }));
  defineModule('WAWebCallCollection', () => ({ default: page.CallCollection }));
  defineModule('WAWebBlocklistCollection', () => ({ BlocklistCollection: page.BlocklistCollection }));
  defineModule('WAWebStatusCollection', () => ({ StatusCollection: page.StatusCollection }));
  defineModule('WAWebProfilePicThumbCollection', () => ({
    ProfilePicThumbCollection: page.ProfilePicThumbCollection,
  }));
  defineModule('WAWebBusinessProfileCollection', () => ({
    BusinessProfileCollection: page.BusinessProfileCollection,
  }));
  defineModule('WAWebPollsPollVoteCollection', () => ({ PollVoteCollection: page.PollVoteCollection }));
  defineModule('WAWebReactionsCollection', () => ({ ReactionsCollection: page.ReactionsCollection }));
  defineModule('WAWebQuickReplyCollection', () => ({ QuickReplyCollection: page.QuickReplyCollection }));
  defineModule('WAWebChatPreferenceCollection', () => ({ default: page.ChatPreferenceCollection }));
  defineModule('WAWebCollections', () => ({ default: collections }));
  defineModule('WAWebChatGetters', () => ({ ...chatGetters }));
  defineModule('WAWebFrontendChatGetters', (): FrontendChatGetters => ({ ...frontendChatGetters }));
  defineModule('WAWebMsgGetters', () => ({ ...msgGetters }));
  defineModule('WAWebContactGetters', () => ({ ...contactGetters }));
  defineModule('WAWebFrontendContactGetters', () => ({ ...frontendContactGetters }), LAZY_ES_CLASS);
  defineModule('WAWebApiContact', () => ({ ...apiContact }));
  defineModule('WAWebLidMigrationUtils', () => ({ ...lidMigrationUtils }));
  defineModule('WAWebLid1X1MigrationGating', () => ({ Lid1X1MigrationUtils: lid1X1MigrationUtils }));
  defineModule('WAWebChatSearchFilters', () => ({ SearchFilters }), ES_ONLY);
  defineModule('WAWebAck', () => ({ ACK, ACK_STRING }), ES_ONLY);
}

function defineActions(defineModule: Define): void {
  defineModule('WAWebFindChatAction', () => ({ findExistingChat, findOrCreateLatestChat }));
  defineModule('WAWebChatLoadMessages', () => ({ loadEarlierMsgs: loadMsgs, loadRecentMsgs: loadMsgs }));
  defineModule('WAWebDownloadManager', () => ({ downloadManager }));
  defineModule('WAWebUpdateUnreadChatAction', () => ({ sendSeen }), LAZY_ES_CLASS);
  defineModule('WAWebSendTextMsgChatAction', () => ({ sendTextMsgToChat: sendText }));
  defineModule('WAWebSendMsgChatAction', () => ({ addAndSendMsgToChat }));
  defineModule('WAWebMsgReply', () => ({ canReplyMsg: () => true }));
  defineModule('WALinkify', () => ({ findLink, findLinks }));
  defineModule('WAWebLinkPreviewChatAction', () => ({ getLinkPreview: async () => null }));
  defineModule('WAWebGetEphemeralFieldsMsgActionsUtils', () => ({ getEphemeralFields: () => ({}) }));
  defineModule('WAWebQueryExistsJob', () => ({ queryWidExists }));
  defineModule('WAWebContactProfilePicThumbBridge', () => ({ requestProfilePicFromServer }));
  // Clients wrap these four to hear of reactions, votes and attachments.
  defineModule('WAWebAddonReactionTableMode', () => ({
    reactionTableMode: { bulkUpsert: async () => undefined },
  }));
  defineModule('WAWebAddonPollVoteTableMode', () => ({
    pollVoteTableMode: { bulkUpsert: async () => undefined },
  }));
  defineModule('WAWebBackendJobsCommon', () => ({ mediaTypeFromProtobuf: () => null }));
  defineModule('WAWebE2EProtoUtils', () => ({ typeAttributeFromProtobuf: () => 'text' }));
  defineModule('WATimeUtils', () => ({ unixTime: () => Math.floor(Date.now() / 1000) }));
  defineModule('WAWebSyncGatingUtils', () => ({ isPlaceholderMessageResendEnabled: () => false }));
  defineModule('WAWebNonMessageDataRequestPlaceholderMessageResendUtils', () => ({
    handlePlaceholderMsgsSeen: () => undefined,
  }));
}

const collections = {
  Chat: page.ChatCollection,
  Msg: page.MsgCollection,
  Contact: page.ContactCollection,
  Mute: page.MuteCollection,
  Presence: page.PresenceCollection,
  Label: page.LabelCollection,
  Blocklist: page.BlocklistCollection,
  Status: page.StatusCollection,
  ProfilePicThumb: page.ProfilePicThumbCollection,
  WAWebGroupMetadataCollection: page.GroupMetadataCollection,
  WAWebNewsletterCollection: page.NewsletterCollection,
  WAWebNewsletterMetadataCollection: page.NewsletterMetadataCollection,
  BusinessProfile: page.BusinessProfileCollection,
  PollVote: page.PollVoteCollection,
  Reactions: page.ReactionsCollection,
  QuickReply: page.QuickReplyCollection,
  WAWebCallCollection: page.CallCollection,
  WAWebChatPreferenceCollection: page.ChatPreferenceCollection,
};

function mirror(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}
const socketConstants = {
  SOCKET_STATE: mirror(
    'OPENING',
    'PAIRING',
    'UNPAIRED',
    'UNPAIRED_IDLE',
    'CONNECTED',
    'CONFLICT',
    'UNLAUNCHED',
    'PROXYBLOCK',
    'TOS_BLOCK',
    'SMB_TOS_BLOCK',
    'DEPRECATED_VERSION',
    'SCREEN_LOCKED',
  ),
  SOCKET_STREAM: mirror('DISCONNECTED', 'SYNCING', 'RESUMING', 'CONNECTED'),
};
const streamConstants = {
  StreamMode: mirror(
    'QR',
    'MAIN',
    'SYNCING',
    'OFFLINE',
    'CONFLICT',
    'PROXYBLOCK',
    'TOS_BLOCK',
    'SMB_TOS_BLOCK',
    'DEPRECATED_VERSION',
  ),
  StreamInfo: mirror('OFFLINE', 'OPENING', 'PAIRING', 'SYNCING', 'RESUMING', 'CONNECTING', 'NORMAL'),
};
const SearchFilters = Object.fromEntries(
  ['unread', 'favorites', 'group', 'community', 'broadcast', 'contact', 'non_contact', 'assigned_to_you']
    .concat('personal', 'business', 'labels', 'channels')
    .map((name) => [name.toUpperCase(), name]),
);
const ACK_STRING = { SENDER: 'sender', INACTIVE: 'inactive', READ: 'read', PLAYED: 'played' };
const ACK = { FAILED: -1, CLOCK: 0, SENT: 1, RECEIVED: 2, READ: 3, PLAYED: 4, PEER: 5 };
