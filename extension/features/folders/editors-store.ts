import type { ComponentType } from 'react';
import { sendMessage } from '../../replica/use-rows.ts';
import { Store } from '../../ui/store.ts';
import type { FoldersModel, Overlay } from './folders-context.ts';

export interface EditorProps {
  readonly model: FoldersModel;
  readonly overlay: Overlay;
  /** Where portals go: inside the shadow root. */
  readonly container: HTMLElement;
}

/** The menus and editors, once they are loaded: they weigh as much as all the rest and are first needed at a click. */
export const editors = new Store<ComponentType<EditorProps> | null>(null);

let isAsked = false;

export function loadEditors(): void {
  if (isAsked) return;
  isAsked = true;
  sendMessage('loadEditors').catch(() => {
    isAsked = false; // The background was just replaced; the next use asks again.
  });
}
