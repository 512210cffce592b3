import { useId, useState } from 'react';
import { i18n } from '#i18n';
import type { LinkMethod } from '../../../shared/whatsapp/inbox.ts';

interface Props {
  readonly accountName: string;
  readonly isBusy: boolean;
  readonly onLink: (method: LinkMethod) => void;
  readonly onCancel: () => void;
}

/** What it means to link an account, said before it is linked. */
export function Consent({ accountName, isBusy, onLink, onCancel }: Props) {
  const [isUnderstood, setUnderstood] = useState(false);
  const [isMissed, setMissed] = useState(false);
  const [title, problem] = [useId(), useId()];
  const link = (method: LinkMethod) => {
    if (isUnderstood) onLink(method);
    else setMissed(true);
  };
  return (
    <section className="link-card" aria-labelledby={title}>
      <h2 id={title}>{i18n.t('inbox.consent.title', [accountName])}</h2>
      <ul className="consent-points">
        <li>{i18n.t('inbox.consent.device')}</li>
        <li>
          <strong>{i18n.t('inbox.consent.terms')}</strong>
        </li>
        <li>{i18n.t('inbox.consent.kept')}</li>
        <li>{i18n.t('inbox.consent.acts')}</li>
      </ul>
      <label className="check-line">
        <input
          type="checkbox"
          checked={isUnderstood}
          aria-describedby={isMissed ? problem : undefined}
          aria-invalid={isMissed || undefined}
          onChange={({ target }) => {
            setUnderstood(target.checked);
            setMissed(false);
          }}
        />
        <span>{i18n.t('inbox.consent.understood')}</span>
      </label>
      {isMissed && (
        <p className="field-problem" id={problem} role="alert">
          {i18n.t('inbox.consent.missed')}
        </p>
      )}
      <div className="link-ways">
        <button type="button" className="primary" disabled={isBusy} onClick={() => link('qr')}>
          {i18n.t('inbox.consent.link')}
        </button>
        <button type="button" className="outlined" disabled={isBusy} onClick={() => link('code')}>
          {i18n.t('inbox.consent.linkWithCode')}
        </button>
        <button type="button" className="quiet" onClick={onCancel}>
          {i18n.t('form.cancel')}
        </button>
      </div>
    </section>
  );
}
