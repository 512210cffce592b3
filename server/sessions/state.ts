import type { EndReason, LossCause, SessionState } from '../../shared/whatsapp/session.ts';

/** What happens to a session: a person's wish, what its client says, or time that passes. */
export type SessionEvent =
  | { readonly type: 'start' | 'stop' | 'log_out' }
  | { readonly type: 'qr' | 'code'; readonly shown: string }
  | { readonly type: 'needs_passkey' | 'authenticated' | 'ready' }
  | { readonly type: 'progress'; readonly percent: number }
  /** Its browser ran for long, and is replaced by a fresh one. */
  | { readonly type: 'recycle' }
  /** WhatsApp's own connection, while the client is open. */
  | { readonly type: 'dropped' | 'resumed' }
  | { readonly type: 'lost'; readonly cause: LossCause }
  | { readonly type: 'over'; readonly reason: EndReason }
  /** The retry is due, or a state lasted longer than it may. */
  | { readonly type: 'due' };

/** What the worker does about it, in this order. */
export type SessionEffect =
  | { readonly type: 'open' }
  /** `isKept`: its login is saved before it goes. */
  | { readonly type: 'close'; readonly isKept: boolean }
  | { readonly type: 'unlink' }
  | { readonly type: 'forget_login' }
  /** Says `due` after so long, instead of what was to come before; null: nothing is due. */
  | { readonly type: 'wait'; readonly ms: number | null };

export interface Step {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

/** Time and chance, as they are given to a step. */
export interface Circumstances {
  readonly nowMs: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** Since the last progress. A client gives up first, after 300 s: this is for one that does not. */
const START_MS_MAX = 330_000;
const PAIRING_MS_MAX = 5 * 60_000;
const PASSKEY_MS_MAX = 2 * 60_000;
const DROPPED_MS_MAX = 60_000;
/** Who was connected for so long has not failed before. */
const STEADY_MS = 10 * 60_000;
/** Eight in the first hour, and no more: WhatsApp takes hammering for abuse. */
const RETRY_DELAYS_MS = [1000, 5000, 30_000, 120_000, 300_000, 600_000, 900_000, 1_200_000];
const JITTER = 0.25;

const DISCONNECTED: SessionState = { status: 'disconnected' };

/** How many times a session that is lost again and again is started anew before it needs a person. */
export const RETRIES_MAX = RETRY_DELAYS_MS.length;

/** The next state, and what is to be done. An event that a state does not expect changes nothing: what an old client says comes late. */
export function step(state: SessionState, event: SessionEvent, circumstances: Circumstances): Step {
  switch (event.type) {
    case 'start':
      return isOpen(state) ? stay(state) : open(0);
    case 'stop':
      return close(state, DISCONNECTED, true);
    case 'log_out':
      return logOut(state);
    case 'over':
      return isOpen(state) ? end(state, event.reason) : stay(state);
    case 'lost':
      return isOpen(state) ? lose(state, event.cause, circumstances) : stay(state);
    case 'due':
      return afterWait(state, circumstances);
    case 'recycle':
      return state.status === 'connected' ? recycle() : stay(state);
    case 'qr':
    case 'code':
    case 'needs_passkey':
    case 'authenticated':
    case 'ready':
    case 'progress':
    case 'dropped':
    case 'resumed':
      return isOpen(state) ? hear(state, event, circumstances) : stay(state);
  }
}

type Said = Extract<
  SessionEvent,
  { type: 'qr' | 'code' | 'needs_passkey' | 'authenticated' | 'ready' | 'progress' | 'dropped' | 'resumed' }
>;

// Of a client that is open.
function hear(state: SessionState, event: Said, { nowMs }: Circumstances): Step {
  const attempt = 'attempt' in state ? state.attempt : 0;
  const isLinking = state.status !== 'connected' && state.status !== 'reconnecting';
  switch (event.type) {
    case 'qr':
    case 'code': {
      if (!isLinking) return stay(state);
      const next = { status: 'pairing', method: event.type, shown: event.shown } as const;
      // The time to link is that of all codes together.
      return state.status === 'pairing' ? stay(next) : go(next, PAIRING_MS_MAX);
    }
    case 'needs_passkey':
      return isLinking && state.status !== 'needs_passkey'
        ? go({ status: 'needs_passkey' }, PASSKEY_MS_MAX)
        : stay(state);
    case 'authenticated':
      if (state.status === 'starting') return go(state, START_MS_MAX);
      return isLinking ? go({ status: 'starting', attempt, percent: null }, START_MS_MAX) : stay(state);
    case 'progress':
      return state.status === 'starting'
        ? go({ ...state, percent: event.percent }, START_MS_MAX)
        : stay(state);
    case 'ready':
      return isLinking ? go({ status: 'connected', attempt, since: nowMs }, null) : stay(state);
    case 'dropped':
      return state.status === 'connected'
        ? go(
            { status: 'reconnecting', attempt: failuresOf(state, nowMs), retryAt: null, cause: 'network' },
            DROPPED_MS_MAX,
          )
        : stay(state);
    case 'resumed':
      return state.status === 'reconnecting'
        ? go({ status: 'connected', attempt, since: nowMs }, null)
        : stay(state);
  }
}

function afterWait(state: SessionState, circumstances: Circumstances): Step {
  switch (state.status) {
    case 'starting':
      return lose(state, 'stuck', circumstances);
    case 'pairing':
    case 'needs_passkey':
      return end(state, 'pairing_expired');
    case 'reconnecting':
      return state.retryAt === null ? lose(state, 'network', circumstances) : open(state.attempt);
    case 'disconnected':
    case 'connected':
    case 'ended':
      return stay(state);
  }
}

function lose(state: SessionState, cause: LossCause, { nowMs, random }: Circumstances): Step {
  // What was never linked has nothing to come back to.
  if (state.status === 'pairing' || state.status === 'needs_passkey') return end(state, 'failed');
  const before = failuresOf(state, nowMs);
  const delayMs = RETRY_DELAYS_MS[before];
  if (delayMs === undefined) return end(state, 'failed');
  const waitMs = Math.round(delayMs * (1 + JITTER * random));
  const next = { status: 'reconnecting', attempt: before + 1, retryAt: nowMs + waitMs, cause } as const;
  return { state: next, effects: [...closing(state, true), wait(waitMs)] };
}

/** How often in a row it has failed. */
function failuresOf(state: SessionState, nowMs: number): number {
  const isSteady = state.status === 'connected' && nowMs - state.since >= STEADY_MS;
  return isSteady || !('attempt' in state) ? 0 : state.attempt;
}

function logOut(state: SessionState): Step {
  const effects: SessionEffect[] = isOpen(state)
    ? [{ type: 'unlink' }, { type: 'close', isKept: false }]
    : [];
  return { state: DISCONNECTED, effects: [...effects, { type: 'forget_login' }, wait(null)] };
}

function recycle(): Step {
  const { state, effects } = open(0);
  return { state, effects: [{ type: 'close', isKept: true }, ...effects] };
}

// Only a login that WhatsApp itself has ended is of no use; any other is kept as it is now.
function end(state: SessionState, reason: EndReason): Step {
  const isOfNoUse = reason === 'logged_out' || reason === 'other_number';
  const { effects } = close(state, DISCONNECTED, !isOfNoUse);
  const unlink: SessionEffect[] = reason === 'other_number' ? [{ type: 'unlink' }] : [];
  const forget: SessionEffect[] = isOfNoUse ? [{ type: 'forget_login' }] : [];
  return { state: { status: 'ended', reason }, effects: [...unlink, ...effects, ...forget] };
}

function close(from: SessionState, state: SessionState, isKept: boolean): Step {
  const isKnown = from.status === 'disconnected' || from.status === 'ended';
  return isKnown ? stay(from) : { state, effects: [...closing(from, isKept), wait(null)] };
}

function closing(from: SessionState, isKept: boolean): SessionEffect[] {
  return isOpen(from) ? [{ type: 'close', isKept: isKept && mayHaveLogin(from) }] : [];
}

function open(attempt: number): Step {
  const state = { status: 'starting', attempt, percent: null } as const;
  return { state, effects: [{ type: 'open' }, wait(START_MS_MAX)] };
}

/** Whether there is a client. */
export function isOpen(state: SessionState): boolean {
  if (state.status === 'reconnecting') return state.retryAt === null;
  return state.status !== 'disconnected' && state.status !== 'ended';
}

/**
 * Whether its browser may have a login that is newer than the stored one: an older one would confuse WhatsApp's encryption. One that
 * starts may just have been linked; the client knows.
 */
function mayHaveLogin({ status }: SessionState): boolean {
  return status === 'connected' || status === 'reconnecting' || status === 'starting';
}

const stay = (state: SessionState): Step => ({ state, effects: [] });
const go = (state: SessionState, ms: number | null): Step => ({ state, effects: [wait(ms)] });
const wait = (ms: number | null): SessionEffect => ({ type: 'wait', ms });
