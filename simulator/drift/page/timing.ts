import { useEffect, useState } from 'react';
import { has } from './has.ts';

const LATE_MS = { 'list-late': 3000, 'pane-late': 2000 };
const REBUILD_EVERY_MS = 400;
const REBUILDS = 4;

declare global {
  interface Window {
    /** Test window: how often the scroller is still to be made anew. */
    __simRebuilds: number;
  }
}

/** False until that part of the page comes. */
export function useIsThere(change: 'list-late' | 'pane-late'): boolean {
  const [isThere, setIsThere] = useState(!has(change));
  useEffect(() => {
    const timer = setTimeout(() => setIsThere(true), LATE_MS[change]);
    return () => clearTimeout(timer);
  }, [change]);
  return isThere;
}

/** A key that makes the scroller anew. */
export function useRebuilds(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    window.__simRebuilds = has('list-rebuilt') ? REBUILDS - count : 0;
    if (window.__simRebuilds === 0) return undefined;
    const timer = setTimeout(() => setCount(count + 1), REBUILD_EVERY_MS);
    return () => clearTimeout(timer);
  }, [count]);
  return count;
}
