import { Menu } from '@base-ui/react/menu';
import { i18n } from '#i18n';
import { change, createLast, fileChats, prefer } from '../edits.ts';
import { MoveItems } from '../move-items.tsx';
import { NameForm } from '../name-form.tsx';
import type { Folder } from '../organised.ts';
import type { Organising } from '../organising.ts';
import { folderEditor, folderList, folderMenu } from '../overlay-kinds.ts';
import { overlayPart, type OverlayFrame } from '../overlays.ts';
import { MenuFrame, PopoverFrame } from '../overlay-frames.tsx';
import { removeFolder } from '../removals.ts';
import { folderWords } from '../things.ts';
import { FolderList } from './folder-list.tsx';

function FolderMenu({ page, anchor, container, close, folder }: OverlayFrame & { folder: Folder }) {
  const organised = page.organised.get();
  if (!organised) return null;
  const { folders, start, accountId } = organised;
  const isStart = start === folder.id;
  const setStart = () =>
    void page.acts.do(
      [prefer(accountId, page.userId, 'start', isStart ? '' : folder.id)],
      i18n.t(isStart ? 'folders.startsWithAll' : 'folders.startsWith', [folder.name]),
    );
  return (
    <MenuFrame
      anchor={anchor}
      container={container}
      close={close}
      label={i18n.t('folders.options', [folder.name])}
    >
      <Menu.Item
        className="item"
        onClick={() => page.overlays.openNext(folderEditor, anchor, { folder, chatIds: [] })}
      >
        {i18n.t('folders.edit')}
      </Menu.Item>
      <Menu.CheckboxItem className="item" checked={isStart} closeOnClick onCheckedChange={setStart}>
        {i18n.t('folders.start')}
        <span className="check">
          <Menu.CheckboxItemIndicator>✓</Menu.CheckboxItemIndicator>
        </span>
      </Menu.CheckboxItem>
      <MoveItems page={page} anchor={anchor} entity="folder" row={folder} siblings={folders} />
      <Menu.Separator className="separator" />
      <Menu.Item className="item danger" onClick={() => removeFolder(page, folder)}>
        {i18n.t('folders.remove')}
      </Menu.Item>
    </MenuFrame>
  );
}

/** Makes a folder, or renames and recolours one; a folder made from a chat's menu holds that chat. */
function FolderEditor({
  page,
  anchor,
  container,
  close,
  folder,
  chatIds,
}: OverlayFrame<Organising> & { folder: Folder | null; chatIds: readonly string[] }) {
  const submit = (fields: { name: string; color: string }) => {
    const organised = page.organised.get();
    if (!organised) return;
    if (folder) {
      void page.acts.do(change('folder', folder, fields), i18n.t('folders.edited', [fields.name]));
    } else {
      const create = createLast('folder', organised.folders, { accountId: organised.accountId, ...fields });
      const file = fileChats(organised, page.userId, chatIds, create.id, true);
      void page.acts.do([create, ...file], i18n.t('folders.created', [fields.name]));
    }
    close();
  };
  return (
    <PopoverFrame
      anchor={anchor}
      container={container}
      close={close}
      label={i18n.t(folder ? 'folders.edit' : 'folders.new')}
    >
      <NameForm
        words={folderWords()}
        {...(folder && { row: folder })}
        siblings={page.organised.get()?.folders ?? []}
        onSubmit={submit}
        onCancel={close}
      />
    </PopoverFrame>
  );
}

export const folderEditorOverlay = overlayPart(folderEditor, FolderEditor);

export const folderOverlays = [
  overlayPart(folderMenu, FolderMenu),
  folderEditorOverlay,
  overlayPart(folderList, FolderList),
];
