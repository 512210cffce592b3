import { memo } from 'react';
import { i18n } from '#i18n';
import type { InboxMessage } from '../../../shared/whatsapp/inbox.ts';
import { colorOf } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { timeWord } from '../../ui/language.ts';
import { runsOf } from '../formatting.ts';
import type { Outgoing } from '../unsent.ts';
import { failureSentence } from './ask.ts';
import { linksIn } from './links.ts';
import { MessageMedia } from './media.tsx';
import type { MediaPlace } from './media-reader.ts';
import { deliveryWord, kindWord } from './words.ts';

interface Props {
  readonly place: MediaPlace;
  readonly message: InboxMessage;
  readonly hasAuthor: boolean;
}

/** One message. What somebody wrote is text, and an address in it a link: never anything else. */
export const Bubble = memo(
  function Bubble({ place, message, hasAuthor }: Props) {
    const { isMine, author, kind, text, media, sentAt, delivery } = message;
    if (kind === 'notice') {
      return (
        <p className="message-notice">
          <bdi>{text || kindWord(kind)}</bdi>
        </p>
      );
    }
    const isBare = text === '' && !media;
    return (
      <article className="message" data-mine={isMine || undefined} data-kind={kind}>
        {hasAuthor && author !== null && (
          <bdi className="message-author" style={{ '--author': colorOf(author) } as object}>
            {author}
          </bdi>
        )}
        {media && <MessageMedia place={place} kind={kind} media={media} />}
        {text !== '' && <MessageText text={text} />}
        {(isBare || (!media && kind !== 'text' && text !== '')) && (
          <em className="message-kind">{kindWord(kind)}</em>
        )}
        <span className="message-foot">
          <time dateTime={new Date(sentAt).toISOString()}>{timeWord(sentAt)}</time>
          {isMine && delivery && <Delivery delivery={delivery} />}
        </span>
      </article>
    );
  },
  (a, b) => a.hasAuthor === b.hasAuthor && JSON.stringify(a.message) === JSON.stringify(b.message),
);

/** Somebody may send a message of nothing but marks; a person's is shorter. */
const FORMATTED_LENGTH_MAX = 5000;

function MessageText({ text }: { text: string }) {
  const parts = linksIn(text);
  const runs = text.length > FORMATTED_LENGTH_MAX ? [] : runsOf(parts.map((part) => part.text));
  return (
    <p className="message-text" dir="auto">
      {parts.map(({ text: part, href }, index) => {
        const shown = (runs[index] ?? [{ text: part, marks: [] }]).map(({ text: run, marks }, place) =>
          marks.length === 0 ? (
            run
          ) : (
            // oxlint-disable-next-line react/no-array-index-key -- a text has no other order
            <span key={place} data-marks={marks.join(' ')}>
              {run}
            </span>
          ),
        );
        return href === null ? (
          shown
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- nor have its links
          <a key={index} href={href} target="_blank" rel="noreferrer">
            {shown}
          </a>
        );
      })}
    </p>
  );
}

const icons = {
  waiting: 'waiting',
  sent: 'sent',
  received: 'received',
  read: 'received',
  failed: 'failed',
} as const;

function Delivery({ delivery }: { delivery: NonNullable<InboxMessage['delivery']> }) {
  const word = deliveryWord(delivery);
  return (
    <span className="delivery" data-delivery={delivery} role="img" aria-label={word} title={word}>
      <Icon name={icons[delivery]} size={14} />
    </span>
  );
}

/** A message on its way, or one that did not get there. */
export function OutgoingBubble({
  outgoing: { text, at, problem },
  onRetry,
  onPutBack,
}: {
  outgoing: Outgoing;
  onRetry: () => void;
  onPutBack: () => void;
}) {
  return (
    <article className="message" data-mine data-failed={problem !== null || undefined}>
      <p className="message-text" dir="auto">
        {text}
      </p>
      <span className="message-foot">
        <time dateTime={new Date(at).toISOString()}>{timeWord(at)}</time>
        <Delivery delivery={problem ? 'failed' : 'waiting'} />
      </span>
      {problem && (
        <div className="message-problem" role="alert">
          <p>
            {problem.code === 'interrupted' ? i18n.t('inbox.problems.interrupted') : failureSentence(problem)}
          </p>
          <div className="ways">
            <button type="button" onClick={onRetry}>
              {i18n.t('notSaved.retry')}
            </button>
            <button type="button" onClick={onPutBack}>
              {i18n.t('inbox.putBack')}
            </button>
          </div>
        </div>
      )}
    </article>
  );
}
