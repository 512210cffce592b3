import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import { askForMessages, useMessagesAllowed } from './message-consent.ts';

/** Messages are shown only where the person lets the browser have them sent; else there is the question. */
export function MessagesGate({ children }: { children: ReactNode }) {
  const isAllowed = useMessagesAllowed();
  if (isAllowed === undefined) return <p className="quiet-line">{i18n.t('popup.working')}</p>;
  if (isAllowed) return children;
  return (
    <section className="link-card" aria-label={i18n.t('inbox.title')} data-status="not-allowed">
      <h2>{i18n.t('inbox.allow.title')}</h2>
      <p>{i18n.t('inbox.allow.sentence')}</p>
      <div className="link-ways">
        <button type="button" className="primary" onClick={() => void askForMessages()}>
          {i18n.t('inbox.allow.ask')}
        </button>
      </div>
    </section>
  );
}
