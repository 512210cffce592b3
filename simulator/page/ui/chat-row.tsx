import { memo, type MouseEvent, type ReactNode } from 'react';
import { listForm } from '../../drift/page/list-form.ts';
import { openChatBottom } from '../../drift/page/modules.ts';
import { chatOf, withChat, type WithChat } from '../../drift/page/row-chat.ts';
import { testId } from '../config.ts';
import type { Msg } from '../modules/models.ts';
import { Avatar } from './avatar.tsx';
import { AckIcon, Icon } from './icons.tsx';
import { RowMenu } from './row-menu.tsx';
import { listTime } from './time.ts';
import { useEvents } from './use-model.ts';

type Props = WithChat & { isFocused: boolean };

/** The component that carries the chat: `props.chat` is how a row is known. */
export const ChatRow = memo(function ChatRow({ isFocused, ...props }: Props): ReactNode {
  const chat = chatOf(props);
  useEvents(chat, 'change');
  useEvents(chat.msgs, 'add change:ack');
  const open = (event: MouseEvent) => {
    if (event.button === 0) void openChatBottom({ chat, chatEntryPoint: 'Chatlist' });
  };
  const isUnread = chat.unreadCount !== 0;
  return (
    <div role={listForm().cell} aria-colindex={1} className="cell">
      <div
        tabIndex={isFocused ? 0 : -1}
        aria-selected={chat.active}
        data-row-focus={isFocused}
        className={`row-body${chat.active ? ' row-active' : ''}${isUnread ? ' row-unread' : ''}`}
        onMouseDown={open}
      >
        <div className="_ak72 frame" {...testId('cell-frame-container')}>
          <Avatar id={chat.id.toString()} name={chat.formattedTitle} />
          <div className="frame-text">
            <div className="frame-line">
              <div className="frame-title" {...testId('cell-frame-title')}>
                {isUnread && <span className="visually-hidden">{unreadLabel(chat.unreadCount, true)}</span>}
                <span dir="auto" title={chat.formattedTitle} className="ellipsis">
                  {chat.formattedTitle}
                </span>
              </div>
              <div className="frame-time">{listTime(chat.t)}</div>
            </div>
            <div className="frame-line">
              <div className="frame-preview" {...testId('cell-frame-secondary')}>
                <Preview {...withChat(chat)} msg={chat.msgs.last()} />
              </div>
              <RowMarks {...withChat(chat)} />
              <RowMenu {...withChat(chat)} />
            </div>
          </div>
        </div>
      </div>
    </div>
  );
});

function Preview({ msg, ...props }: WithChat & { msg: Msg | undefined }): ReactNode {
  const chat = chatOf(props);
  if (!msg) return null;
  const author =
    chat.id.isGroup() && !msg.id.fromMe && msg.notifyName ? `${msg.notifyName.split(' ')[0]}: ` : '';
  const text = `${author}${msg.caption ?? msg.body}`;
  return (
    <span title={`\u202a${text}\u202c`} className="preview">
      {msg.id.fromMe && <AckIcon ack={msg.ack} />}
      <span dir="ltr" className="ellipsis">
        {text}
      </span>
    </span>
  );
}

function RowMarks(props: WithChat): ReactNode {
  const chat = chatOf(props);
  return (
    <div className="marks" role="presentation">
      {chat.muteExpiration !== 0 && <Icon name="muted" size={18} />}
      {chat.pin > 0 && <Icon name="pinned" size={18} />}
      {chat.unreadCount !== 0 && (
        <span
          aria-label={unreadLabel(chat.unreadCount)}
          className={chat.unreadCount < 0 ? 'badge badge-dot' : 'badge'}
        >
          {chat.unreadCount > 0 ? chat.unreadCount : ''}
        </span>
      )}
    </div>
  );
}

function unreadLabel(unread: number, isLong = false): string {
  if (unread < 0) return 'Unread';
  return `${unread} unread message${unread === 1 ? '' : 's'}${isLong ? ' ' : ''}`;
}
