import { useEffect, useRef, useState } from 'react';
import { Cmd, type FilterKind } from '../modules/instances.ts';

/**
 * The active filter pill. A value equal to the one last rendered is ignored, so that of two calls before a render
 * the second may be lost (bundle 2026-04).
 */
export function useFilter(): [FilterKind, (kind: FilterKind) => void] {
  const [filter, setFilter] = useState<FilterKind>();
  const rendered = useRef(filter);
  useEffect(() => {
    rendered.current = filter;
  }, [filter]);
  useEffect(() => {
    function follow(kind: FilterKind): void {
      if (kind !== rendered.current) setFilter(kind);
    }
    Cmd.on('set_active_filter', follow);
    return () => void Cmd.off('set_active_filter', follow);
  }, []);
  return [filter, (kind) => Cmd.setActiveFilter(kind)];
}
