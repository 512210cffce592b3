import type {
  Channel,
  ChatsPage,
  LinkMethod,
  MessagesPage,
  SendRequest,
  SessionView,
} from '../../shared/whatsapp/inbox.ts';
import type { Result } from './messaging.ts';

interface OfAccount {
  readonly accountId: string;
}
interface OfChat extends OfAccount {
  readonly chatId: string;
}
interface Paged {
  readonly cursor?: string;
}

/** What a screen asks of WhatsApp on the server; from the extension's own pages only. */
export interface InboxRequests {
  sessionView(of: OfAccount): Result<SessionView>;
  /** Also renews a code that ran out, and starts anew after an end. */
  sessionStart(link: OfAccount & { method: LinkMethod; hasConsent: boolean }): Result<SessionView>;
  sessionStop(of: OfAccount): Result<SessionView>;
  sessionLogOut(of: OfAccount): Result<{ isConfirmed: boolean }>;
  inboxChats(of: OfAccount & Paged): Result<ChatsPage>;
  inboxMessages(of: OfChat & Paged): Result<MessagesPage>;
  inboxSend(message: OfChat & SendRequest): Result<{ id: string | null }>;
  inboxMarkRead(of: OfChat): Result;
  inboxMedia(of: OfChat & { messageId: string }): Result<{ base64: string }>;
  inboxChannels(of: OfAccount): Result<Channel[]>;
  /** Leads the side panel to an account or a chat, or says that it is there. */
  inboxLead(place: InboxPlace | null): Result;
}

/** An account that runs on the server, as it was last known. */
export interface KnownSession {
  readonly accountId: string;
  readonly view: SessionView;
}

export interface InboxPlace {
  readonly accountId: string;
  /** Null: its list of chats. */
  readonly chatId: string | null;
}
