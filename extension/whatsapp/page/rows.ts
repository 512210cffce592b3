import { CHAT_ID_ATTRIBUTE, rowOf } from '../dom.ts';

/** How many fibers below a row are looked at; the chat's component is a few levels down. */
const FIBERS_MAX = 300;

interface Fiber {
  readonly memoizedProps?: { readonly chat?: { readonly id?: { toString(): string } } } | null;
  readonly child?: Fiber | null;
  readonly sibling?: Fiber | null;
}

/**
 * Rows carry no id; React's fibers know it, and only this world sees them (2026-04). The row that the pointer or the focus reaches
 * is tagged just then, so a list that scrolls costs nothing.
 */
export function tagRows(): void {
  let tagged: HTMLElement | undefined;
  const tag = ({ target }: Event) => {
    const row = rowOf(target);
    if (!row) return;
    if (row !== tagged) tagged?.removeAttribute(CHAT_ID_ATTRIBUTE);
    tagged = row;
    const id = chatIdOf(row);
    if (id === undefined) row.removeAttribute(CHAT_ID_ATTRIBUTE);
    else row.setAttribute(CHAT_ID_ATTRIBUTE, id);
  };
  for (const type of ['pointerover', 'pointermove', 'focusin']) {
    document.addEventListener(type, tag, { capture: true, passive: true });
  }
}

function chatIdOf(row: HTMLElement): string | undefined {
  const key = Object.keys(row).find((name) => name.startsWith('__reactFiber$'));
  if (!key) return undefined;
  const root = (row as unknown as Record<string, Fiber>)[key];
  const open: Fiber[] = root?.child ? [root.child] : [];
  for (let seen = 0; open.length > 0 && seen < FIBERS_MAX; seen += 1) {
    const fiber = open.pop();
    const id = fiber?.memoizedProps?.chat?.id;
    if (id) return id.toString();
    if (fiber?.sibling) open.push(fiber.sibling);
    if (fiber?.child) open.push(fiber.child);
  }
  return undefined;
}
