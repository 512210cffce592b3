/** Drawn on 16 by 16, with strokes in the colour of the text. */
const paths = {
  plus: 'M8 2.5v11M2.5 8h11',
  down: 'M3.5 6l4.5 4.5L12.5 6',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M10.4 10.4l3.6 3.6',
  filter: 'M2 3.5h12M4.5 8h7M7 12.5h2',
  queue: 'M8 2a6 6 0 1 0 0 12a6 6 0 0 0 0-12M8 4.8V8l2.2 1.6',
  organise: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  folder: 'M2 4.2a1 1 0 0 1 1-1h3.2l1.5 1.7H13a1 1 0 0 1 1 1v5.9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z',
  flag: 'M4 14V2.5M4 3h8.5l-2 3l2 3H4',
  tag: 'M2.5 2.5h5l6 6a1 1 0 0 1 0 1.4l-3.6 3.6a1 1 0 0 1-1.4 0l-6-6zM5.3 5.3h.01',
  template: 'M2.5 3h11v8h-6l-3 2.5V11h-2zM5 6h6M5 8.5h4',
  copy: 'M6 6h7.5v7.5H6zM3.5 10H2.5V2.5H10v1',
  edit: 'M3 13l1-3l7-7l2 2l-7 7z',
  remove: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5',
  up: 'M8 13V3M4 7l4-4l4 4',
  downArrow: 'M8 3v10M4 9l4 4l4-4',
  back: 'M10 3L5 8l5 5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  send: 'M2.5 8L13.5 3L10 13.2L7.6 9z',
  pin: 'M9.5 2.5l4 4l-2.6.8l-2.4 2.4l-.4 2.6l-4.4-4.4l2.6-.4l2.4-2.4zM5.8 10.2L2.5 13.5',
  muted: 'M3 6v4h2.3L8.5 12.8V3.2L5.3 6zM11 6.2l3.2 3.6M14.2 6.2L11 9.8',
  download: 'M8 2.5v7.5M4.5 7L8 10.3L11.5 7M3 13.3h10',
  play: 'M5 3.2v9.6L12.8 8z',
  waiting: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 5v3.2h2.4',
  sent: 'M3.5 8.5l3 3L12.5 5',
  received: 'M1.2 8.5l3 3L10 5M6.8 10.9l.8.6L14.6 5',
  failed: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M8 5v3.6M8 11h.01',
  file: 'M4 1.8h5l3.2 3.3v9.1H4zM8.8 2v3.3H12',
  merge: 'M4 2.5v3l4 3.5l4-3.5v-3M8 9v4.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
