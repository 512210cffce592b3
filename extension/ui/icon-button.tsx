import { Icon, type IconName } from './icon.tsx';

interface Props {
  readonly label: string;
  readonly icon: IconName;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}

export function IconButton({ label, icon, isOff = false, onClick }: Props) {
  return (
    <button
      type="button"
      className="icon"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
