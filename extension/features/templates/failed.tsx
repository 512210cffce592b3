import { useLayoutEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';

/** The text that could not be written, and the other way to get it into the message box. */
export function Failed({ text, onRetry }: { text: string; onRetry: () => void }) {
  const [said, setSaid] = useState('');
  const copy = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => copy.current?.focus(), []);
  return (
    <div className="picker-failed">
      <p role="alert">{i18n.t('templates.picker.failed')}</p>
      <div className="wallpaper">
        <div className="bubble" dir="auto">
          {text}
        </div>
      </div>
      <div className="picker-foot">
        <span role="status">{said}</span>
        <button type="button" className="quiet" onClick={onRetry}>
          {i18n.t('templates.picker.retry')}
        </button>
        <button
          ref={copy}
          type="button"
          className="primary"
          onClick={() => {
            navigator.clipboard.writeText(text).then(
              () => setSaid(i18n.t('templates.picker.copied')),
              () => setSaid(i18n.t('templates.picker.notCopied')),
            );
          }}
        >
          {i18n.t('templates.picker.copy')}
        </button>
      </div>
    </div>
  );
}
