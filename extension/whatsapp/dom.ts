import { Store } from '../ui/store.ts';

// Every selector of WhatsApp Web. Ids, roles and data attributes only, never a label or a generated class.

interface Anchor {
  readonly purpose: string;
  /** Selectors, the best first. */
  readonly places: readonly [string, ...string[]];
  /** Where and when the first was seen; the others are older or likely forms. */
  readonly seen: string;
}

export const anchors = {
  chatList: {
    purpose: 'The scroller of the chat list. Its id alone is not enough: a search drawer has the same.',
    places: ['[data-scrolltracepolicy="wa.web.chatlist"]', '#side #pane-side', '#pane-side'],
    seen: 'bundle 2026-04, pages 2026-06',
  },
  grid: {
    purpose:
      'Inside the scroller: the list itself; `aria-rowcount` says how many chats it holds, drawn or not.',
    places: ['[role="grid"]', '[role="list"]', '[aria-rowcount]'],
    seen: 'bundle 2026-04, both list implementations',
  },
  row: {
    purpose: 'Inside the list: what shows one chat.',
    places: ['[role="row"]', '[role="listitem"]', '[data-testid^="list-item-"]'],
    seen: 'bundle 2026-04; test ids in pages 2026-06',
  },
  search: {
    purpose: 'Where a chat is searched for.',
    places: ['#side input[role="textbox"]', '#side [contenteditable="true"][data-tab="3"]'],
    seen: 'pages 2026-06; older pages have the second',
  },
  openChat: {
    purpose: 'The open chat.',
    places: ['#main', '[data-scrolltracepolicy="wa.web.conversation.messages"]'],
    seen: 'bundle 2026-04',
  },
  chatHeader: {
    purpose: 'The head of the open chat: its name, and what can be done with it.',
    places: ['#main > header', '#main header'],
    seen: 'bundle 2026-04',
  },
  footer: {
    purpose: 'Below the messages: the composer, or what can be done instead of writing.',
    places: ['#main > footer:last-of-type', '#main footer'],
    seen: 'bundle 2026-04',
  },
  composer: {
    purpose: 'Where a message is written; a chat that can not be answered has none.',
    places: [
      '#main footer [contenteditable="true"][role="textbox"]',
      '#main [contenteditable="true"][data-lexical-editor]',
      '#main [contenteditable="true"][data-tab="10"]',
      '#app [contenteditable="true"][data-tab="10"]',
    ],
    seen: 'bundle 2026-04, Lexical 0.43',
  },
  unknownComposer: {
    purpose: 'Something to write in where the composer is; alone, it is one that we can not write into.',
    places: [
      '#main footer :is(textarea, input, [contenteditable], [role="textbox"])',
      '#main :is(textarea, [contenteditable])[data-tab="10"]',
    ],
    seen: 'never',
  },
  app: {
    purpose: 'What holds all of it.',
    places: ['#app', 'body'],
    seen: 'bundle 2026-04',
  },
} as const satisfies Record<string, Anchor>;

export type AnchorName = keyof typeof anchors;

/** The first place that is there, and which it is. */
export function findAnchor(
  name: AnchorName,
  within: ParentNode = document,
): { element: HTMLElement; place: number } | null {
  for (const [place, selector] of anchors[name].places.entries()) {
    const element = within.querySelector<HTMLElement>(selector);
    if (element) return { element, place };
  }
  return null;
}

/** Set by the page script on rows: the chat that the row shows. */
export const CHAT_ID_ATTRIBUTE = 'data-nexis-chat';

/** On each part of ours in the page; its value is the mark of the content script that put it there. */
const OWN_PART_ATTRIBUTE = 'data-nexis-part';

export function markOwnPart(host: HTMLElement, mark: string): void {
  host.setAttribute(OWN_PART_ATTRIBUTE, mark);
}

export function removeOwnParts(mark: string): void {
  for (const host of document.querySelectorAll(`[${OWN_PART_ATTRIBUTE}="${CSS.escape(mark)}"]`))
    host.remove();
}

export function findGrid(): { element: HTMLElement; place: number } | null {
  const list = findAnchor('chatList');
  return list && findAnchor('grid', list.element);
}

const TITLES_TO_LOOK_FOR = 6;
const TITLES_ENOUGH = 2;

/** Whether the page shows chats, wherever and in whatever form; the titles are in the order of the list. */
export function showsTitles(titles: readonly string[]): boolean {
  const textContent = findAnchor('app')?.element.textContent ?? '';
  const wanted = titles.filter((title) => title !== '').slice(0, TITLES_TO_LOOK_FOR);
  const shown = wanted.filter((title) => textContent.includes(title)).length;
  return shown > 0 && shown >= Math.min(TITLES_ENOUGH, wanted.length);
}

const rowSelector = anchors.row.places.join(',');

/** The rows that an element is or holds. */
export function rowsIn(element: HTMLElement): HTMLElement[] {
  const rows = [...element.querySelectorAll<HTMLElement>(rowSelector)];
  return element.matches(rowSelector) ? [element, ...rows] : rows;
}

export function drawnRows(): HTMLElement[] {
  return Array.from(findGrid()?.element.querySelectorAll<HTMLElement>(rowSelector) ?? []);
}

/** Whether the list shows what a search found. */
export function isSearching(): boolean {
  const field = findAnchor('search')?.element;
  const typed = field instanceof HTMLInputElement ? field.value : field?.textContent;
  return (typed ?? '').trim() !== '';
}

/** How much the list holds: its rows, drawn or not, or its height where it does not say; undefined while there is no list. */
export function listExtent(): { rows: number } | { height: number } | undefined {
  const grid = findGrid()?.element;
  if (!grid) return undefined;
  const count = Number(grid.getAttribute('aria-rowcount') ?? Number.NaN);
  return Number.isFinite(count) ? { rows: count } : { height: grid.offsetHeight };
}

/** Whether nothing is written in a composer; an emoji may be a picture. */
export function isEmptyComposer(composer: HTMLElement): boolean {
  return composer.textContent.trim() === '' && !composer.querySelector('img');
}

/** Dark is a class of the body, which may come and go at any time. */
export function followTheme(signal: AbortSignal): Store<boolean> {
  const dark = new Store(false);
  const look = () => dark.set(document.body.classList.contains('dark'));
  const theme = new MutationObserver(look);
  const watch = () => {
    look();
    theme.observe(document.body, { attributeFilter: ['class'] });
  };
  // Before the page there is no body.
  if (document.body) watch();
  else document.addEventListener('DOMContentLoaded', watch, { once: true, signal });
  signal.addEventListener('abort', () => theme.disconnect());
  return dark;
}

/** The row of the chat list that an event happened in. */
export function rowOf(target: EventTarget | null): HTMLElement | null {
  if (!(target instanceof Element)) return null;
  const row = target.closest<HTMLElement>(rowSelector);
  return row && findAnchor('chatList')?.element.contains(row) ? row : null;
}
