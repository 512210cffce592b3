/** Why WhatsApp on the server stopped for good: only a person can start it again. */
export const endReasons = [
  'logged_out',
  'replaced',
  'banned',
  'client_outdated',
  'pairing_expired',
  /** The phone that linked it has another number than the account. */
  'other_number',
  /** The plan has room for fewer accounts than ran. */
  'plan_limit',
  'failed',
] as const;
export type EndReason = (typeof endReasons)[number];

/** Why it tries again by itself. */
export const lossCauses = ['network', 'exited', 'crashed', 'hung', 'deaf', 'stuck', 'failed'] as const;
export type LossCause = (typeof lossCauses)[number];

/** How WhatsApp on the server is for one account. Times are epoch milliseconds. */
export type SessionState =
  | { readonly status: 'disconnected' }
  /** `attempt`: how often in a row it was lost before; `percent`: of what WhatsApp loads, null while unknown. */
  | { readonly status: 'starting'; readonly attempt: number; readonly percent: number | null }
  | { readonly status: 'pairing'; readonly method: 'qr' | 'code'; readonly shown: string }
  | { readonly status: 'needs_passkey' }
  | { readonly status: 'connected'; readonly attempt: number; readonly since: number }
  /** `retryAt`: null while the session is open and its own connection is being made again. */
  | {
      readonly status: 'reconnecting';
      readonly attempt: number;
      readonly retryAt: number | null;
      readonly cause: LossCause;
    }
  | { readonly status: 'ended'; readonly reason: EndReason };

export type SessionStatus = SessionState['status'];

export const sessionStatuses = [
  'disconnected',
  'starting',
  'pairing',
  'needs_passkey',
  'connected',
  'reconnecting',
  'ended',
] as const satisfies readonly SessionStatus[];

/** What a person can do about a state. */
export type SessionAction = 'start' | 'stop' | 'scan' | 'open_tab' | 'start_anew' | 'upgrade';

const ACTION_BY_STATUS: Record<Exclude<SessionStatus, 'ended'>, SessionAction> = {
  disconnected: 'start',
  starting: 'stop',
  pairing: 'scan',
  needs_passkey: 'open_tab',
  connected: 'stop',
  reconnecting: 'stop',
};

const ACTION_BY_REASON: Record<EndReason, SessionAction> = {
  logged_out: 'start_anew',
  replaced: 'start',
  banned: 'open_tab',
  client_outdated: 'open_tab',
  pairing_expired: 'start_anew',
  other_number: 'start_anew',
  plan_limit: 'upgrade',
  failed: 'start',
};

/** The one thing to offer in a state. */
export function actionOf(state: SessionState): SessionAction {
  return state.status === 'ended' ? ACTION_BY_REASON[state.reason] : ACTION_BY_STATUS[state.status];
}

/** As `whatsapp_sessions.status` has it: the status, and of an end its reason. */
export function formatSessionStatus(state: SessionState): string {
  return state.status === 'ended' ? `ended:${state.reason}` : state.status;
}

/** Null when a newer server wrote what this version does not know. */
export function parseSessionStatus(text: string): { status: SessionStatus; reason: EndReason | null } | null {
  const [word, reasonWord, ...rest] = text.split(':');
  const status = sessionStatuses.find((each) => each === word);
  const reason = endReasons.find((each) => each === reasonWord) ?? null;
  const isWhole = rest.length === 0 && (status === 'ended' ? reason !== null : reasonWord === undefined);
  return status !== undefined && isWhole ? { status, reason } : null;
}
