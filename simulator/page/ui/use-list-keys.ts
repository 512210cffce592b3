import { useEffect, useRef, useState, type RefObject } from 'react';
import { openChatBottom } from '../../drift/page/modules.ts';
import type { Chat } from '../modules/models.ts';
import { CHAT_HEIGHT } from './virtual-list.tsx';

const PAGE_ROWS = 8;

/** The list's keys: up, down, j, k, home, end, page up, page down move the focus, Enter opens. */
export function useListKeys(
  chats: readonly Chat[],
  scroller: RefObject<HTMLElement | null>,
): { focused: number; ref: RefObject<HTMLDivElement | null> } {
  const [focused, setFocused] = useState(0);
  const ref = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  useEffect(() => {
    const element = ref.current;
    function press(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const chat = chats[focused];
      if (event.key === 'Enter' && chat) void openChatBottom({ chat, chatEntryPoint: 'Chatlist' });
      const next = moved(event.key, focused, chats.length);
      if (next === undefined) return;
      event.preventDefault();
      isMoving.current = true;
      reveal(scroller.current, element, next);
      setFocused(next);
    }
    element?.addEventListener('keydown', press);
    return () => element?.removeEventListener('keydown', press);
  }, [chats, focused, scroller]);
  useEffect(() => {
    if (!isMoving.current) return;
    const row = ref.current?.querySelector<HTMLElement>('[data-row-focus=true]');
    if (!row) return;
    isMoving.current = false;
    row.focus({ preventScroll: true });
  });
  return { focused: Math.min(focused, Math.max(0, chats.length - 1)), ref };
}

function moved(key: string, from: number, count: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(last, from + 1);
    case 'ArrowUp':
    case 'k':
      return Math.max(0, from - 1);
    case 'PageDown':
      return Math.min(last, from + PAGE_ROWS);
    case 'PageUp':
      return Math.max(0, from - PAGE_ROWS);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

function reveal(scroller: HTMLElement | null, list: HTMLElement | null, index: number): void {
  if (!scroller || !list) return;
  const top = list.offsetTop + index * CHAT_HEIGHT;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  const bottom = top + CHAT_HEIGHT;
  if (bottom > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = bottom - scroller.clientHeight;
}
