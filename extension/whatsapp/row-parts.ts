import { CHAT_ID_ATTRIBUTE, drawnRows, markOwnPart } from './dom.ts';
import type { Mounts } from './mounts.ts';

const LOOK_INTERVAL_MS = 200;

/** What is shown on the rows of the chat list. */
export interface RowPart {
  /** What the row of a chat shows, as a text to compare; empty: nothing. */
  readonly keyOf: (chatId: string) => string;
  /** Draws what a key says. */
  readonly draw: (root: ShadowRoot, key: string) => void;
}

declare const __SHADOW_ROOT_MODE__: 'open' | 'closed';

interface Shown {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  key: string;
}

/**
 * Keeps a part of ours on each row whose chat has something to show: the last child of the row, so it moves with it, takes no pointer
 * and no room. The page script tags the rows. Returns what to call when something else is to be shown.
 */
export function decorateRows(
  part: RowPart,
  mounts: Mounts,
  setTagging: (isEvery: boolean) => void,
  signal: AbortSignal,
): (isAnything: boolean) => void {
  const shownByRow = new Map<HTMLElement, Shown>();
  let isOn = false;
  let list: HTMLElement | null = null;

  const decorate = (row: HTMLElement) => {
    const chatId = row.getAttribute(CHAT_ID_ATTRIBUTE);
    const key = isOn && chatId !== null ? part.keyOf(chatId) : '';
    const shown = shownByRow.get(row);
    if (key === '') {
      shown?.host.remove();
      shownByRow.delete(row);
      return;
    }
    const next = shown ?? create(mounts.mark);
    if (next.host.parentElement !== row) row.append(next.host);
    if (next.key !== key) {
      next.key = key;
      part.draw(next.root, key);
    }
    shownByRow.set(row, next);
  };
  const decorateAll = () => {
    for (const row of shownByRow.keys()) if (!row.isConnected) shownByRow.delete(row);
    for (const row of drawnRows()) decorate(row);
  };
  const tags = new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLElement) decorate(target);
  });
  const follow = () => {
    const now = isOn ? mounts.list : null;
    if (now === list) return;
    list = now;
    tags.disconnect();
    if (!list) return;
    tags.observe(list, { attributeFilter: [CHAT_ID_ATTRIBUTE], subtree: true });
    setTagging(true); // The page script looks at once for the list that is there now.
    decorateAll();
  };
  const timer = setInterval(follow, LOOK_INTERVAL_MS);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    tags.disconnect();
    for (const { host } of shownByRow.values()) host.remove();
    shownByRow.clear();
    if (isOn) setTagging(false);
  });
  return (isAnything) => {
    if (signal.aborted) return;
    if (isOn && !isAnything) setTagging(false);
    isOn = isAnything;
    follow();
    decorateAll();
  };
}

function create(mark: string): Shown {
  const host = document.createElement('div');
  host.style.cssText =
    'all:initial !important;position:absolute !important;inset:0 !important;pointer-events:none !important';
  markOwnPart(host, mark);
  return { host, root: host.attachShadow({ mode: __SHADOW_ROOT_MODE__ }), key: '' };
}
