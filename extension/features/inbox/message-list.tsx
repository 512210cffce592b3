import { Fragment, useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import type { InboxMessage } from '../../../shared/whatsapp/inbox.ts';
import type { Outgoing } from '../unsent.ts';
import { failureSentence } from './ask.ts';
import { Bubble, OutgoingBubble } from './bubble.tsx';
import type { MediaPlace } from './media-reader.ts';
import { firstUnread } from './pages.ts';
import type { MessageList as List } from './use-messages.ts';
import { dayOf } from './words.ts';

interface Props {
  readonly place: Omit<MediaPlace, 'messageId'>;
  readonly list: List;
  readonly unread: number;
  readonly isGroup: boolean;
  readonly outgoing: readonly Outgoing[];
  readonly onRetry: (outgoing: Outgoing) => void;
  readonly onPutBack: (outgoing: Outgoing) => void;
}

/** What is said in a chat, the latest below; earlier ones on the way up. */
export function MessageList({ place, list, unread, isGroup, outgoing, onRetry, onPutBack }: Props) {
  const { known, failure, isLoading, earlier, renew } = list;
  const messages = known?.messages ?? [];
  const unreadId = firstUnread(messages, unread);
  return (
    <div
      className="messages"
      role="log"
      aria-label={i18n.t('inbox.messages')}
      aria-busy={isLoading}
      tabIndex={0}
    >
      <div className="messages-column">
        {known && known.next !== null && <Earlier isLoading={isLoading} onEarlier={earlier} />}
        {!known && !failure && <p className="quiet-line">{i18n.t('popup.working')}</p>}
        {known && messages.length === 0 && outgoing.length === 0 && (
          <p className="quiet-line">{i18n.t('inbox.noMessages')}</p>
        )}
        {messages.map((message, index) => {
          const before = messages[index - 1];
          return (
            <Fragment key={message.id}>
              {!isSameDay(before, message) && <h3 className="message-day">{dayOf(message.sentAt)}</h3>}
              {message.id === unreadId && (
                <p className="message-unread">{i18n.t('folders.unreadMessages', unread)}</p>
              )}
              <Bubble
                place={{ ...place, messageId: message.id }}
                message={message}
                hasAuthor={isGroup && !message.isMine && !isSameAuthor(before, message)}
              />
            </Fragment>
          );
        })}
        {outgoing.map((each) => (
          <OutgoingBubble
            key={each.key}
            outgoing={each}
            onRetry={() => onRetry(each)}
            onPutBack={() => onPutBack(each)}
          />
        ))}
        {failure && (
          <p className="link-problem is-soft" role="alert">
            {failureSentence(failure)}{' '}
            <button type="button" className="text-button" onClick={() => void renew()}>
              {i18n.t('notSaved.retry')}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** Read by itself when it comes into sight. */
function Earlier({ isLoading, onEarlier }: { isLoading: boolean; onEarlier: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isLoading || !button.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onEarlier());
    observer.observe(button.current);
    return () => observer.disconnect();
  });
  return (
    <button ref={button} type="button" className="quiet" aria-disabled={isLoading} onClick={onEarlier}>
      {i18n.t(isLoading ? 'popup.working' : 'inbox.earlier')}
    </button>
  );
}

const isSameDay = (a: InboxMessage | undefined, b: InboxMessage): boolean =>
  a !== undefined && new Date(a.sentAt).toDateString() === new Date(b.sentAt).toDateString();

const isSameAuthor = (a: InboxMessage | undefined, b: InboxMessage): boolean =>
  a !== undefined && !a.isMine && a.kind !== 'notice' && a.author === b.author && isSameDay(a, b);
