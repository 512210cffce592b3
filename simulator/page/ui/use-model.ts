import { useEffect, useReducer } from 'react';
import type { EventEmitter } from '../core/emitter.ts';

/** Renders again on the events of a model or a collection. */
export function useEvents(emitter: EventEmitter | undefined, events: string): void {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    emitter?.on(events, render);
    return () => void emitter?.off(events, render);
  }, [emitter, events]);
}
