import { Store } from '../ui/store.ts';
import { CHAT_ID_ATTRIBUTE, rowOf } from './dom.ts';
import type { Mounts } from './mounts.ts';

/** The row of the chat list that the pointer or the focus is on. */
export interface RowPlace {
  readonly chatId: string;
  readonly box: DOMRect;
  readonly isRightToLeft: boolean;
}

export interface HoveredRow {
  readonly row: Store<RowPlace | null>;
  /** While held, the row stays although the pointer leaves it. */
  readonly hold: (isHeld: boolean) => void;
}

/** Follows the pointer and the focus over the list; parts of ours beside the list count as the row that they belong to. */
export function followRows(
  mounts: Mounts,
  isChat: (chatId: string) => boolean,
  signal: AbortSignal,
): HoveredRow {
  const row = new Store<RowPlace | null>(null);
  let element: HTMLElement | null = null;
  let isHeld = false;
  let pointer = { x: -1, y: -1 };
  // A message may move the row away from under its buttons.
  const moves = new MutationObserver(() => hide());

  const set = (found: HTMLElement | null) => {
    // Any script of the page can write the attribute.
    const chatId = found?.getAttribute(CHAT_ID_ATTRIBUTE);
    if (!found || !chatId || !isChat(chatId)) {
      element = null;
      moves.disconnect();
      row.set(null);
      return;
    }
    const box = found.getBoundingClientRect();
    const before = row.get();
    if (before?.chatId === chatId && before.box.top === box.top) return;
    if (found !== element) {
      moves.disconnect();
      moves.observe(found, { attributeFilter: ['style'] });
    }
    element = found;
    row.set({ chatId, box, isRightToLeft: getComputedStyle(found).direction === 'rtl' });
  };
  const hide = () => {
    if (!isHeld) set(null);
  };
  const isNear = (target: EventTarget | null) =>
    mounts.has(target) || (target instanceof Node && mounts.list?.contains(target) === true);
  const options = { capture: true, passive: true, signal };

  const follow = (event: Event) => {
    const { target } = event;
    if (event instanceof PointerEvent) pointer = { x: event.clientX, y: event.clientY };
    if (isHeld || mounts.has(target)) return;
    if (isNear(target)) set(rowOf(target));
    else if (row.get()) set(null);
  };
  for (const type of ['pointerover', 'pointermove', 'focusin']) {
    document.addEventListener(type, follow, options);
  }
  document.addEventListener('scroll', ({ target }) => target === mounts.list && hide(), options);
  document.addEventListener(
    'scrollend',
    ({ target }) => {
      if (!isHeld && target === mounts.list) set(rowOf(document.elementFromPoint(pointer.x, pointer.y)));
    },
    options,
  );
  document.addEventListener('pointerout', ({ relatedTarget }) => relatedTarget === null && hide(), options);
  document.addEventListener(
    'focusout',
    ({ relatedTarget }) => relatedTarget !== null && !isNear(relatedTarget) && hide(),
    options,
  );
  signal.addEventListener('abort', () => moves.disconnect());
  return {
    row,
    hold: (held) => {
      isHeld = held;
      const place = row.get();
      // What was held may have moved from under its buttons.
      if (!held && place && element?.getBoundingClientRect().top !== place.box.top) set(null);
    },
  };
}
