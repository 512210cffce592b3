import { useState } from 'react';
import { i18n } from '#i18n';

/** Puts what we would like to know into the clipboard; the person decides whether to send it. */
export function CopyReport({ report }: { report: () => string }) {
  const [label, setLabel] = useState(() => i18n.t('off.copy'));
  const copy = () => {
    navigator.clipboard.writeText(report()).then(
      () => setLabel(i18n.t('off.copied')),
      () => setLabel(i18n.t('off.notCopied')),
    );
  };
  return (
    <button type="button" title={i18n.t('off.copyHint')} onClick={copy}>
      {label}
    </button>
  );
}
