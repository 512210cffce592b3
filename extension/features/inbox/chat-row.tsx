import { i18n } from '#i18n';
import type { InboxChat } from '../../../shared/whatsapp/inbox.ts';
import { colorOf, colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { numberWord } from '../../ui/language.ts';
import type { Organised } from '../organised.ts';
import { Face } from './face.tsx';
import { listMoment, previewOf } from './words.ts';

interface Props {
  readonly chat: InboxChat;
  readonly organised: Organised;
  readonly isFirst: boolean;
  readonly onOpen: () => void;
}

/** One chat of the list: what it is called, what was said last, and what the person made of it. */
export function ChatRow({ chat, organised, isFirst, onOpen }: Props) {
  const { id, title, unread, last, lastAt, isPinned, isMuted } = chat;
  const priority = organised.priorityByChat.get(id);
  const tag = organised.tagByChat.get(id);
  const preview = last ? previewOf(last) : '';
  return (
    <li>
      <button
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
            {priority && (
              <span
                className="flag"
                style={{ color: colorValue(priority.color) }}
                role="img"
                aria-label={priority.name}
                title={priority.name}
              >
                <Icon name="flag" size={13} />
              </span>
            )}
            <bdi className="inbox-chat-title">{title}</bdi>
            <small className="inbox-chat-time">{listMoment(last?.sentAt ?? lastAt)}</small>
          </span>
          <span className="inbox-chat-line">
            <bdi className="inbox-chat-last">{preview}</bdi>
            {tag !== undefined && (
              <span className="inbox-tag" style={{ '--tag': colorOf(tag) } as object}>
                <bdi>{tag}</bdi>
              </span>
            )}
            {isMuted && <Mark icon="muted" label={i18n.t('inbox.muted')} />}
            {isPinned && <Mark icon="pin" label={i18n.t('inbox.pinned')} />}
            {unread !== 0 && <UnreadMark unread={unread} isQuiet={isMuted} />}
          </span>
        </span>
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
