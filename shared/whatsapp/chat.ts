export const CHAT_ID_LENGTH_MAX = 128;
export const CHAT_TITLE_LENGTH_MAX = 200;
export const CHATS_MAX = 50_000;

/** A chat as it crosses a boundary; never the page's own model. */
export interface Chat {
  readonly id: string;
  /** The same chat under WhatsApp's other id, phone number or LID, where both are known. */
  readonly alias: string | null;
  readonly title: string;
  /** Unread messages; -1 when marked unread by hand. */
  readonly unread: number;
  readonly isArchived: boolean;
  readonly isPinned: boolean;
  readonly isMuted: boolean;
  /** Whether WhatsApp itself would show it in the chat list. */
  readonly isListed: boolean;
  /** Epoch milliseconds of the first message that nobody has answered yet, as far back as the page has them; null: none waits. */
  readonly waitingSince: number | null;
}
