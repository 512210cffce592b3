import { useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { has } from '../../drift/page/has.ts';
import { rowKey, withChat } from '../../drift/page/row-chat.ts';
import { ChatCollection, type FilterKind } from '../modules/instances.ts';
import type { Chat } from '../modules/models.ts';
import { shouldAppear } from '../should-appear.ts';
import { areSame, saw, whenDue } from '../users.ts';
import { ChatRow } from './chat-row.tsx';
import { gridLabel } from './labels.ts';
import { useListKeys } from './use-list-keys.ts';
import { CHAT_HEIGHT, VirtualList } from './virtual-list.tsx';

interface Props {
  filter: FilterKind;
  scroller: RefObject<HTMLElement | null>;
  isHidden: boolean;
}
const THROTTLE_MS = 100;

/** First user of the getter: the list. It renders again only when the ids or their order differ. */
export function ChatList({ filter, scroller, isHidden }: Props): ReactNode {
  const chats = useListedChats(filter);
  const { focused, ref } = useListKeys(chats, scroller);
  const items = useMemo(
    () =>
      chats.map((chat, index) => ({
        key: rowKey(chat),
        height: CHAT_HEIGHT,
        render: () => <ChatRow {...withChat(chat)} isFocused={index === focused} />,
      })),
    [chats, focused],
  );
  if (isHidden) return null;
  return (
    <div ref={ref}>
      <VirtualList items={items} label={gridLabel()} count={chats.length} scroller={scroller} />
      {chats.length === 0 && <p className="nothing">No chats</p>}
    </div>
  );
}

function useListedChats(filter: FilterKind): Chat[] {
  const [chats, setChats] = useState<Chat[]>(() => listed(filter));
  const lastFilter = useRef(filter);
  useEffect(() => {
    const recompute = whenDue(() => {
      const next = listed(filter);
      setChats((old) => (areSame(old, next) ? old : next));
    });
    if (lastFilter.current !== filter) recompute();
    lastFilter.current = filter;
    if (filter === 'unread' || filter === 'favorites') return followThrottled(recompute);
    if (has('sort-ignored')) return followChanges(recompute);
    ChatCollection.on('sort change:archive add remove', recompute);
    return () => void ChatCollection.off('sort change:archive add remove', recompute);
  }, [filter]);
  return chats;
}

/** Once the collection, which hears of a change after the listener, has sorted itself. */
function followChanges(recompute: () => void): () => void {
  const events = 'change:t change:pin change:archive add remove';
  const soon = () => queueMicrotask(recompute);
  ChatCollection.on(events, soon);
  return () => void ChatCollection.off(events, soon);
}

/** Unread and Favorites don't come by the sort path; they recompute by a throttled callback of their own. */
function followThrottled(recompute: () => void): () => void {
  const events = 'change:unreadCount change:isFavorite change:archive change:t add remove';
  let timer: ReturnType<typeof setTimeout> | undefined;
  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      recompute();
    }, THROTTLE_MS);
  }
  ChatCollection.on(events, soon);
  return () => {
    clearTimeout(timer);
    ChatCollection.off(events, soon);
  };
}

function listed(filter: FilterKind): Chat[] {
  const chats = ChatCollection.filter(
    (chat) => !chat.archive && isOfKind(chat, filter) && shouldAppear(chat),
  );
  saw('list', chats);
  return chats;
}

function isOfKind(chat: Chat, filter: FilterKind): boolean {
  if (filter === 'unread') return chat.unreadCount !== 0 || chat.active;
  if (filter === 'favorites') return chat.isFavorite;
  return filter !== 'group' || chat.id.isGroup();
}
