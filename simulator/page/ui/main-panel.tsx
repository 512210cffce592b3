import type { ReactNode } from 'react';
import { has } from '../../drift/page/has.ts';
import { hasPlainComposer, PlainComposer } from '../../drift/page/plain-composer.tsx';
import type { Chat, Msg } from '../modules/models.ts';
import { Avatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import { Icon } from './icons.tsx';
import { Messages } from './messages.tsx';
import { useEvents } from './use-model.ts';

interface Props {
  chat: Chat | undefined;
  onForward: (msg: Msg) => void;
}

export function MainPanel({ chat, onForward }: Props): ReactNode {
  if (!chat) return <EmptyState />;
  return (
    <div id={has('main-renamed') ? 'conversation' : 'main'} className="main">
      <MainHeader chat={chat} />
      <Messages chat={chat} onForward={onForward} />
      {chat.get('isReadOnly') ? <footer className="composer" /> : composerOf(chat)}
    </div>
  );
}

function composerOf(chat: Chat): ReactNode {
  return hasPlainComposer() ? <PlainComposer chat={chat} /> : <Composer chat={chat} />;
}

function MainHeader({ chat }: { chat: Chat }): ReactNode {
  useEvents(chat, 'change:formattedTitle');
  const subtitle = chat.id.isGroup() ? 'click here for group info' : 'click here for contact info';
  return (
    <header className="main-header">
      <button type="button" className="profile" title="Profile details" data-tab={6}>
        <Avatar id={chat.id.toString()} name={chat.formattedTitle} size={40} />
        <span className="profile-text">
          <span dir="auto" className="ellipsis profile-name">
            {chat.formattedTitle}
          </span>
          <span className="profile-note ellipsis">{subtitle}</span>
        </span>
      </button>
      <button type="button" className="icon-button" data-tab={6} aria-label="Call">
        <Icon name="call" />
      </button>
      <button type="button" className="icon-button" data-tab={6} aria-label="Search">
        <Icon name="search" />
      </button>
      <button type="button" className="icon-button" data-tab={6} aria-label="Menu">
        <Icon name="menu" />
      </button>
    </header>
  );
}

function EmptyState(): ReactNode {
  return (
    <div className="empty-state" data-tab={8}>
      <div className="empty-art" aria-hidden="true">
        <Icon name="chats" size={88} />
      </div>
      <h1>Messages on a bigger screen</h1>
      <p>Choose a chat on the left to read it and to answer.</p>
      <p className="empty-note">
        <Icon name="lock" size={14} /> Your personal messages are end-to-end encrypted
      </p>
    </div>
  );
}
