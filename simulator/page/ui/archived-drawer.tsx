import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { rowKey, withChat } from '../../drift/page/row-chat.ts';
import { ChatCollection } from '../modules/instances.ts';
import type { Chat } from '../modules/models.ts';
import { shouldAppear } from '../should-appear.ts';
import { areSame, saw, whenDue } from '../users.ts';
import { ChatRow } from './chat-row.tsx';
import { Icon } from './icons.tsx';
import { useEvents } from './use-model.ts';
import { CHAT_HEIGHT, VirtualList } from './virtual-list.tsx';

export function ArchivedEntry({ onOpen }: { onOpen: () => void }): ReactNode {
  useEvents(ChatCollection, 'change:archive add remove');
  const count = ChatCollection.filter((chat) => chat.archive).length;
  if (count === 0) return null;
  return (
    <button type="button" className="archived-entry" data-tab={4} aria-label="Archived" onClick={onOpen}>
      <Icon name="archive" />
      <span>Archived</span>
      <span className="archived-count">{count}</span>
    </button>
  );
}

/** Third user of the getter: the drawer of archived chats, alive while it is open. */
export function ArchivedDrawer({ onClose }: { onClose: () => void }): ReactNode {
  const chats = useArchivedChats();
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(
    () =>
      chats.map((chat) => ({
        key: rowKey(chat),
        height: CHAT_HEIGHT,
        render: () => <ChatRow {...withChat(chat)} isFocused={false} />,
      })),
    [chats],
  );
  return (
    <div className="drawer" role="region" aria-label="Archived">
      <header className="drawer-header">
        <button type="button" className="icon-button" data-tab={2} aria-label="Back" onClick={onClose}>
          <Icon name="back" />
        </button>
        <h1>Archived</h1>
      </header>
      <div className="drawer-scroller" ref={scroller}>
        <p className="drawer-note">These chats stay archived when new messages are received.</p>
        <VirtualList items={items} label="Archived" count={chats.length} scroller={scroller} />
      </div>
    </div>
  );
}

function useArchivedChats(): Chat[] {
  const [chats, setChats] = useState<Chat[]>([]);
  useEffect(() => {
    const recompute = whenDue(() => {
      const next = archived();
      setChats((old) => (areSame(old, next) ? old : next));
    });
    recompute();
    ChatCollection.on('sort change:archive add remove', recompute);
    return () => void ChatCollection.off('sort change:archive add remove', recompute);
  }, []);
  return chats;
}

function archived(): Chat[] {
  const chats = ChatCollection.filter((chat) => chat.archive && shouldAppear(chat));
  saw('archived', chats);
  return chats;
}
