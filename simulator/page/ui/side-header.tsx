import { useState, type ReactNode } from 'react';
import { has } from '../../drift/page/has.ts';
import { markRead } from '../modules/actions.ts';
import { ChatCollection } from '../modules/instances.ts';
import type { Chat } from '../modules/models.ts';
import { shouldAppear } from '../should-appear.ts';
import { saw, whenDue } from '../users.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';

export function SideHeader(): ReactNode {
  const Header = has('side-renamed') ? 'div' : 'header';
  const [unread, setUnread] = useState<number>();
  const openMenu = whenDue(() => setUnread(readable().length));
  const markAll = whenDue(() => {
    markRead(readable());
    setUnread(undefined);
  });
  return (
    <Header className="side-header" data-tab={2}>
      <h1>Chats</h1>
      <button type="button" className="icon-button" aria-label="New chat" data-tab={2}>
        <Icon name="new-chat" />
      </button>
      <div className="menu-anchor">
        <button
          type="button"
          className="icon-button"
          aria-label="Menu"
          aria-haspopup="menu"
          data-tab={2}
          onClick={openMenu}
        >
          <Icon name="menu" />
        </button>
        {unread !== undefined && (
          <Menu
            onClose={() => setUnread(undefined)}
            entries={[
              { label: 'New group', icon: 'communities' },
              { label: 'Mark all as read', icon: 'chats', count: unread, run: markAll },
              { label: 'Settings', icon: 'settings' },
            ]}
          />
        )}
      </div>
    </Header>
  );
}

/** Fourth user of the getter: "Mark all as read" and the total it shows. */
function readable(): Chat[] {
  const chats = ChatCollection.filter((chat) => chat.unreadCount !== 0 && shouldAppear(chat));
  saw('markAllRead', chats);
  return chats;
}
