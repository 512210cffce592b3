import { CHAT_ID_PATTERN } from '../bridge.ts';
import { CHAT_ID_ATTRIBUTE, drawnRows, findAnchor, rowOf, rowsIn, showsTitles } from '../dom.ts';
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

/** Between two looks at all drawn rows: a row that came is tagged at once, one that shows another chat now a little later. */
const LOOK_AGAIN_MS = 250;

/** Tags rows with the chat that they show: rows carry no id, React's fibers know it, and only this world sees them (2026-04). */
export class RowTags {
  readonly #tagged = new Set<HTMLElement>();
  readonly #drawn = new MutationObserver((changes) => this.#follow(changes));
  #list: HTMLElement | undefined;
  #isEvery = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The row that the pointer or the focus reaches is tagged just then, so a list that scrolls costs nothing. */
  constructor(signal: AbortSignal) {
    const tag = ({ target }: Event) => {
      const row = rowOf(target);
      if (row) this.#tag(row);
    };
    // On the window, so that the row is tagged before the content script hears of it at the document.
    for (const type of ['pointerover', 'pointermove', 'focusin']) {
      window.addEventListener(type, tag, { capture: true, passive: true, signal });
    }
    signal.addEventListener('abort', () => {
      this.setEvery(false);
      for (const row of this.#tagged) row.removeAttribute(CHAT_ID_ATTRIBUTE);
    });
  }

  /** Whether every drawn row is tagged, as long as something of ours is to be shown on rows. */
  setEvery(isEvery: boolean): void {
    this.#isEvery = isEvery;
    this.look();
  }

  /** The list may be another by now. */
  look(): void {
    const list = this.#isEvery ? findAnchor('chatList')?.element : undefined;
    if (list === this.#list) return;
    this.#list = list;
    this.#drawn.disconnect();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!list) return;
    this.#drawn.observe(list, { childList: true, subtree: true, characterData: true });
    this.#tagAll();
  }

  #follow(changes: readonly MutationRecord[]): void {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes)
        if (node instanceof HTMLElement) for (const row of rowsIn(node)) this.#tag(row);
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tagAll();
    }, LOOK_AGAIN_MS);
  }

  #tagAll(): void {
    for (const row of this.#tagged) if (!row.isConnected) this.#tagged.delete(row);
    for (const row of drawnRows()) this.#tag(row);
  }

  #tag(row: HTMLElement): void {
    const id = chatIdOf(row)?.id;
    if (row.getAttribute(CHAT_ID_ATTRIBUTE) === (id ?? null)) return;
    this.#tagged.add(row);
    if (id === undefined) row.removeAttribute(CHAT_ID_ATTRIBUTE);
    else row.setAttribute(CHAT_ID_ATTRIBUTE, id);
  }
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
