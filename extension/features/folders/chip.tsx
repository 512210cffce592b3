import {
  memo,
  useEffect,
  useRef,
  useSyncExternalStore,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { startDrag } from '../drag.ts';
import { moveTo } from '../edits.ts';
import type { CountingRule, Folder, View } from '../organised.ts';
import { folderEditor, folderMenu, viewEditor, viewMenu } from '../overlay-kinds.ts';
import { usePageModel, type PageModel } from '../page-model.ts';
import { removeFolder, removeView } from '../removals.ts';
import { everything, shownOf, viewOf } from '../shown.ts';
import { badgeOf } from '../unread.ts';

interface ChipProps {
  readonly isSelected: boolean;
  readonly counting: CountingRule;
}

/** All or Unfiled. */
export const PlainChip = memo(function PlainChip({
  folderId,
  label,
  ...chip
}: ChipProps & { folderId: '' | 'unfiled'; label: string }) {
  const page = usePageModel();
  // All is all: a filter that stays would make it a lie.
  const onSelect = () => page.shown.set(folderId === '' ? everything : { ...page.shown.get(), folderId });
  return (
    <div className="chip-group" role="presentation">
      <Tab {...chip} selection={folderId || 'all'} label={label} onSelect={onSelect} />
    </div>
  );
});

export const FolderChip = memo(function FolderChip({
  folder,
  siblings,
  ...chip
}: ChipProps & { folder: Folder; siblings: readonly Folder[] }) {
  const page = usePageModel();
  const select = () => {
    const organised = page.organised.get();
    const shown = page.shown.get();
    // Out of a view goes its filter; what the person narrowed the list to by hand stays.
    const isView = organised && viewOf(organised, shown);
    page.shown.set({ ...(isView ? everything : shown), folderId: folder.id });
  };
  return (
    <Group
      kind="folder"
      row={folder}
      siblings={siblings}
      title={i18n.t('folders.options', [folder.name])}
      openMenu={(anchor) => page.overlays.open(folderMenu, anchor, { folder })}
      rename={(anchor) => page.overlays.open(folderEditor, anchor, { folder, chatIds: [] })}
      remove={() => removeFolder(page, folder)}
    >
      <Tab
        {...chip}
        selection={folder.id}
        label={folder.name}
        color={folder.color}
        hasMenu
        onSelect={select}
      />
    </Group>
  );
});

export const ViewChip = memo(function ViewChip({
  view,
  siblings,
  ...chip
}: ChipProps & { view: View; siblings: readonly View[] }) {
  const page = usePageModel();
  return (
    <Group
      kind="view"
      row={view}
      siblings={siblings}
      title={i18n.t('views.options', [view.name])}
      openMenu={(anchor) => page.overlays.open(viewMenu, anchor, { view })}
      rename={(anchor) => page.overlays.open(viewEditor, anchor, { view })}
      remove={() => removeView(page, view)}
    >
      <Tab
        {...chip}
        selection={view.id}
        label={view.name}
        color={view.color}
        isFilter
        hasMenu
        onSelect={() => page.shown.set(shownOf(view))}
      />
    </Group>
  );
});

interface GroupProps {
  readonly kind: 'folder' | 'view';
  readonly row: Folder | View;
  readonly siblings: readonly (Folder | View)[];
  readonly title: string;
  readonly openMenu: (anchor: Element) => void;
  readonly rename: (anchor: Element) => void;
  readonly remove: () => void;
  readonly children: ReactNode;
}

/** A chip with its menu, that can be dragged to another place; chats can be dropped on a folder. */
function Group({ kind, row, siblings, title, openMenu, rename, remove, children }: GroupProps) {
  const page = usePageModel();
  const drag = useStore(page.drag);
  const isDragged = drag?.kind === kind && drag.id === row.id;
  const isTarget = drag?.target === row.id && !isDragged && (kind === 'folder' || drag.kind === 'view');

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const subject = { kind, id: row.id, label: row.name };
    startDrag(page, event, event.currentTarget, subject, (target) => drop(page, kind, siblings, row, target));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(event.currentTarget);
    else if (event.key === 'F2') rename(event.currentTarget);
    else if (event.key === 'Delete') {
      const { nextElementSibling, previousElementSibling } = event.currentTarget;
      (nextElementSibling ?? previousElementSibling)?.querySelector('button')?.focus();
      remove();
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className="chip-group"
      role="presentation"
      data-drop={row.id}
      data-kind={kind}
      data-target={isTarget || undefined}
      data-dragged={isDragged || undefined}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event.currentTarget);
      }}
    >
      {children}
      {/* For the mouse; the tab itself opens the same menu by keyboard, and a list of tabs may hold nothing else. */}
      <button
        type="button"
        className="more"
        tabIndex={-1}
        aria-hidden="true"
        title={title}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={({ currentTarget }) => openMenu(currentTarget)}
      >
        <Icon name="down" size={12} />
      </button>
    </div>
  );
}

interface TabProps extends ChipProps {
  readonly selection: string;
  readonly label: string;
  readonly color?: string;
  /** More than a folder decides what it shows. */
  readonly isFilter?: boolean;
  readonly hasMenu?: boolean;
  readonly onSelect: () => void;
}

function Tab({ selection, counting, label, color, isFilter, hasMenu, isSelected, onSelect }: TabProps) {
  const tab = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isSelected) tab.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [isSelected]);
  return (
    <button
      type="button"
      role="tab"
      ref={tab}
      className="chip"
      aria-selected={isSelected}
      aria-haspopup={hasMenu && 'menu'}
      tabIndex={isSelected ? 0 : -1}
      onClick={onSelect}
    >
      {color && !isFilter && <span className="dot" style={{ background: colorValue(color) }} />}
      {color && isFilter && (
        <span className="filter-mark" style={{ color: colorValue(color) }}>
          <Icon name="filter" size={13} />
        </span>
      )}
      <bdi className="chip-name">{label}</bdi>
      <Badge selection={selection} counting={counting} />
    </button>
  );
}

/** What is unread; of hundreds of chips only those whose number has changed are drawn anew. */
function Badge({ selection, counting }: { selection: string; counting: CountingRule }) {
  const { unread: all } = usePageModel();
  const unread = useSyncExternalStore(all.subscribe, () => all.get().get(selection));
  if (!unread) return null;
  const text = badgeOf(unread, counting);
  const label =
    counting === 'messages' && unread.messages > 0
      ? i18n.t('folders.unreadMessages', unread.messages)
      : i18n.t('folders.unreadCount', unread.chats);
  return (
    <>
      <span className={text === '' ? 'count count-dot' : 'count'} aria-hidden="true">
        {text}
      </span>
      <span className="visually-hidden">{label}</span>
    </>
  );
}

function drop(
  page: PageModel,
  kind: 'folder' | 'view',
  siblings: readonly (Folder | View)[],
  row: Folder | View,
  target: string,
): void {
  const index = siblings.findIndex(({ id }) => id === target);
  if (index < 0) return;
  void page.acts.do(moveTo(kind, siblings, row, index), i18n.t('folders.moved', [row.name]));
}
