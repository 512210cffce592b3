import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { startDrag } from './drag.ts';
import { deleteFolder } from './delete-folder.ts';
import { moveFolder } from './edits.ts';
import { useFolders, type FoldersModel } from './folders-context.ts';
import type { Folder, Selection, Shelf } from './shelf.ts';

/** All or Unfiled. */
export function PlainChip(props: { shelf: Shelf; selection: Selection; label: string }) {
  return (
    <div className="chip-group" role="presentation">
      <Tab {...props} />
    </div>
  );
}

export function FolderChip({ shelf, folder }: { shelf: Shelf; folder: Folder }) {
  const model = useFolders();
  const drag = useStore(model.drag);
  const isDragged = drag?.kind === 'folder' && drag.id === folder.id;
  const isTarget = drag?.target === folder.id && !isDragged;
  const openMenu = (anchor: Element) => model.overlay.set({ kind: 'folder-menu', folder, anchor });

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const subject = { kind: 'folder', id: folder.id, label: folder.name } as const;
    startDrag(model, event, event.currentTarget, subject, (target) => dropFolder(model, folder, target));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(event.currentTarget);
    else if (event.key === 'F2') {
      model.overlay.set({ kind: 'editor', folder, anchor: event.currentTarget });
    } else if (event.key === 'Delete') {
      const { nextElementSibling, previousElementSibling } = event.currentTarget;
      (nextElementSibling ?? previousElementSibling)?.querySelector('button')?.focus();
      deleteFolder(model, folder);
    } else return;
    event.preventDefault();
  };

  return (
    <div
      className="chip-group"
      role="presentation"
      data-drop={folder.id}
      data-target={isTarget || undefined}
      data-dragged={isDragged || undefined}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event.currentTarget);
      }}
    >
      <Tab shelf={shelf} selection={folder.id} label={folder.name} color={folder.color} hasMenu />
      {/* For the mouse; the tab itself opens the same menu by keyboard, and a list of tabs may hold nothing else. */}
      <button
        type="button"
        className="more"
        tabIndex={-1}
        aria-hidden="true"
        title={i18n.t('folders.options', [folder.name])}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={({ currentTarget }) => openMenu(currentTarget)}
      >
        <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
          <path d="M3 6l5 5 5-5" stroke="currentColor" strokeWidth="2" fill="none" strokeLinecap="round" />
        </svg>
      </button>
    </div>
  );
}

interface TabProps {
  shelf: Shelf;
  selection: Selection;
  label: string;
  color?: string;
  hasMenu?: boolean;
}

function Tab({ shelf, selection, label, color, hasMenu }: TabProps) {
  const model = useFolders();
  const isSelected = useStore(model.selection) === selection;
  const tab = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isSelected) tab.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [isSelected]);
  const unread = shelf.unreadBySelection.get(selection) ?? 0;
  return (
    <button
      type="button"
      role="tab"
      ref={tab}
      className="chip"
      aria-selected={isSelected}
      aria-haspopup={hasMenu && 'menu'}
      tabIndex={isSelected ? 0 : -1}
      onClick={() => model.selection.set(selection)}
    >
      {color && <span className="dot" style={{ background: colorValue(color) }} />}
      <bdi className="chip-name">{label}</bdi>
      {unread > 0 && (
        <>
          <span className="count" aria-hidden="true">
            {unread}
          </span>
          <span className="visually-hidden">{i18n.t('folders.unreadCount', unread)}</span>
        </>
      )}
    </button>
  );
}

function dropFolder(model: FoldersModel, folder: Folder, target: string): void {
  const shelf = model.shelf();
  const index = shelf?.folders.findIndex(({ id }) => id === target) ?? -1;
  if (!shelf || index < 0) return;
  void model.acts.do(moveFolder(shelf, folder, index), i18n.t('folders.moved', [folder.name]));
}
