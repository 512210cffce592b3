import { createRoot } from 'react-dom/client';
import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { ReplicaProvider, useScreenState, useStore } from '../../replica/use-rows.ts';
import { createShadow } from '../../ui/shadow.ts';
import { defineFeature, reportOf, type PageContext } from '../feature.ts';
import { CopyReport } from '../copy-report.tsx';
import { offSentence } from '../off.ts';
import { UpdateNotice } from '../update-notice.tsx';
import css from './notice.css?inline';

/** Says once and quietly what is off since WhatsApp Web changed, and how to tell us; or that the tab wants to be loaded again. */
export const notice = defineFeature({
  name: 'notice',
  needs: [],
  start(context, signal) {
    const { whatsapp, replica } = context;
    const shadow = createShadow(css, whatsapp.isDark, signal);
    const react = createRoot(shadow.container);
    react.render(
      <ReplicaProvider value={replica}>
        <Notice context={context} host={shadow.host} />
      </ReplicaProvider>,
    );
    signal.addEventListener('abort', () => {
      react.unmount();
      shadow.host.remove();
    });
  },
});

function Notice({ context, host }: { context: PageContext; host: HTMLElement }) {
  const { whatsapp } = context;
  const broken = useStore(context.broken);
  const { user, killed, sync } = useScreenState();
  const { state, on, lost } = useStore(whatsapp.health);
  const [dismissed, setDismissed] = useState('');
  const isStale = state === 'reload';
  const sentence = isStale
    ? i18n.t('off.reload')
    : user
      ? offSentence([...lost], [...(killed ?? []), ...broken])
      : null;
  const isOutdated = sync?.phase === 'outdated';
  const isShown = (sentence !== null && sentence !== dismissed) || isOutdated;
  // In the flow above the list it covers nothing; without a list it floats in the corner.
  const isInFlow = on.has('strip');
  useEffect(() => {
    if (!isShown) return;
    const abort = new AbortController();
    whatsapp.mount(isInFlow ? 'above-list' : 'page', host, abort.signal);
    return () => abort.abort();
  }, [isShown, isInFlow, host, whatsapp]);
  if (!isShown) return null;

  const className = isInFlow ? 'notice' : 'notice floating';
  if (isOutdated && !isStale) return <UpdateNotice className={className} />;
  return (
    <div className={className} role="status">
      <p>{sentence}</p>
      <div className="actions">
        {isStale ? (
          <button type="button" onClick={() => location.reload()}>
            {i18n.t('off.reloadNow')}
          </button>
        ) : (
          <CopyReport report={() => reportOf(context)} />
        )}
        <button type="button" onClick={() => setDismissed(sentence ?? '')}>
          {i18n.t('off.dismiss')}
        </button>
      </div>
    </div>
  );
}
