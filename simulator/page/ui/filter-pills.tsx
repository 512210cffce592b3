import { useEffect, useState, type ReactNode } from 'react';
import { ChatCollection, type FilterKind } from '../modules/instances.ts';

const PILLS: { kind: FilterKind; label: string }[] = [
  { kind: undefined, label: 'All' },
  { kind: 'unread', label: 'Unread' },
  { kind: 'favorites', label: 'Favorites' },
  { kind: 'group', label: 'Groups' },
];
const COUNT_EVERY_MS = 250;

interface Props {
  filter: FilterKind;
  onFilter: (kind: FilterKind) => void;
}

export function FilterPills({ filter, onFilter }: Props): ReactNode {
  const unread = useUnreadChats();
  return (
    <div role="tablist" className="pills" aria-label="chat-list-filters">
      {PILLS.map(({ kind, label }) => (
        <button
          key={label}
          type="button"
          role="tab"
          id={`${label.toLowerCase()}-filter`}
          aria-controls="chat-list"
          aria-selected={kind === filter}
          className="pill"
          onClick={() => onFilter(kind === filter ? undefined : kind)}
        >
          {label}
          {kind === 'unread' && unread > 0 && <span className="pill-count">{unread}</span>}
        </button>
      ))}
    </div>
  );
}

/** How many chats are unread, counted by a throttled callback. */
function useUnreadChats(): number {
  const [count, setCount] = useState(countUnread);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function countSoon(): void {
      timer ??= setTimeout(() => {
        timer = undefined;
        setCount(countUnread());
      }, COUNT_EVERY_MS);
    }
    ChatCollection.on('change:unreadCount change:archive add remove', countSoon);
    return () => {
      clearTimeout(timer);
      ChatCollection.off('change:unreadCount change:archive add remove', countSoon);
    };
  }, []);
  return count;
}

function countUnread(): number {
  return ChatCollection.filter((chat) => chat.unreadCount !== 0 && !chat.archive).length;
}
