import { i18n } from '#i18n';
import { phoneOf } from '../../shared/whatsapp/chat-id.ts';
import type { SeenChat } from '../replica/use-rows.ts';
import type { Acts } from './acts.ts';
import type { Organised } from './organised.ts';

/** What a panel is about, in the page and in the extension's own pages alike. */
export interface PanelScope {
  readonly organised: Organised;
  readonly userId: string;
  readonly acts: Acts;
  /** By id. */
  readonly chats: ReadonlyMap<string, SeenChat>;
  /** Epoch milliseconds of what is known of the chats; null: as they are now. */
  readonly seenAt: number | null;
  readonly openChat: (chatId: string) => void;
  /** A tag has another name now. */
  readonly onTagRenamed: (from: string, to: string) => void;
  /** Shows the chats of a tag in the list; null: there is no list beside the panel. */
  readonly showTag: ((tag: string) => void) | null;
}

/** What a chat is called where this device has seen it, else what its id tells. */
export function nameOf(
  { chats, organised }: Pick<PanelScope, 'chats' | 'organised'>,
  chatId: string,
): string {
  const ids = organised.idsOf(chatId);
  const title = ids.map((id) => chats.get(id)?.title).find(Boolean);
  if (title) return title;
  const phone = ids.map(phoneOf).find(Boolean);
  if (phone) return `+${phone}`;
  return i18n.t(chatId.endsWith('@g.us') ? 'panel.unknownGroup' : 'panel.unknownChat');
}
