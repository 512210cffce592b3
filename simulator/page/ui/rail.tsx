import type { ReactNode } from 'react';
import { testId } from '../config.ts';
import { Conn } from '../modules/instances.ts';
import { Avatar } from './avatar.tsx';
import { Icon, type IconName } from './icons.tsx';

const PRIMARY: { icon: IconName; label: string }[] = [
  { icon: 'chats', label: 'Chats' },
  { icon: 'status', label: 'Status' },
  { icon: 'channels', label: 'Channels' },
  { icon: 'communities', label: 'Communities' },
];

export function Rail(): ReactNode {
  return (
    <header className="rail">
      <div className="rail-part" {...testId('navbar-primary-section')}>
        {PRIMARY.map(({ icon, label }) => (
          <RailButton key={icon} icon={icon} label={label} isSelected={icon === 'chats'} />
        ))}
      </div>
      <div className="rail-part">
        <RailButton icon="settings" label="Settings" isSelected={false} />
        <Avatar id={String(Conn.wid)} name={Conn.pushname} size={30} />
      </div>
    </header>
  );
}

function RailButton({
  icon,
  label,
  isSelected,
}: {
  icon: IconName;
  label: string;
  isSelected: boolean;
}): ReactNode {
  return (
    <button
      type="button"
      className="icon-button"
      data-navbar-item="true"
      data-navbar-item-selected={isSelected}
      aria-pressed={isSelected}
      aria-label={label}
    >
      <Icon name={icon} />
    </button>
  );
}
