import { useId, useState } from 'react';
import { i18n } from '#i18n';
import { plans } from '../../../shared/plan.ts';
import { numberWord } from '../../ui/language.ts';

/** What a larger plan has, and who changes it: it counts at once. */
export function Upgrade() {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="primary"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {i18n.t('inbox.plan.upgrade')}
      </button>
      <p id={id} className="quiet-line" hidden={!isOpen}>
        {i18n.t('inbox.plan.how', [numberWord(plans.pro_monthly.serverSessions)])}
      </p>
    </>
  );
}
