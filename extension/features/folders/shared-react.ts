import * as React from 'react';
import * as ReactDOM from 'react-dom';
import * as JsxRuntime from 'react/jsx-runtime';
import { editors } from './editors-store.ts';

declare global {
  /** Isolated world only: how editors.js uses the React that is loaded already. */
  var nexis:
    | {
        readonly React: typeof React;
        readonly ReactDOM: typeof ReactDOM;
        readonly JsxRuntime: typeof JsxRuntime;
        readonly register: (component: Parameters<typeof editors.set>[0]) => void;
      }
    | undefined;
}

/** Must run before the editors are loaded. */
export function shareReact(): void {
  globalThis.nexis = { React, ReactDOM, JsxRuntime, register: (component) => editors.set(component) };
}
