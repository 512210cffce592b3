import type { ComponentType } from 'react';
import { sendMessage } from '../replica/use-rows.ts';
import { Store } from '../ui/store.ts';
import type { OverlayPart } from './overlays.ts';
import type { PageModel } from './page-model.ts';

/** What is in the script that is loaded at the first use. */
export interface LoadedParts {
  readonly overlays: readonly OverlayPart[];
  /** The panel beside the chat list. */
  readonly panel: ComponentType<{ readonly page: PageModel }>;
  /** The style of all of it. */
  readonly css: string;
}

/** The menus, editors and panels, once they are loaded: they weigh as much as all the rest and are first needed at a click. */
export const loadedParts = new Store<LoadedParts | null>(null);

let isAsked = false;

export function loadParts(): void {
  if (isAsked) return;
  isAsked = true;
  sendMessage('loadOverlays').catch(() => {
    isAsked = false; // The background was just replaced; the next use asks again.
  });
}
