import { userPrefsMeUser } from './identity.ts';
import { MsgCollection } from './instances.ts';
import type { Chat, Contact, Msg, Mute } from './models.ts';

export const chatGetters = {
  getArchive: (chat: Chat) => chat.archive,
  getHasUnread: (chat: Chat) => chat.unreadCount !== 0,
  getId: (chat: Chat) => chat.id,
  getIsBroadcast: (chat: Chat) => chat.id.isBroadcast(),
  getIsGroup: (chat: Chat) => chat.id.isGroup(),
  getIsLocked: (chat: Chat) => chat.isLocked,
  getIsNewsletter: (chat: Chat) => chat.id.isNewsletter(),
  getIsPSA: (chat: Chat) => chat.id.isPSA(),
  getIsUser: (chat: Chat) => chat.id.isUser(),
  getMuteExpiration: (chat: Chat) => chat.muteExpiration,
  getName: (chat: Chat) => chat.name,
  getPin: (chat: Chat) => chat.pin,
  getT: (chat: Chat) => chat.t,
  getUnreadCount: (chat: Chat) => chat.unreadCount,
};

export const frontendChatGetters = {
  getActive: (chat: Chat) => chat.active,
  getContact: (chat: Chat): Contact => chat.contact,
  getFormattedTitle: (chat: Chat) => chat.formattedTitle,
  getIsFavorite: (chat: Chat) => chat.isFavorite,
  getKind: (chat: Chat) => (chat.id.isGroup() ? 'group' : chat.id.isNewsletter() ? 'newsletter' : 'chat'),
  getMsgs: (chat: Chat) => chat.msgs,
  getMute: (chat: Chat): Mute => chat.mute,
  getPreviewMessage: (chat: Chat): Msg | undefined => chat.msgs.last(),
  /**
   * Says nothing of archive (guess): the archived drawer asks it too, so an archived chat has to pass;
   * the list leaves archived chats out itself, the drawer leaves the others out.
   */
  getShouldAppearInList: (chat: Chat): boolean =>
    !chat.id.isNewsletter() && !chat.id.isStatus() && !chat.isLocked && (chat.t > 0 || chat.id.isGroup()),
};
export type FrontendChatGetters = typeof frontendChatGetters;

export const msgGetters = {
  getAck: (msg: Msg) => msg.ack,
  getBody: (msg: Msg) => msg.body,
  getAuthor: (msg: Msg) => msg.author,
};

export const contactGetters = {
  getIsBusiness: (contact: Contact) => contact.get('isBusiness') === true,
  getIsEnterprise: (contact: Contact) => contact.get('isEnterprise') === true,
  getIsMe: (contact: Contact) => userPrefsMeUser.isMeAccount(contact.id),
  getShortName: (contact: Contact) => contact.shortName,
  getStatusMute: (contact: Contact) => contact.get('statusMute'),
  getVerifiedLevel: (contact: Contact) => contact.get('verifiedLevel'),
  getVerifiedName: (contact: Contact) => contact.get('verifiedName'),
  getId: (contact: Contact) => contact.id,
  getIsGroup: (contact: Contact) => contact.id.isGroup(),
  getIsUser: (contact: Contact) => contact.id.isUser(),
  getIsWAContact: (contact: Contact) => contact.id.isUser(),
  getName: (contact: Contact) => contact.name,
  getNotifyName: (contact: Contact) => contact.pushname,
  getPushname: (contact: Contact) => contact.pushname,
  getUserid: (contact: Contact) => contact.id.user,
};

export const frontendContactGetters = {
  getIsMyContact: (contact: Contact) => contact.id.isUser() && contact.name !== '',
  getFormattedName: (contact: Contact) => contact.name,
  getFormattedShortName: (contact: Contact) => contact.shortName,
  getFormattedShortNameWithNonBreakingSpaces: (contact: Contact) => contact.shortName,
  getFormattedUser: (contact: Contact) => `+${contact.id.user}`,
  getSearchName: (contact: Contact) => contact.name.toLowerCase(),
  getPhoneNumber: (contact: Contact) => contact.phoneNumber,
  getPnForLid: (contact: Contact) => contact.phoneNumber,
  getTextStatusString: () => '',
};

export function messagesById(ids: string[]): Promise<{ messages: Msg[] }> {
  return MsgCollection.getMessagesById(ids);
}
