// Every selector of WhatsApp Web. Ids, roles and data attributes only, never a label or a generated class. Seen 2026-04.
export const selectors = {
  /** The scroller of the chat list. */
  chatList: '#pane-side',
  /** Its grid; `aria-rowcount` says how many chats the list holds, drawn or not. */
  chatGrid: '#pane-side [role="grid"]',
  chatRow: '[role="row"]',
  side: '#side',
} as const;

/** Set by the page script on the row under the pointer or the focus: the chat that the row shows. */
export const CHAT_ID_ATTRIBUTE = 'data-nexis-chat';

/** Rows that the chat list holds, drawn or not; undefined while there is no list. */
export function listedRowCount(): number | undefined {
  const count = document.querySelector(selectors.chatGrid)?.getAttribute('aria-rowcount');
  return count ? Number(count) : undefined;
}

export function isDark(): boolean {
  return document.body.classList.contains('dark');
}

/** The row of the chat list that an event happened in. */
export function rowOf(target: EventTarget | null): HTMLElement | null {
  if (!(target instanceof Element)) return null;
  const row = target.closest<HTMLElement>(selectors.chatRow);
  return row?.closest(selectors.chatList) ? row : null;
}
