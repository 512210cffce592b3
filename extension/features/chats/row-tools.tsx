import {
  useEffect,
  useSyncExternalStore,
  type CSSProperties,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { Icon } from '../../ui/icon.tsx';
import { actFile } from '../acts-on-chats.ts';
import { startDrag } from '../drag.ts';
import { loadParts } from '../load-parts.ts';
import { chatMenu } from '../overlay-kinds.ts';
import { usePageModel, type PageModel } from '../page-model.ts';
import { chatsWord } from '../things.ts';

/** The grip, the tick and the organise button, over the row that the pointer or the focus is on. WhatsApp's own rows are not touched. */
export function RowTools() {
  const page = usePageModel();
  const organised = useStore(page.organised);
  const isDragging = useStore(page.drag) !== null;
  const overlay = useStore(page.overlays.current);
  const picked = useStore(page.picked);
  const place = useStore(page.whatsapp.row);
  const title = useSyncExternalStore(page.whatsapp.chats.subscribe, () =>
    place ? page.chatTitle(place.chatId) : '',
  );
  const isBusy = isDragging || (overlay !== null && 'chatIds' in overlay.props);
  useEffect(() => {
    page.whatsapp.holdRow(isBusy);
    return () => page.whatsapp.holdRow(false);
  }, [isBusy, page]);

  if (!place || !organised) return null;
  const { chatId, box, isRightToLeft } = place;
  const at = (offset: number, width: number, top: number): CSSProperties => ({
    left: isRightToLeft ? box.right - offset - width : box.left + offset,
    top,
  });
  const isPicked = page.isPicked(chatId);
  // What is done to one of the picked is done to all of them.
  const chatIds = isPicked ? [...picked] : [chatId];

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    // Else the row that the pointer reaches first takes the grip away.
    event.currentTarget.setPointerCapture(event.pointerId);
    const label = chatIds.length === 1 ? title : chatsWord(page, chatIds);
    startDrag(page, event, event.currentTarget, { kind: 'chats', id: chatId, label }, (folderId) =>
      drop(page, chatIds, isPicked, folderId),
    );
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
        style={{ ...at(0, 16, box.top), height: box.height }}
        onPointerDown={onPointerDown}
      >
        <svg viewBox="0 0 8 20" width="8" height="20" aria-hidden="true">
          {[3, 10, 17].flatMap((y) => [2, 6].map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.4" />))}
        </svg>
      </button>
      <Tool
        label={i18n.t('chats.organise', [chatsWord(page, chatIds)])}
        hasMenu
        style={at(44, 24, box.bottom - 32)}
        onClick={(anchor) => page.overlays.open(chatMenu, anchor, { chatIds })}
      >
        <Icon name="folder" size={14} />
      </Tool>
      <Tool
        label={i18n.t(isPicked ? 'chats.unpick' : 'chats.pick', [title])}
        isOn={isPicked}
        style={at(20, 22, box.top + 6)}
        onClick={() => page.togglePicked(chatId)}
      >
        <Icon name="check" size={13} />
      </Tool>
    </>
  );
}

interface ToolProps {
  readonly label: string;
  readonly isOn?: boolean;
  readonly hasMenu?: boolean;
  readonly style: CSSProperties;
  readonly onClick: (anchor: Element) => void;
  readonly children: ReactNode;
}

function Tool({ label, isOn, hasMenu, style, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      className="row-tool"
      aria-haspopup={hasMenu && 'menu'}
      aria-pressed={isOn}
      aria-label={label}
      title={label}
      style={style}
      onPointerEnter={loadParts}
      onFocus={loadParts}
      onClick={({ currentTarget }) => onClick(currentTarget)}
    >
      {children}
    </button>
  );
}

function drop(page: PageModel, chatIds: readonly string[], arePicked: boolean, folderId: string): void {
  const folder = page.organised.get()?.folders.find(({ id }) => id === folderId);
  if (!folder) return;
  actFile(page, chatIds, folder, true);
  if (arePicked) page.picked.set(new Set());
}
