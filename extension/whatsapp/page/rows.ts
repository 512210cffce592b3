import { CHAT_ID_PATTERN } from '../bridge.ts';
import { CHAT_ID_ATTRIBUTE, drawnRows, rowOf, showsTitles } from '../dom.ts';
import type { ChatCollection } from './modules.ts';

/** How many fibers below a row are looked at; the chat's component is a few levels down. */
const FIBERS_MAX = 300;
/** React's own names of the property that holds an element's fiber, the newest first. */
const FIBER_KEYS = ['__reactFiber$', '__reactInternalInstance$'];
/** How far above a row its React key is looked for. */
const PARENTS_MAX = 3;
const CHAT_KEY_PREFIX = 'chat-';

interface Fiber {
  readonly key?: unknown;
  readonly memoizedProps?: { readonly chat?: { readonly id?: { toString(): string } } } | null;
  readonly return?: Fiber | null;
  readonly child?: Fiber | null;
  readonly sibling?: Fiber | null;
}

/**
 * Rows carry no id; React's fibers know it, and only this world sees them (2026-04). The row that the pointer or the focus reaches
 * is tagged just then, so a list that scrolls costs nothing.
 */
export function tagRows(signal: AbortSignal): void {
  let tagged: HTMLElement | undefined;
  const tag = ({ target }: Event) => {
    const row = rowOf(target);
    if (!row) return;
    if (row !== tagged) tagged?.removeAttribute(CHAT_ID_ATTRIBUTE);
    tagged = row;
    const id = chatIdOf(row)?.id;
    if (id === undefined) row.removeAttribute(CHAT_ID_ATTRIBUTE);
    else row.setAttribute(CHAT_ID_ATTRIBUTE, id);
  };
  // On the window, so that the row is tagged before the content script hears of it at the document.
  for (const type of ['pointerover', 'pointermove', 'focusin']) {
    window.addEventListener(type, tag, { capture: true, passive: true, signal });
  }
  signal.addEventListener('abort', () => tagged?.removeAttribute(CHAT_ID_ATTRIBUTE));
}

const ROWS_TO_JUDGE = 5;

/** Whether drawn rows tell their chat, and by which alternative; undefined while none is drawn. */
export function rowsTell(): { place: number } | null | undefined {
  const rows = drawnRows().slice(0, ROWS_TO_JUDGE);
  if (rows.length === 0) return undefined;
  for (const row of rows) {
    const told = chatIdOf(row);
    if (told) return told;
  }
  return null;
}

const CHATS_TO_LOOK_FOR = 50;

/** Whether the page shows chats at all: then a list that is not found has another form, and is not just late. */
export function areChatsDrawn(chats: ChatCollection): boolean {
  return showsTitles(
    chats
      .getModelsArray()
      .slice(0, CHATS_TO_LOOK_FOR)
      .flatMap(({ archive, formattedTitle }) =>
        archive !== true && typeof formattedTitle === 'string' ? [formattedTitle] : [],
      ),
  );
}

/** Place 0 and 1: the chat of a component in the row; 2: the React key of the row. */
function chatIdOf(row: HTMLElement): { id: string; place: number } | undefined {
  for (const [place, prefix] of FIBER_KEYS.entries()) {
    const key = Object.keys(row).find((name) => name.startsWith(prefix));
    if (!key) continue;
    const fiber = (row as unknown as Record<string, Fiber>)[key];
    const id = fiber && idBelow(fiber);
    if (id !== undefined) return { id, place };
    const byKey = fiber && idOfKey(fiber);
    if (byKey !== undefined) return { id: byKey, place: FIBER_KEYS.length };
  }
  return undefined;
}

function idBelow(root: Fiber): string | undefined {
  const open: Fiber[] = root.child ? [root.child] : [];
  for (let seen = 0; open.length > 0 && seen < FIBERS_MAX; seen += 1) {
    const fiber = open.pop();
    const id = validId(fiber?.memoizedProps?.chat?.id?.toString());
    if (id !== undefined) return id;
    if (fiber?.sibling) open.push(fiber.sibling);
    if (fiber?.child) open.push(fiber.child);
  }
  return undefined;
}

function idOfKey(row: Fiber): string | undefined {
  let fiber: Fiber | null | undefined = row;
  for (let depth = 0; fiber && depth <= PARENTS_MAX; depth += 1, fiber = fiber.return) {
    const { key } = fiber;
    if (typeof key === 'string' && key.startsWith(CHAT_KEY_PREFIX)) {
      return validId(key.slice(CHAT_KEY_PREFIX.length));
    }
  }
  return undefined;
}

const validId = (id: string | undefined): string | undefined =>
  id !== undefined && CHAT_ID_PATTERN.test(id) ? id : undefined;
