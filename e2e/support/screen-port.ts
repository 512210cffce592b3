import type { Browser } from 'wxt/browser';

/** What a test's code in a page of the extension, or in its background, uses of the browser. */
export type ScreenGlobal = typeof globalThis & {
  chrome: {
    runtime: {
      connect: (to: { name: string }) => Browser.runtime.Port;
      onConnect: { addListener: (listener: (port: Browser.runtime.Port) => void) => void };
    };
  };
};
