import { useEffect } from 'react';
import { i18n } from '#i18n';
import { sendMessage, useScreenState, useStore } from '../../replica/use-rows.ts';
import { useFolders } from './folders-context.ts';

const TOAST_MS = 8000;

/** The last thing done, with its undo; and what the server refused, until it has been read. */
export function Toasts() {
  const model = useFolders();
  const toast = useStore(model.toast);
  const { notices } = useScreenState();
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => model.toast.set(null), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast, model]);

  return (
    <div className="toasts" role="status">
      {notices.length > 0 && (
        <div className="toast problem">
          <span>{i18n.t('folders.notSaved', [notices.at(-1)?.detail ?? ''])}</span>
          <button type="button" onClick={() => void sendMessage('dismissNotices')}>
            {i18n.t('folders.dismiss')}
          </button>
        </div>
      )}
      {toast && (
        <div className="toast">
          <bdi>{toast.text}</bdi>
          {toast.undo && (
            <button
              type="button"
              onClick={() => {
                model.toast.set(null);
                void model.edit(toast.undo ?? []);
              }}
            >
              {i18n.t('folders.undo')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
