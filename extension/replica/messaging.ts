import { defineExtensionMessaging } from '@webext-core/messaging';
import type { EntityName, Row } from '../../shared/entities/index.ts';
import type { User } from '../api.ts';
import type { InboxPlace, InboxRequests, KnownSession } from './inbox-messages.ts';
import type { News } from './live.ts';
import type { Edit, Notice } from './replica.ts';
import type { Seen, SeenChat } from './seen.ts';
import type { SyncState } from './sync-loop.ts';

export type Result<Value = null> = { ok: true; value: Value } | { ok: false; code: string; message: string };

/** What a screen asks of the background. */
interface Requests extends InboxRequests {
  dismissNotices(mutationIds: readonly string[]): Result;
  /** Makes the edits that were refused once more. */
  retryNotices(mutationIds: readonly string[]): Result;
  syncNow(): Result;
  /** Looks for a newer version and starts it; fails when the browser knows of none. */
  updateExtension(): Result;
  /** Opens the popup, for the sign-in. */
  openPopup(): Result;
  /** Shows the tab of WhatsApp Web, or opens one. */
  openWhatsApp(): Result;
  /** Shows the tab of that account. */
  openAccount(account: { phoneNumber: string }): Result;
  /** Shows the tab of that account, and the chat in it. */
  openChat(chat: { phoneNumber: string; chatId: string }): Result;
  /** Puts the menus, editors and panels into the asking tab, on their first use. */
  loadOverlays(): Result;
  /** From the extension's own pages only: */
  signIn(credentials: { email: string; password: string }): Result;
  signUp(credentials: { email: string; password: string }): Result;
  signOut(): Result;
}

export const { sendMessage, onMessage } = defineExtensionMessaging<Requests>();

/** The name of the port over which the background tells every screen what there is. */
export const SCREEN_PORT = 'nexischat:screen';

/** What a tab of WhatsApp Web says of itself. */
export interface PageReport {
  /** `reload`: the tab was open before the extension was. */
  readonly state: 'loading' | 'ready' | 'reload';
  /** What this version of WhatsApp Web does not allow. */
  readonly lost: readonly string[];
  /** Features that could not start there. */
  readonly broken: readonly string[];
  /** The WhatsApp account that is open in the tab. */
  readonly account: {
    readonly phoneNumber: string;
    readonly name: string;
    readonly isBusinessAccount: boolean;
  } | null;
  /** What the person can send us; holds nothing personal. */
  readonly report: string;
}

export interface ScreenState {
  /** Undefined until the background has looked. */
  readonly user: User | null | undefined;
  /** The copy that the rows are of. */
  readonly replicaId: string | null;
  readonly sync: SyncState | null;
  readonly notices: readonly Notice[];
  /** Every open tab of WhatsApp Web; told to the extension's own pages alone. */
  readonly pages: readonly PageReport[];
  /** The chats of each account as this device last saw them; told to the extension's own pages alone. */
  readonly seen: readonly Seen[];
  /** The accounts that run on the server; told to the extension's own pages alone. */
  readonly sessions: readonly KnownSession[];
  /** The chat that the person wants to see in the side panel. */
  readonly wanted: InboxPlace | null;
  /** Features that the server has switched off in this version; undefined until the background has looked. */
  readonly killed: readonly string[] | undefined;
}

/** Background to screen. */
export type ToScreen =
  | { readonly type: 'state'; readonly state: Omit<ScreenState, 'seen' | 'sessions' | 'wanted'> }
  | { readonly type: 'seen'; readonly seen: readonly Seen[] }
  | {
      readonly type: 'sessions';
      readonly sessions: readonly KnownSession[];
      readonly wanted: InboxPlace | null;
    }
  | { readonly type: 'news'; readonly news: News }
  | {
      readonly type: 'rows';
      /** Forget the rows that were sent before. */
      readonly isReset: boolean;
      readonly changes: readonly { entity: EntityName; id: string; row: Row | null }[];
    }
  | { readonly type: 'mutated'; readonly mutationIds: readonly string[]; readonly result: Result }
  | { readonly type: 'open-chat'; readonly chatId: string }
  /** The person pressed the browser's shortcut for it. */
  | { readonly type: 'palette' };

/** Screen to background. Edits are answered in order, on the port, when they are on disk. */
export type FromScreen =
  | { readonly type: 'page'; readonly page: PageReport }
  /** The chat that the side panel shows. */
  | { readonly type: 'shown'; readonly shown: InboxPlace | null }
  | { readonly type: 'seen'; readonly phoneNumber: string; readonly chats: readonly SeenChat[] }
  | {
      readonly type: 'mutate';
      /** The copy that they were made on. */
      readonly replicaId: string;
      readonly edits: readonly Edit[];
    };
