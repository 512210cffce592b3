import { useEffect, useState, type ReactNode } from 'react';
import { i18n } from '#i18n';
import { actionOf, type SessionState } from '../../../shared/whatsapp/session.ts';
import { sendMessage } from '../../replica/use-rows.ts';
import { numberWord } from '../../ui/language.ts';
import { failureSentence } from './ask.ts';
import { Upgrade } from './upgrade.tsx';
import type { Session } from './use-session.ts';

interface Props {
  readonly state: SessionState;
  readonly phoneNumber: string;
  readonly session: Session;
  /** Links it from the beginning, or goes on with the login that is kept. */
  readonly onStart: () => void;
}

/** How it is in one sentence, and the one thing to do about it. */
export function StateCard({ state, phoneNumber, session, onStart }: Props) {
  const { title, sentence } = wordsOf(state, phoneNumber);
  return (
    <section className="link-card" aria-label={i18n.t('inbox.title')} data-status={state.status}>
      <h2>{title}</h2>
      <p>{sentence}</p>
      {state.status === 'disconnected' && <p className="quiet-line">{i18n.t('inbox.state.offersMore')}</p>}
      {state.status === 'starting' && <Progress percent={state.percent} />}
      <Failed session={session} />
      <div className="link-ways">
        <Action state={state} session={session} onStart={onStart} />
      </div>
    </section>
  );
}

/** What the server said to the last thing that was asked. */
export function Failed({ session: { failure } }: { session: Session }) {
  if (!failure || failure.code === 'consent_required') return null;
  return (
    <p className="link-problem" role="alert">
      {failureSentence(failure)}
    </p>
  );
}

function Progress({ percent }: { percent: number | null }) {
  return (
    <>
      <progress
        aria-label={i18n.t('inbox.state.starting')}
        max={100}
        {...(percent !== null && { value: percent })}
      />
      {percent !== null && <small className="percent">{numberWord(Math.round(percent))} %</small>}
    </>
  );
}

function Action({ state, session, onStart }: Omit<Props, 'phoneNumber'>): ReactNode {
  const button = (label: string, act: () => void, look = 'primary') => (
    <button type="button" className={look} disabled={session.isBusy} onClick={act}>
      {label}
    </button>
  );
  const tab = (look?: string) =>
    button(i18n.t('inbox.state.openTab'), () => void sendMessage('openWhatsApp'), look);
  switch (actionOf(state)) {
    case 'start':
      return button(
        i18n.t(state.status === 'disconnected' ? 'inbox.state.run' : 'inbox.state.startAgain'),
        onStart,
      );
    case 'start_anew':
      return button(
        i18n.t(
          state.status === 'ended' && state.reason === 'pairing_expired'
            ? 'inbox.state.newCode'
            : 'inbox.state.linkAgain',
        ),
        onStart,
      );
    case 'open_tab':
      return (
        <>
          {tab()}
          {button(i18n.t('inbox.state.tryAgain'), onStart, 'quiet')}
        </>
      );
    case 'upgrade':
      return (
        <>
          <Upgrade />
          {button(i18n.t('inbox.state.startAgain'), onStart, 'quiet')}
        </>
      );
    case 'stop':
      return button(i18n.t('inbox.state.stop'), session.stop, 'outlined');
    case 'scan':
      return null; // The code stands there.
  }
}

function wordsOf(state: SessionState, phoneNumber: string): { title: string; sentence: string } {
  switch (state.status) {
    case 'disconnected':
      return { title: i18n.t('inbox.state.offTitle'), sentence: i18n.t('inbox.state.off') };
    case 'needs_passkey':
      return { title: i18n.t('inbox.state.passkeyTitle'), sentence: i18n.t('inbox.state.passkey') };
    case 'ended':
      return {
        title: i18n.t(`inbox.endedTitle.${state.reason}`),
        sentence: i18n.t(`inbox.ended.${state.reason}`, [`\u2066+${phoneNumber}\u2069`]),
      };
    case 'starting':
      return {
        title: i18n.t('inbox.state.starting'),
        sentence: i18n.t(state.attempt > 0 ? 'inbox.state.startingAgain' : 'inbox.state.startingHint'),
      };
    case 'pairing':
    case 'connected':
    case 'reconnecting':
      return { title: i18n.t('inbox.state.starting'), sentence: i18n.t('inbox.state.startingHint') };
  }
}

/** Whole seconds until a moment; 0 after it. */
export function useCountdown(untilMs: number | null): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (untilMs === null) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [untilMs]);
  return untilMs === null ? 0 : Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
}
