import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { useScreenState, useStore } from '../replica/use-rows.ts';
import type { Acts, Said } from './acts.ts';
import { uiDirection } from '../ui/language.ts';

const TOAST_MS = 8000;

/** What was done last, with its undo; it stays while it is pointed at or has the focus. */
export function ActToast({ acts }: { acts: Acts }) {
  const said = useStore(acts.said);
  const { notices } = useScreenState();
  return said && !said.isRefused(notices) ? <Toast acts={acts} said={said} /> : null;
}

function Toast({ acts, said }: { acts: Acts; said: Said }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => acts.said.get() === said && acts.said.set(null), TOAST_MS);
    return () => clearTimeout(timer);
  }, [said, isHeld, acts]);
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <bdi dir={uiDirection()}>{said.text}</bdi>
      {said.undo && (
        <button
          type="button"
          onClick={() => {
            setHeld(false);
            void acts.undo();
          }}
        >
          {i18n.t('acts.undo')}
        </button>
      )}
    </div>
  );
}
