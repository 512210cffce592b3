import type { Readable } from '../ui/store.ts';
import type { Acts } from './acts.ts';
import type { Organised } from './organised.ts';
import type { Overlays } from './overlays.ts';

/** What it takes to organise chats: in WhatsApp Web, and in the side panel for an account without a tab. */
export interface Organising {
  readonly userId: string;
  readonly acts: Acts;
  /** Null while there is no account to organise. */
  readonly organised: Readable<Organised | null>;
  readonly overlays: Overlays;
  /** By any id that is known of the chat. */
  chatTitle(chatId: string): string;
}
