import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import type { Channel } from '../../../shared/whatsapp/inbox.ts';
import { sendMessage, useStore } from '../../replica/use-rows.ts';
import { Store } from '../../ui/store.ts';
import { listMoment } from './words.ts';
import { answerOf, failureSentence, type Failure } from './ask.ts';
import { UnreadMark } from './chat-row.tsx';
import { Face } from './face.tsx';

/** The channels that an account follows; asked for when they are looked at. They count for nothing. */
export function Channels({ accountId }: { accountId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="inbox-fold" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{i18n.t('inbox.channels')}</summary>
      {isOpen && <Followed accountId={accountId} />}
    </details>
  );
}

/** What is known of the channels, and what asks again. */
class ChannelReader {
  readonly read = new Store<{ channels: readonly Channel[] | null; failure: Failure | null }>({
    channels: null,
    failure: null,
  });
  readonly #accountId: string;

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  async renew(): Promise<void> {
    const answer = await answerOf(sendMessage('inboxChannels', { accountId: this.#accountId }));
    const { channels } = this.read.get();
    this.read.set(answer.ok ? { channels: answer.value, failure: null } : { channels, failure: answer });
  }
}

function Followed({ accountId }: { accountId: string }) {
  const [reader] = useState(() => new ChannelReader(accountId));
  const { channels, failure } = useStore(reader.read);
  useEffect(() => void reader.renew(), [reader]);
  if (failure) {
    return (
      <p className="quiet-line" role="alert">
        {failureSentence(failure)}{' '}
        <button type="button" className="text-button" onClick={() => void reader.renew()}>
          {i18n.t('notSaved.retry')}
        </button>
      </p>
    );
  }
  if (!channels) return <p className="quiet-line">{i18n.t('popup.working')}</p>;
  if (channels.length === 0) return <p className="quiet-line">{i18n.t('inbox.noChannels')}</p>;
  return (
    <ul className="inbox-channels">
      {channels.map(({ id, name, unread, lastAt }) => (
        <li key={id}>
          <Face title={name} />
          <bdi className="inbox-chat-title">{name}</bdi>
          {lastAt !== null && <small className="inbox-chat-time">{listMoment(lastAt)}</small>}
          {unread > 0 && <UnreadMark unread={unread} isQuiet />}
        </li>
      ))}
    </ul>
  );
}
