import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { useNotices, useStore } from '../../replica/use-rows.ts';
import { useFolders } from './folders-context.ts';

const TOAST_MS = 8000;

/** The last thing done, with its undo, which stays while it is pointed at; and what the server refused, until it has been read. */
export function Toasts() {
  const model = useFolders();
  const toast = useStore(model.toast);
  const { notices, dismiss } = useNotices();
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!toast || isHeld) return;
    const timer = setTimeout(() => model.toast.set(null), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast, isHeld, model]);

  return (
    <div className="toasts" role="status">
      {notices.length > 0 && (
        <div className="toast problem">
          <span>{i18n.t('folders.notSaved', [notices[0]?.detail ?? ''])}</span>
          <button type="button" onClick={dismiss}>
            {i18n.t('folders.dismiss')}
          </button>
        </div>
      )}
      {toast && (
        <div
          className="toast"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <bdi>{toast.text}</bdi>
          {toast.undo && (
            <button
              type="button"
              onClick={() => {
                setHeld(false);
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
