import { Menu } from '@base-ui/react/menu';
import { Popover } from '@base-ui/react/popover';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { deleteFolder } from './delete-folder.ts';
import { createFolder, editFolder, fileChat, moveFolder, unfileChat } from './edits.ts';
import type { EditorProps } from './editors-store.ts';
import { FolderForm } from './folder-form.tsx';
import type { FoldersModel, Overlay } from './folders-context.ts';
import type { Folder } from './shelf.ts';

/** Whatever menu or editor is open. It is a script of its own, so nothing here may use a context of the strip's. */
export function Editors({ model, overlay, container }: EditorProps) {
  const close = () => {
    if (model.overlay.get() === overlay) model.overlay.set(null);
  };
  const shared = { model, container, close, anchor: overlay.anchor };
  switch (overlay.kind) {
    case 'editor':
      return <FolderEditor {...shared} overlay={overlay} />;
    case 'folder-menu':
      return <FolderMenu {...shared} folder={overlay.folder} />;
    case 'chat-menu':
      return <ChatMenu {...shared} chatId={overlay.chatId} />;
  }
}

/** The page can make up a press outside of a menu; only a person's closes it. */
const isMadeUp = ({ reason, event }: { reason: string; event: Event }): boolean =>
  reason === 'outside-press' && !event.isTrusted;

interface Shared {
  readonly model: FoldersModel;
  readonly container: HTMLElement;
  readonly anchor: Element;
  readonly close: () => void;
}

/** Focus goes back to the tab or button that it came from; when that is gone, to the selected tab. */
const focusBack = (anchor: Element) => {
  const root = anchor.getRootNode();
  return (): HTMLElement | null => {
    const target = anchor.matches('button') ? anchor : anchor.querySelector('button');
    if (target?.isConnected && target instanceof HTMLElement) return target;
    return root instanceof ShadowRoot ? root.querySelector<HTMLElement>('[aria-selected="true"]') : null;
  };
};

function FolderMenu({ model, container, anchor, close, folder }: Shared & { folder: Folder }) {
  const folders = model.shelf()?.folders ?? [];
  const at = folders.findIndex(({ id }) => id === folder.id);
  const isRightToLeft = getComputedStyle(anchor).direction === 'rtl';
  const neighbours = [
    { label: i18n.t('folders.moveLeft'), index: isRightToLeft ? at + 1 : at - 1 },
    { label: i18n.t('folders.moveRight'), index: isRightToLeft ? at - 1 : at + 1 },
  ];
  const move = (index: number) => {
    const shelf = model.shelf();
    if (!shelf) return;
    void model.acts.do(moveFolder(shelf, folder, index), i18n.t('folders.moved', [folder.name]));
  };
  return (
    <Menu.Root open modal={false} onOpenChange={(isOpen, why) => !isOpen && !isMadeUp(why) && close()}>
      <Menu.Portal container={container}>
        <Menu.Positioner className="positioner" anchor={anchor} sideOffset={4} align="start">
          <Menu.Popup className="popup" finalFocus={focusBack(anchor)}>
            <Menu.Item
              className="item"
              onClick={() => setTimeout(() => model.overlay.set({ kind: 'editor', folder, anchor }))}
            >
              {i18n.t('folders.edit')}
            </Menu.Item>
            {neighbours.map(({ label, index }) => (
              <Menu.Item
                key={label}
                className="item"
                disabled={!(index in folders)}
                onClick={() => move(index)}
              >
                {label}
              </Menu.Item>
            ))}
            <Menu.Separator className="separator" />
            <Menu.Item className="item danger" onClick={() => deleteFolder(model, folder)}>
              {i18n.t('folders.remove')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ChatMenu({ model, container, anchor, close, chatId }: Shared & { chatId: string }) {
  useStore(model.replica.rows);
  const shelf = model.shelf();
  const file = (folder: Folder, isFiled: boolean) => {
    if (!shelf) return;
    const change = isFiled ? fileChat : unfileChat;
    const names = [model.chatTitle(chatId), folder.name] as const;
    void model.acts.do(
      [change(shelf.accountId, model.userId, folder.id, chatId)],
      isFiled ? i18n.t('folders.filed', [...names]) : i18n.t('panel.takenOut', [...names]),
    );
  };
  return (
    <Menu.Root open modal={false} onOpenChange={(isOpen, why) => !isOpen && !isMadeUp(why) && close()}>
      <Menu.Portal container={container}>
        <Menu.Positioner className="positioner" anchor={anchor} sideOffset={4} align="start">
          <Menu.Popup
            className="popup"
            finalFocus={focusBack(anchor)}
            aria-label={i18n.t('folders.fileChat', [model.chatTitle(chatId)])}
          >
            <div className="popup-title">
              <bdi>{i18n.t('folders.fileChat', [model.chatTitle(chatId)])}</bdi>
            </div>
            {shelf?.folders.map((folder) => (
              <Menu.CheckboxItem
                key={folder.id}
                className="item"
                closeOnClick={false}
                checked={shelf.chatIdsByFolder.get(folder.id)?.has(chatId) ?? false}
                onCheckedChange={(isChecked) => file(folder, isChecked)}
              >
                <span className="check">
                  <Menu.CheckboxItemIndicator>✓</Menu.CheckboxItemIndicator>
                </span>
                <span className="dot" style={{ background: colorValue(folder.color) }} />
                <bdi className="chip-name">{folder.name}</bdi>
              </Menu.CheckboxItem>
            ))}
            {shelf && shelf.folders.length > 0 && <Menu.Separator className="separator" />}
            <Menu.Item
              className="item"
              onClick={() =>
                setTimeout(() => model.overlay.set({ kind: 'editor', folder: null, anchor, chatId }))
              }
            >
              <span className="check">+</span>
              {i18n.t('folders.new')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

type EditorOverlay = Extract<Overlay, { kind: 'editor' }>;

/** Makes a folder, or renames and recolours one; a folder made from a chat's menu holds that chat. */
function FolderEditor({ model, container, anchor, close, overlay }: Shared & { overlay: EditorOverlay }) {
  const { folder, chatId } = overlay;
  const submit = (fields: { name: string; color: string }) => {
    const shelf = model.shelf();
    if (!shelf) return;
    if (folder) void model.acts.do(editFolder(folder, fields), i18n.t('folders.edited', [fields.name]));
    else {
      const create = createFolder(shelf, fields.name, fields.color);
      const file = chatId ? [fileChat(shelf.accountId, model.userId, create.id, chatId)] : [];
      void model.acts.do([create, ...file], i18n.t('folders.created', [fields.name]));
    }
    close();
  };

  return (
    <Popover.Root
      open
      modal="trap-focus"
      onOpenChange={(isOpen, why) => {
        // The page may take the focus at any time; what is typed here stays.
        if (!isOpen && !isMadeUp(why) && why.reason !== 'focus-out') close();
      }}
    >
      <Popover.Portal container={container}>
        <Popover.Positioner className="positioner" anchor={anchor} sideOffset={6} align="start">
          <Popover.Popup
            className="popup editor"
            aria-label={i18n.t(folder ? 'folders.edit' : 'folders.new')}
            initialFocus={false}
            finalFocus={focusBack(anchor)}
          >
            <FolderForm
              {...(folder && { folder })}
              folders={model.shelf()?.folders ?? []}
              onSubmit={submit}
              onCancel={close}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
