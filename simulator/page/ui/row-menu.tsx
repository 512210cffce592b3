import { useState, type ReactNode } from 'react';
import { chatOf, type WithChat } from '../../drift/page/row-chat.ts';
import { changeChat } from '../modules/actions.ts';
import type { ChatChange } from '../../protocol.ts';
import { Icon, type IconName } from './icons.tsx';
import { Menu } from './menu.tsx';

/** The host's own button on a hovered row, and its menu. */
export function RowMenu(props: WithChat): ReactNode {
  const chat = chatOf(props);
  const [isOpen, setIsOpen] = useState(false);
  function entry(label: string, icon: IconName, change: ChatChange) {
    return {
      label,
      icon,
      run: () => {
        setIsOpen(false);
        changeChat(chat, change);
      },
    };
  }
  return (
    <div
      className={isOpen ? 'row-menu menu-anchor row-menu-open' : 'row-menu menu-anchor'}
      onMouseDown={(event) => event.stopPropagation()}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label="Open the chat context menu"
        aria-haspopup="menu"
        onClick={() => setIsOpen(true)}
      >
        <Icon name="down" size={20} />
      </button>
      {isOpen && (
        <Menu
          onClose={() => setIsOpen(false)}
          entries={[
            chat.archive
              ? entry('Unarchive chat', 'archive', { archived: false })
              : entry('Archive chat', 'archive', { archived: true }),
            chat.muteExpiration !== 0
              ? entry('Unmute notifications', 'muted', { muted: false })
              : entry('Mute notifications', 'muted', { muted: true }),
            chat.pin > 0
              ? entry('Unpin chat', 'pinned', { pinned: false })
              : entry('Pin chat', 'pinned', { pinned: true }),
            chat.unreadCount !== 0
              ? entry('Mark as read', 'chats', { unread: 0 })
              : entry('Mark as unread', 'chats', { unread: -1 }),
          ]}
        />
      )}
    </div>
  );
}
