import * as React from 'react';
import * as ReactDOM from 'react-dom';
import * as JsxRuntime from 'react/jsx-runtime';
import { loadedParts, type LoadedParts } from '../load-parts.ts';

declare global {
  /** Isolated world only: how overlays.js uses the React that is loaded already. */
  var nexis:
    | {
        readonly React: typeof React;
        readonly ReactDOM: typeof ReactDOM;
        readonly JsxRuntime: typeof JsxRuntime;
        readonly register: (parts: LoadedParts) => void;
      }
    | undefined;
}

/** Must run before the overlays are loaded. */
export function shareReact(): void {
  globalThis.nexis = { React, ReactDOM, JsxRuntime, register: (parts) => loadedParts.set(parts) };
}
