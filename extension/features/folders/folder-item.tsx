import { useState } from 'react';
import { i18n } from '#i18n';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { phoneOf } from '../../../shared/whatsapp/chat-id.ts';
import { sendMessage, type PageReport } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { unfileChat } from './edits.ts';
import { FolderForm } from './folder-form.tsx';
import type { Folder, Shelf } from './shelf.ts';

interface Props {
  readonly folder: Folder;
  readonly others: readonly Folder[];
  readonly chatIds: readonly string[];
  /** The tab that has the account open. */
  readonly page: PageReport | undefined;
  readonly place: { shelf: Shelf; userId: string; isFirst: boolean; isLast: boolean };
  readonly onEdit: (fields: { name: string; color: string }) => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly onRemove: () => void;
  readonly onTakeOut: (operations: readonly Operation[], said: string) => void;
  readonly onSay: (text: string) => void;
}

/** One folder with its chats. */
export function FolderItem(props: Props) {
  const { folder, others, chatIds, place, onEdit, onMove, onRemove } = props;
  const [isOpen, setOpen] = useState(false);
  const [isEditing, setEditing] = useState(false);
  if (isEditing) {
    return (
      <li>
        <FolderForm
          folder={folder}
          folders={others}
          onCancel={() => setEditing(false)}
          onSubmit={(fields) => {
            setEditing(false);
            onEdit(fields);
          }}
        />
      </li>
    );
  }
  return (
    <li className="folder">
      <div className="folder-line">
        <button type="button" className="folder-name" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span className="dot" style={{ background: colorValue(folder.color) }} aria-hidden="true" />
          <bdi>{folder.name}</bdi>
          <small>{i18n.t('panel.chats', chatIds.length)}</small>
        </button>
        <IconButton
          label={i18n.t('panel.moveUp', [folder.name])}
          path="M8 13V3M4 7l4-4 4 4"
          isOff={place.isFirst}
          onClick={() => onMove(-1)}
        />
        <IconButton
          label={i18n.t('panel.moveDown', [folder.name])}
          path="M8 3v10M4 9l4 4 4-4"
          isOff={place.isLast}
          onClick={() => onMove(1)}
        />
        <IconButton
          label={i18n.t('panel.edit', [folder.name])}
          path="M3 13l1-3 7-7 2 2-7 7z"
          onClick={() => setEditing(true)}
        />
        <IconButton
          label={i18n.t('panel.remove', [folder.name])}
          path="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5"
          onClick={onRemove}
        />
      </div>
      {isOpen && <Chats {...props} />}
    </li>
  );
}

/** Of WhatsApp Web, to open a chat there. */
const OPENING_NEEDS = new Set(['account', 'chats', 'open-chat']);

function Chats({ folder, chatIds, page, place: { shelf, userId }, onTakeOut, onSay }: Props) {
  if (chatIds.length === 0) return <p className="quiet-line">{i18n.t('panel.emptyFolder')}</p>;
  const open = async (chatId: string) => {
    if (page?.lost.some((lost) => OPENING_NEEDS.has(lost))) {
      onSay(i18n.t('panel.cannotOpen'));
      return;
    }
    const result = page?.account
      ? await sendMessage('openChat', { phoneNumber: page.account.phoneNumber, chatId })
      : null;
    if (!result?.ok) onSay(i18n.t('panel.notOpen'));
  };
  const chats = chatIds
    .map((chatId) => ({ chatId, title: page?.titles[chatId] ?? nameOf(chatId) }))
    .sort((a, b) => a.title.localeCompare(b.title));
  return (
    <ul className="chats">
      {chats.map(({ chatId, title }) => (
        <li key={chatId}>
          <button
            type="button"
            title={i18n.t('panel.openChat', [title])}
            className="chat"
            onClick={() => void open(chatId)}
          >
            <bdi>{title}</bdi>
          </button>
          <IconButton
            label={i18n.t('panel.takeOut', [title, folder.name])}
            path="M4 4l8 8M12 4l-8 8"
            onClick={() =>
              onTakeOut(
                [unfileChat(shelf.accountId, userId, folder.id, chatId)],
                i18n.t('panel.takenOut', [title, folder.name]),
              )
            }
          />
        </li>
      ))}
    </ul>
  );
}

/** What a chat is called while no tab of its account is open: names are kept nowhere. */
function nameOf(chatId: string): string {
  const phone = phoneOf(chatId);
  if (phone) return `+${phone}`;
  return i18n.t(chatId.endsWith('@g.us') ? 'panel.unknownGroup' : 'panel.unknownChat');
}

interface IconButtonProps {
  readonly label: string;
  readonly path: string;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}
function IconButton({ label, path, isOff = false, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      className="icon"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onClick}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
    </button>
  );
}
