import { useEffect, useId, useState } from 'react';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { SessionState } from '../../../shared/whatsapp/session.ts';
import { momentWord, unitWord } from '../../ui/language.ts';
import { Failed, useCountdown } from './state-card.tsx';
import type { Session } from './use-session.ts';

type Live = Extract<SessionState, { status: 'connected' | 'reconnecting' }>;

interface Props {
  readonly state: Live;
  readonly session: Session;
  readonly onLoggedOut: (isConfirmed: boolean) => void;
}

/** How the account is connected, and behind it what ends that. */
export function Connection({ state, session, onLoggedOut }: Props) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="connection" data-status={state.status}>
      <div className="connection-line">
        <span className="lamp" aria-hidden="true" />
        <span className="connection-word" role="status">
          {i18n.t(state.status === 'connected' ? 'inbox.short.connected' : 'inbox.short.reconnecting')}
        </span>
        <button
          type="button"
          className="quiet"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {i18n.t('inbox.connection.title')}
        </button>
      </div>
      {state.status === 'reconnecting' && <Lost state={state} />}
      <div id={id} hidden={!isOpen}>
        {isOpen && <Ways state={state} session={session} onLoggedOut={onLoggedOut} />}
      </div>
    </div>
  );
}

function Lost({ state: { cause, retryAt } }: { state: Extract<Live, { status: 'reconnecting' }> }) {
  const seconds = useCountdown(retryAt);
  return (
    <p className="link-problem is-soft">
      {i18n.t(`inbox.lost.${cause}`)}{' '}
      {seconds > 0 ? i18n.t('inbox.lost.again', [unitWord(seconds, 'second')]) : i18n.t('inbox.lost.now')}
    </p>
  );
}

function Ways({ state, session, onLoggedOut }: Props) {
  const [isAsking, setAsking] = useState(false);
  const { isBusy } = session;
  return (
    <div className="connection-ways">
      {state.status === 'connected' && (
        <p className="quiet-line">{i18n.t('inbox.connection.since', [momentWord(state.since)])}</p>
      )}
      <NotifyMe />
      <div className="connection-way">
        <p className="quiet-line">{i18n.t('inbox.connection.stopHint')}</p>
        <button type="button" className="outlined" disabled={isBusy} onClick={session.stop}>
          {i18n.t('inbox.state.stop')}
        </button>
      </div>
      <div className="connection-way">
        <p className="quiet-line">{i18n.t('inbox.connection.logOutHint')}</p>
        {isAsking ? (
          <div className="notice" role="alertdialog" aria-label={i18n.t('inbox.connection.logOut')}>
            <p>{i18n.t('inbox.connection.logOutAsk')}</p>
            <div className="ways">
              <button
                type="button"
                disabled={isBusy}
                onClick={() =>
                  void session.logOut().then((isConfirmed) => {
                    if (isConfirmed !== null) onLoggedOut(isConfirmed);
                  })
                }
              >
                {i18n.t('inbox.connection.logOut')}
              </button>
              <button type="button" onClick={() => setAsking(false)}>
                {i18n.t('form.cancel')}
              </button>
            </div>
          </div>
        ) : (
          <button type="button" className="outlined danger" disabled={isBusy} onClick={() => setAsking(true)}>
            {i18n.t('inbox.connection.logOut')}
          </button>
        )}
      </div>
      <Failed session={session} />
    </div>
  );
}

const NOTIFY = { permissions: ['notifications' as const] };

/** The browser asks the person, from this press alone. */
function NotifyMe() {
  const [isOn, setOn] = useState<boolean>();
  useEffect(() => void browser.permissions.contains(NOTIFY).then(setOn), []);
  if (isOn === undefined) return null;
  const change = () =>
    void (isOn
      ? browser.permissions.remove(NOTIFY).then((isGone) => setOn(!isGone))
      : browser.permissions.request(NOTIFY).then(setOn));
  return (
    <label className="check-line">
      <input type="checkbox" checked={isOn} onChange={change} />
      <span>
        {i18n.t('inbox.connection.notify')}
        <small>{i18n.t('inbox.connection.notifyHint')}</small>
      </span>
    </label>
  );
}
