import { useState } from 'react';
import { i18n } from '#i18n';
import { sendMessage, useScreenState } from '../replica/use-rows.ts';

/** This version is too old for the server: what that means, and the way to a newer one. */
export function UpdateNotice({ className }: { className: string }) {
  const { sync } = useScreenState();
  const [answer, setAnswer] = useState<string | null>(null);
  if (sync?.phase !== 'outdated') return null;
  const update = async () => {
    setAnswer(i18n.t('outdated.looking'));
    const result = await sendMessage('updateExtension');
    setAnswer(result.ok ? i18n.t('outdated.installing') : i18n.t('outdated.none'));
  };
  return (
    <section className={className} role="status">
      <p>{answer ?? i18n.t('outdated.sentence')}</p>
      <button type="button" onClick={() => void update()}>
        {i18n.t('outdated.update')}
      </button>
    </section>
  );
}
