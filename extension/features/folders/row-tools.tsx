import { useEffect, type PointerEvent } from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { startDrag } from './drag.ts';
import { fileChat } from './edits.ts';
import { loadEditors } from './editors-store.ts';
import { useFolders, useShelf, type FoldersModel } from './folders-context.ts';

/** The grip and the folder button, over the row that the pointer or the focus is on. WhatsApp's own rows are not touched. */
export function RowTools() {
  const model = useFolders();
  const shelf = useShelf();
  const isDragging = useStore(model.drag) !== null;
  const overlay = useStore(model.overlay);
  const place = useStore(model.whatsapp.row);
  const isBusy = isDragging || (overlay !== null && 'chatId' in overlay);
  useEffect(() => {
    model.whatsapp.holdRow(isBusy);
    return () => model.whatsapp.holdRow(false);
  }, [isBusy, model]);

  if (!place || !shelf) return null;
  const { chatId, box, isRightToLeft } = place;
  const title = model.chatTitle(chatId);
  const start = (offset: number, width: number) =>
    isRightToLeft ? box.right - offset - width : box.left + offset;

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    // Else the row that the pointer reaches first takes the grip away.
    event.currentTarget.setPointerCapture(event.pointerId);
    const subject = { kind: 'chat', id: chatId, label: title } as const;
    startDrag(model, event, event.currentTarget, subject, (folderId) => dropChat(model, chatId, folderId));
  };

  return (
    <>
      <button
        type="button"
        className="grip"
        tabIndex={-1}
        aria-label={i18n.t('folders.dragChat', [title])}
        title={i18n.t('folders.dragChat', [title])}
        data-dragging={isDragging || undefined}
        style={{ left: start(0, 16), top: box.top, height: box.height }}
        onPointerDown={onPointerDown}
      >
        <svg viewBox="0 0 8 20" width="8" height="20" aria-hidden="true">
          {[3, 10, 17].flatMap((y) => [2, 6].map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.4" />))}
        </svg>
      </button>
      <button
        type="button"
        className="file"
        aria-haspopup="menu"
        aria-label={i18n.t('folders.fileChat', [title])}
        title={i18n.t('folders.fileChat', [title])}
        style={{ left: start(44, 24), top: box.bottom - 32 }}
        onPointerEnter={loadEditors}
        onFocus={loadEditors}
        onClick={({ currentTarget }) =>
          model.overlay.set({ kind: 'chat-menu', chatId, anchor: currentTarget })
        }
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d="M1.5 4a1 1 0 0 1 1-1h3.6l1.6 1.8h5.8a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1z" />
        </svg>
      </button>
    </>
  );
}

function dropChat(model: FoldersModel, chatId: string, folderId: string): void {
  const shelf = model.shelf();
  const folder = shelf?.folders.find(({ id }) => id === folderId);
  if (!shelf || !folder) return;
  const title = model.chatTitle(chatId);
  if (shelf.chatIdsByFolder.get(folderId)?.has(chatId)) {
    model.acts.say(i18n.t('folders.alreadyFiled', [title, folder.name]));
    return;
  }
  const file = fileChat(shelf.accountId, model.userId, folderId, chatId);
  void model.acts.do([file], i18n.t('folders.filed', [title, folder.name]));
}
