import { useEffect, useState, type ReactNode } from 'react';
import { sendText } from '../modules/actions.ts';
import { ChatCollection } from '../modules/instances.ts';
import type { Chat, Msg } from '../modules/models.ts';
import { shouldAppear } from '../should-appear.ts';
import { saw, whenDue } from '../users.ts';
import { Avatar } from './avatar.tsx';
import { Icon } from './icons.tsx';

const SHOWN_MAX = 200;

/** Fifth user of the getter: the chats a message can be forwarded to. */
export function ForwardDialog({ msg, onClose }: { msg: Msg; onClose: () => void }): ReactNode {
  const [query, setQuery] = useState('');
  const [chats, setChats] = useState<Chat[]>([]);
  const [picked, setPicked] = useState<ReadonlySet<Chat>>(new Set());
  useEffect(() => whenDue(() => setChats(forwardable(query)))(), [query]);
  function toggle(chat: Chat): void {
    const next = new Set(picked);
    if (!next.delete(chat)) next.add(chat);
    setPicked(next);
  }
  async function forward(): Promise<void> {
    onClose();
    for (const chat of picked) await sendText(chat, msg.body);
  }
  return (
    <div className="backdrop">
      <div role="dialog" aria-modal="true" aria-label="Forward message to" className="dialog">
        <header className="drawer-header">
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
          <h1>Forward message to</h1>
        </header>
        <div className="search">
          <div className="search-box">
            <Icon name="search" size={20} />
            <input
              type="text"
              role="textbox"
              placeholder="Search"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </div>
        </div>
        <div role="list" className="dialog-list">
          {chats.slice(0, SHOWN_MAX).map((chat) => (
            <div role="listitem" key={`chat-${chat.id.toString()}`}>
              <label className="pick">
                <input type="checkbox" checked={picked.has(chat)} onChange={() => toggle(chat)} />
                <Avatar id={chat.id.toString()} name={chat.formattedTitle} size={40} />
                <span dir="auto" title={chat.formattedTitle} className="ellipsis">
                  {chat.formattedTitle}
                </span>
              </label>
            </div>
          ))}
        </div>
        {picked.size > 0 && (
          <footer className="dialog-footer">
            <span className="ellipsis">{[...picked].map((chat) => chat.formattedTitle).join(', ')}</span>
            <button type="button" className="round-button" aria-label="Send" onClick={() => void forward()}>
              <Icon name="send" />
            </button>
          </footer>
        )}
      </div>
    </div>
  );
}

function forwardable(query: string): Chat[] {
  const wanted = query.trim().toLowerCase();
  const chats = ChatCollection.filter(
    (chat) => shouldAppear(chat) && chat.formattedTitle.toLowerCase().includes(wanted),
  );
  saw('forward', chats);
  return chats;
}
