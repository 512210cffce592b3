import { Collection } from '../core/collection.ts';
import { EventEmitter } from '../core/emitter.ts';
import { Model } from '../core/model.ts';
import { MsgKey } from '../core/msg-key.ts';
import { moduleDefiner, type Loader } from '../core/loader.ts';
import { asUserWidOrThrow, createWid, createWidFromWidLike, Wid } from '../core/wid.ts';
import { findExistingChat, findOrCreateLatestChat, loadMsgs, sendSeen, sendText } from './actions.ts';
import {
  chatGetters,
  contactGetters,
  frontendChatGetters,
  messagesById,
  msgGetters,
  type FrontendChatGetters,
} from './getters.ts';
import { apiContact, lidMigrationUtils, userPrefsMeUser } from './identity.ts';
import * as page from './instances.ts';
import { Chat, ChatMsgsCollection, Contact, Msg } from './models.ts';

const LAZY_ES_CLASS = 226;
const ES_ONLY = 66;

/** Defines the modules of the page. Names and exports are those of whatsapp-modules.json; a test compares them. */
export function defineModules(loader: Loader, version: string, drift: readonly string[] = []): void {
  const defineModule = moduleDefiner(loader, drift);
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
  defineModule('WAWebCollections', () => ({ default: collections }));
  defineModule('WAWebChatGetters', () => ({ ...chatGetters }));
  defineModule('WAWebFrontendChatGetters', (): FrontendChatGetters => ({ ...frontendChatGetters }));
  defineModule('WAWebMsgGetters', () => ({ ...msgGetters }));
  defineModule('WAWebContactGetters', () => ({ ...contactGetters }));
  defineModule('WAWebApiContact', () => ({ ...apiContact }));
  defineModule('WAWebLidMigrationUtils', () => ({ ...lidMigrationUtils }));
  defineModule('WAWebUserPrefsMeUser', () => ({ ...userPrefsMeUser }));
  defineModule('WAWebUserPrefsIsLoggedIn', () => ({
    isLoggedIn: () => userPrefsMeUser.getMaybeMePnUser() !== undefined,
  }));
  defineModule('WAWebMiscBrowserUtils', () => ({
    default: { info: () => ({ os: 'Linux', name: 'Chrome' }) },
  }));
  defineModule('WAWebBuildConstants', () => ({ VERSION_STR: version, VERSION_BASE: version }));
  defineModule('WAWebChatSearchFilters', () => ({ SearchFilters }), ES_ONLY);
  defineModule('WAWebAck', () => ({ ACK }), ES_ONLY);
  defineModule('WAWebFindChatAction', () => ({ findExistingChat, findOrCreateLatestChat }));
  defineModule('WAWebChatLoadMessages', () => ({ loadEarlierMsgs: loadMsgs, loadRecentMsgs: loadMsgs }));
  defineModule('WAWebUpdateUnreadChatAction', () => ({ sendSeen }), LAZY_ES_CLASS);
  defineModule('WAWebSendTextMsgChatAction', () => ({ sendTextMsgToChat: sendText }));
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
const ACK = { FAILED: -1, CLOCK: 0, SENT: 1, RECEIVED: 2, READ: 3, PLAYED: 4, PEER: 5 };
