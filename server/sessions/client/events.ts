/** How a page is connected; `opening` after `connected`: it tries again by itself, or it was replaced, which it does not say. */
export type SocketState =
  | 'connected'
  | 'opening'
  | 'pairing'
  | 'unpaired'
  | 'conflict'
  | 'banned'
  | 'blocked';

/** What a client says. After `lost`, `logged_out`, `login_refused`, `pairing_expired` or `client_outdated` nothing but `saved` comes. */
export type ClientEvent =
  | { type: 'qr'; qr: string }
  | { type: 'code'; code: string }
  | { type: 'needs_passkey' }
  | { type: 'authenticated' }
  | { type: 'progress'; percent: number }
  | { type: 'ready'; phone: string }
  | { type: 'socket'; state: SocketState }
  | { type: 'saved' }
  | { type: 'save_failed' }
  | { type: 'logged_out' }
  /** The page takes what was restored for no login, and nobody has said that it was ended: it may be a bad copy of a good one. */
  | { type: 'login_refused' }
  | { type: 'pairing_expired' }
  | { type: 'client_outdated' }
  | { type: 'lost'; cause: 'exited' | 'crashed' | 'hung' | 'deaf' | 'failed'; detail?: string }
  /** `isIncoming`: somebody else has written, in a chat that is neither muted nor archived. */
  | { type: 'message'; chatId: string; isIncoming: boolean }
  | { type: 'unread'; chatId: string; count: number }
  /** In all chats but the archived and the muted ones: told once it is ready, and when it changes. */
  | { type: 'unread_total'; chats: number; messages: number };

/** All in milliseconds. */
export const DEADLINES = {
  /** Between two looks at the page until it is ready, and after that. */
  lookStarting: 500,
  lookReady: 2000,
  /** With a look in between, a browser that hangs is found within 15 seconds. */
  answer: 10_000,
  call: 30_000,
  /** For the page's own version to be there. */
  inject: 30_000,
  /** From the start to a code or to a login that is taken. */
  start: 90_000,
  /** Since the last progress. */
  ready: 300_000,
  pairing: 300_000,
  logout: 25_000,
  /** A page gives up telling WhatsApp after three seconds (bundle 2026-04): one that leaves before has told it. */
  logoutTold: 3000,
  /** From a message of one's own to WhatsApp's word that it has it. */
  ack: 20_000,
  /** A connected session that hears nothing at all for so long is deaf. */
  silence: 6 * 3_600_000,
  /** How long nothing is written before the first save; Chromium writes localStorage five seconds after a change. */
  quiet: 6000,
  quietMax: 30_000,
  /** The same for a login that is stopped before its first save. */
  writtenMax: 10_000,
  backup: 600_000,
  close: 10_000,
};
export type Deadlines = typeof DEADLINES;
