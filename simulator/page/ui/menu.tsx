import { useEffect, useRef, type ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface MenuEntry {
  label: string;
  icon: IconName;
  count?: number;
  run?: () => void;
}

export function Menu({ entries, onClose }: { entries: MenuEntry[]; onClose: () => void }): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    function leave(event: Event): void {
      const isInside = event.target instanceof Node && ref.current?.contains(event.target);
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      if (isEscape || (event.type === 'mousedown' && !isInside)) onClose();
    }
    document.addEventListener('mousedown', leave);
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('mousedown', leave);
      document.removeEventListener('keydown', leave);
    };
  }, [onClose]);
  return (
    <div ref={ref} role="menu" className="menu">
      {entries.map(({ label, icon, count, run }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          className="menu-item"
          onClick={() => (run ?? onClose)()}
        >
          <Icon name={icon} size={20} />
          <span>{label}</span>
          {count !== undefined && count > 0 && <span className="badge">{count}</span>}
        </button>
      ))}
    </div>
  );
}
