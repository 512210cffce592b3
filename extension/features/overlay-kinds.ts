import { overlayKind } from './overlays.ts';
import type { Folder, Priority, View } from './organised.ts';

/** Folders, priority and tag of some chats. */
export const chatMenu = overlayKind<{ readonly chatIds: readonly string[] }>('chat-menu');
/** The tag of some chats, typed with completion. */
export const tagPicker = overlayKind<{ readonly chatIds: readonly string[] }>('tag-picker');
/** A new folder, which holds the chats that are given, or one to rename. */
export const folderEditor = overlayKind<{
  readonly folder: Folder | null;
  readonly chatIds: readonly string[];
}>('folder-editor');
export const folderMenu = overlayKind<{ readonly folder: Folder }>('folder-menu');
/** All folders and views, with search. */
export const folderList = overlayKind<object>('folder-list');
/** A new priority, which the chats that are given have, or one to rename. */
export const priorityEditor = overlayKind<{
  readonly priority: Priority | null;
  readonly chatIds: readonly string[];
}>('priority-editor');
/** What the list is narrowed to. */
export const filterEditor = overlayKind<object>('filter-editor');
/** Saves what is shown, or renames a view. */
export const viewEditor = overlayKind<{ readonly view: View | null }>('view-editor');
export const viewMenu = overlayKind<{ readonly view: View }>('view-menu');
/** Templates for the open chat. */
export const templatePicker = overlayKind<{
  readonly chatId: string;
  /** Chosen already. */
  readonly templateId?: string;
  /** Opened by a slash: what was typed after it. */
  readonly typed?: () => string;
  /** What could not be inserted. */
  readonly failedText?: string;
}>('template-picker');
export const palette = overlayKind<object>('palette');
