import type { ReactNode } from 'react';

const PATHS = {
  chats: 'M4 5h16v11H9l-5 4z',
  status: 'M12 3a9 9 0 1 0 9 9M12 8a4 4 0 1 0 4 4M17 3v4M15 5h4',
  channels: 'M5 13v-3l12-5v13zM8 14v5h3v-4',
  communities:
    'M9 11a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM3 19c0-4 12-4 12 0zM17 11a2.5 2.5 0 1 0 0-5M17 14c3 0 4 2 4 5',
  settings:
    'M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2',
  'new-chat': 'M20 12v7H5V4h7M12 12l8-8M16 4h4v4',
  menu: 'M12 6v.01M12 12v.01M12 18v.01',
  search: 'M11 5a6 6 0 1 0 0 12a6 6 0 0 0 0-12zM16 16l4 4',
  back: 'M19 12H5M11 6l-6 6l6 6',
  close: 'M6 6l12 12M18 6L6 18',
  archive: 'M4 5h16v4H4zM6 9v10h12V9M10 13h4',
  muted: 'M5 10v4h3l4 4V6l-4 4zM16 10l4 4M20 10l-4 4',
  pinned: 'M9 4h6l-1 6l3 3H7l3-3zM12 13v7',
  attach: 'M12 5v14M5 12h14',
  emoji: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM8.5 14c1.5 3 5.5 3 7 0M9 9.5v.01M15 9.5v.01',
  mic: 'M12 4a2.5 2.5 0 0 0-2.5 2.5v5a2.5 2.5 0 0 0 5 0v-5A2.5 2.5 0 0 0 12 4zM6 11c0 8 12 8 12 0M12 17v4',
  send: 'M4 4l17 8l-17 8l3-8zM7 12h8',
  down: 'M6 9l6 6l6-6',
  forward: 'M13 6l6 6l-6 6M19 12H9c-3 0-5 2-5 6',
  call: 'M5 4h4l2 5l-3 2c1 2 3 4 5 5l2-3l5 2v4c-9 2-17-6-15-15z',
  person: 'M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM4 20c0-6 16-6 16 0z',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z',
} as const;
export type IconName = keyof typeof PATHS;

/** New icons carry their name in a title, older ones in data-icon. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }): ReactNode {
  return (
    <span aria-hidden="true" data-icon={name} className="icon">
      <svg viewBox="0 0 24 24" width={size} height={size}>
        <title>{`ic-${name}`}</title>
        <path d={PATHS[name]} />
      </svg>
    </span>
  );
}

const DELIVERED = 2;
const READ = 3;

/** One tick sent, two delivered, two in colour read; a clock before. */
export function AckIcon({ ack }: { ack: number }): ReactNode {
  const title = ack >= READ ? 'wds-ic-read' : ack >= DELIVERED ? 'wds-ic-delivered' : 'wds-ic-sent';
  return (
    <span aria-hidden="true" className={ack >= READ ? 'ack ack-read' : 'ack'}>
      <svg viewBox="0 0 18 12" width={18} height={12}>
        <title>{ack === 0 ? 'wds-ic-pending' : title}</title>
        {ack === 0 ? <path d="M9 1a5 5 0 1 0 .01 0M9 3.5V6l2 1" /> : <path d="M2 6l3.5 3.5L12 2.5" />}
        {ack >= DELIVERED && <path d="M8.5 8.5l1 1L16 2.5" />}
      </svg>
    </span>
  );
}
