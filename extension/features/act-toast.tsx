import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { useScreenState, useStore } from '../replica/use-rows.ts';
import type { Acts } from './acts.ts';
import { uiDirection } from '../ui/language.ts';

const TOAST_MS = 8000;

/** What was done last, with its undo; it stays while it is pointed at or has the focus. */
export function ActToast({ acts }: { acts: Acts }) {
  const said = useStore(acts.said);
  const { notices } = useScreenState();
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!said || isHeld) return;
    const timer = setTimeout(() => acts.said.set(null), TOAST_MS);
    return () => clearTimeout(timer);
  }, [said, isHeld, acts]);
  if (!said || said.isRefused(notices)) return null;
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <bdi dir={uiDirection()}>{said.text}</bdi>
      {said.undo.length > 0 && (
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
