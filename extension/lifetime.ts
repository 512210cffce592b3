import { browser } from 'wxt/browser';

export interface Lifetime {
  readonly signal: AbortSignal;
  /** Asking it after the extension is gone also ends the signal. */
  readonly isAlive: () => boolean;
}

declare global {
  /** Isolated world only. */
  var nexisLifetime: Lifetime | undefined;
}

/**
 * How long a content script may act: until its extension is updated, reloaded or switched off under the page. Null when a script of
 * the same extension runs here already. WXT's own signal would not do: a page that knows the extension's id can fire it.
 */
export function beginLifetime(): Lifetime | null {
  if (globalThis.nexisLifetime?.isAlive()) return null;
  const abort = new AbortController();
  const isAlive = () => {
    // Types promise an id; a script that outlived its extension has none.
    const { id } = (browser.runtime as { id?: string } | undefined) ?? {};
    if (id === undefined) abort.abort();
    return !abort.signal.aborted;
  };
  globalThis.nexisLifetime = { signal: abort.signal, isAlive };
  return globalThis.nexisLifetime;
}
