// What WhatsApp Web's own objects may have; each value may be anything (fields of bundle 2026-04).

export interface Wid {
  toString(): string;
}
export interface Models<T> {
  getModelsArray?: () => readonly T[];
  get?: (id: string) => T | undefined;
}
export interface MsgModel {
  readonly id?: Wid & { readonly fromMe?: unknown; readonly remote?: Wid; readonly participant?: Wid };
  readonly type?: unknown;
  readonly body?: unknown;
  readonly caption?: unknown;
  /** Epoch seconds. */
  readonly t?: unknown;
  readonly ack?: unknown;
  readonly author?: Wid;
  readonly notifyName?: unknown;
  readonly mimetype?: unknown;
  readonly filename?: unknown;
  readonly size?: unknown;
  readonly isViewOnce?: unknown;
  readonly loc?: unknown;
  readonly vcardFormattedName?: unknown;
  readonly pollName?: unknown;
  readonly eventName?: unknown;
  readonly directPath?: unknown;
  readonly encFilehash?: unknown;
  readonly filehash?: unknown;
  readonly mediaKey?: unknown;
  readonly mediaKeyTimestamp?: unknown;
  readonly mediaData?: { readonly mediaStage?: unknown };
  downloadMedia?: (options: object) => Promise<unknown>;
}
export interface ChatModel {
  readonly id: Wid;
  readonly accountLid?: Wid;
  readonly formattedTitle?: unknown;
  readonly name?: unknown;
  readonly unreadCount?: unknown;
  readonly archive?: unknown;
  readonly pin?: unknown;
  readonly t?: unknown;
  readonly isLocked?: unknown;
  readonly isReadOnly?: unknown;
  readonly muteExpiration?: unknown;
  readonly mute?: { readonly expiration?: unknown };
  readonly contact?: { readonly isContactBlocked?: unknown };
  readonly groupMetadata?: {
    readonly announce?: unknown;
    readonly participants?: { iAmAdmin?: () => unknown };
  };
  readonly newsletterMetadata?: { readonly membershipType?: unknown; readonly name?: unknown };
  readonly msgs?: Models<MsgModel>;
}
interface ContactModel {
  readonly name?: unknown;
  readonly pushname?: unknown;
}

/** The exports of a module, or the collections of `WAWebCollections`. */
export interface PageModule {
  default?: PageModule;
  ChatCollection?: Models<ChatModel> & { getLatestChatForWid?: (wid: Wid) => ChatModel | undefined };
  Chat?: PageModule['ChatCollection'];
  Msg?: Models<MsgModel> & {
    getMessagesById?: (ids: string[]) => Promise<{ messages?: MsgModel[] }>;
  };
  Contact?: Models<ContactModel>;
  WAWebNewsletterCollection?: Models<ChatModel>;
  createWid?: (id: string) => Wid;
  getShouldAppearInList?: (chat: ChatModel) => unknown;
  getPreviewMessage?: (chat: ChatModel) => MsgModel | undefined;
  getCurrentLid?: (id: Wid) => Wid | undefined;
  getPhoneNumber?: (id: Wid) => Wid | undefined;
  loadEarlierMsgs?: (options: { chat: ChatModel }) => Promise<readonly unknown[] | undefined>;
  sendSeen?: (options: { chat: ChatModel; threadId: undefined }) => unknown;
  Stream?: { markAvailable(): void; markUnavailable(): void };
  downloadManager?: { downloadAndMaybeDecrypt(options: object): Promise<ArrayBuffer> };
}
