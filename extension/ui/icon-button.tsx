import { Icon, type IconName } from './icon.tsx';

interface Props {
  readonly label: string;
  readonly icon: IconName;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}

/** One that is off keeps the focus, so that the keyboard does not lose its place. */
export function IconButton({ label, icon, isOff = false, onClick }: Props) {
  return (
    <button
      type="button"
      className="icon"
      aria-label={label}
      title={label}
      aria-disabled={isOff || undefined}
      onClick={isOff ? undefined : onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
