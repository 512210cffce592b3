import { useRef, type MouseEvent } from 'react';
import { i18n } from '#i18n';
import type { InboxChat } from '../../../shared/whatsapp/inbox.ts';
import { Icon } from '../../ui/icon.tsx';
import { numberWord } from '../../ui/language.ts';
import type { Organised } from '../organised.ts';
import { chatMenu } from '../overlay-kinds.ts';
import type { Overlays } from '../overlays.ts';
import { Face } from './face.tsx';
import { RowChips } from './row-chips.tsx';
import { listMoment, previewOf } from './words.ts';

interface Props {
  readonly chat: InboxChat;
  readonly organised: Organised;
  readonly overlays: Overlays;
  readonly isFirst: boolean;
  readonly onOpen: () => void;
}

/** One chat of the list: what it is called, what was said last, and what the person made of it, with the way to change that. */
export function ChatRow({ chat, organised, overlays, isFirst, onOpen }: Props) {
  const { id, title, unread, last, lastAt, isPinned, isMuted } = chat;
  const row = useRef<HTMLButtonElement>(null);
  const preview = last ? previewOf(last) : '';
  // The row has the focus in the end: the button is there only while it is pointed at.
  const organise = () => row.current && overlays.open(chatMenu, row.current, { chatIds: [id] });
  const organiseLabel = i18n.t('chats.organise', [i18n.t('chats.one', [title])]);
  return (
    <li
      className="inbox-row"
      onContextMenu={(event: MouseEvent) => {
        event.preventDefault();
        organise();
      }}
    >
      <button
        ref={row}
        type="button"
        className="inbox-chat"
        data-chat={id}
        data-unread={(unread !== 0 && !isMuted) || undefined}
        tabIndex={isFirst ? 0 : -1}
        onClick={onOpen}
      >
        <Face title={title} />
        <span className="inbox-chat-words">
          <span className="inbox-chat-line">
            <bdi className="inbox-chat-title">{title}</bdi>
            <small className="inbox-chat-time">{listMoment(last?.sentAt ?? lastAt)}</small>
          </span>
          <span className="inbox-chat-line">
            <bdi className="inbox-chat-last">{preview}</bdi>
            {isMuted && <Mark icon="muted" label={i18n.t('inbox.muted')} />}
            {isPinned && <Mark icon="pin" label={i18n.t('inbox.pinned')} />}
            {unread !== 0 && <UnreadMark unread={unread} isQuiet={isMuted} />}
          </span>
          <RowChips organised={organised} chatId={id} />
        </span>
      </button>
      <button
        type="button"
        className="inbox-organise"
        aria-haspopup="menu"
        aria-label={organiseLabel}
        title={organiseLabel}
        onClick={organise}
      >
        <Icon name="folder" size={14} />
      </button>
    </li>
  );
}

function Mark({ icon, label }: { icon: 'muted' | 'pin'; label: string }) {
  return (
    <span className="inbox-mark" role="img" aria-label={label} title={label}>
      <Icon name={icon} size={14} />
    </span>
  );
}

/** A chat that was marked by hand has a dot; what counts for nothing is quiet. */
export function UnreadMark({ unread, isQuiet = false }: { unread: number; isQuiet?: boolean }) {
  const label = unread > 0 ? i18n.t('folders.unreadMessages', unread) : i18n.t('inbox.markedUnread');
  return (
    <span
      className="unread-mark"
      data-quiet={isQuiet || undefined}
      role="img"
      aria-label={label}
      title={label}
    >
      {unread > 0 ? numberWord(unread) : ''}
    </span>
  );
}
