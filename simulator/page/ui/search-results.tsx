import { useEffect, useMemo, useState, type ReactNode, type RefObject } from 'react';
import { openChatBottom } from '../../drift/page/modules.ts';
import { rowKey, withChat } from '../../drift/page/row-chat.ts';
import { findOrCreateLatestChat } from '../modules/actions.ts';
import { ChatCollection, ContactCollection } from '../modules/instances.ts';
import type { Chat, Contact } from '../modules/models.ts';
import { shouldAppear } from '../should-appear.ts';
import { saw, whenDue } from '../users.ts';
import { Avatar } from './avatar.tsx';
import { ChatRow } from './chat-row.tsx';
import { CHAT_HEIGHT, VirtualList, type ListItem } from './virtual-list.tsx';

interface Results {
  chats: Chat[];
  contacts: Contact[];
}
const SECTION_HEIGHT = 52;

/** Second user of the getter: the search. A person whose chat is not let through turns up as a contact. */
export function SearchResults({
  query,
  scroller,
}: {
  query: string;
  scroller: RefObject<HTMLElement | null>;
}): ReactNode {
  const [results, setResults] = useState<Results>({ chats: [], contacts: [] });
  useEffect(() => {
    const recompute = whenDue(() => setResults(search(query)));
    recompute();
    ChatCollection.on('add remove change:archive', recompute);
    return () => void ChatCollection.off('add remove change:archive', recompute);
  }, [query]);
  const items = useMemo(() => itemsOf(results), [results]);
  if (items.length === 0) return <p className="nothing">No chats, contacts or messages found</p>;
  return <VirtualList items={items} label="Search results." count={items.length} scroller={scroller} />;
}

function search(query: string): Results {
  const wanted = query.trim().toLowerCase();
  const chats = ChatCollection.filter(
    (chat) => chat.formattedTitle.toLowerCase().includes(wanted) && shouldAppear(chat),
  );
  saw('search', chats);
  const shown = new Set(chats.map((chat) => chat.id.toString()));
  const contacts = ContactCollection.filter(
    (contact) =>
      contact.id.isUser() && !shown.has(contact.id.toString()) && contact.name.toLowerCase().includes(wanted),
  );
  return { chats, contacts };
}

function itemsOf({ chats, contacts }: Results): ListItem[] {
  const items: ListItem[] = [];
  if (chats.length > 0) items.push(section('Chats'));
  for (const chat of chats) {
    items.push({
      key: rowKey(chat),
      height: CHAT_HEIGHT,
      render: () => <ChatRow {...withChat(chat)} isFocused={false} />,
    });
  }
  if (contacts.length > 0) items.push(section('Contacts'));
  for (const contact of contacts) {
    items.push({
      key: `contact-${contact.id.toString()}`,
      height: CHAT_HEIGHT,
      render: () => <ContactRow contact={contact} />,
    });
  }
  return items;
}

function section(title: string): ListItem {
  return {
    key: `section-${title}`,
    height: SECTION_HEIGHT,
    render: () => <div className="section-title">{title}</div>,
  };
}

function ContactRow({ contact }: { contact: Contact }): ReactNode {
  async function open(): Promise<void> {
    const { chat } = await findOrCreateLatestChat(contact.id);
    if (chat.formattedTitle === '') chat.set({ formattedTitle: contact.name, name: contact.name, contact });
    await openChatBottom({ chat, chatEntryPoint: 'Contactlist' });
  }
  return (
    <div role="gridcell" className="cell">
      <div tabIndex={-1} className="row-body" onMouseDown={() => void open()}>
        <div className="_ak72 frame">
          <Avatar id={contact.id.toString()} name={contact.name} />
          <div className="frame-text">
            <div className="frame-title">
              <span dir="auto" title={contact.name} className="ellipsis">
                {contact.name}
              </span>
            </div>
            <div className="frame-preview">+{contact.id.user}</div>
          </div>
        </div>
      </div>
    </div>
  );
}
