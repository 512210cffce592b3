import path from 'node:path';
import type { LinkMethod, UnreadTotal } from '../../shared/whatsapp/inbox.ts';
import type { SessionState } from '../../shared/whatsapp/session.ts';
import type { Log } from '../log.ts';
import type { ClientEvent, SessionClient } from './client.ts';
import { pause } from './in-time.ts';
import type { Lease } from './leases.ts';
import { step, type SessionEffect, type SessionEvent } from './state.ts';

/** What a client of WhatsApp is opened with; `emit` and `signal` are its session's. */
export type OpenSession = (options: {
  accountId: string;
  folder: string;
  emit: (event: ClientEvent) => void;
  restore: (file: string) => Promise<boolean>;
  save: (file: string) => Promise<void>;
  signal: AbortSignal;
  /** The phone that is given a code to type; unset: a QR code is shown. */
  pairWithPhone?: string;
}) => Promise<SessionClient>;

const SAVE_ATTEMPTS_MAX = 3;
const SAVE_PAUSE_MS = 2000;
const SAVE_PAUSE_MS_MAX = 15_000;

interface RunningSessionOptions {
  lease: Lease;
  folder: string;
  log: Log;
  open: OpenSession;
  restore: (file: string) => Promise<boolean>;
  save: (file: string) => Promise<void>;
  forgetLogin: () => Promise<void>;
  /** What was restored is no login. Resolves with whether there is another to try. */
  dropLogin: () => Promise<boolean>;
  /** Told of every state, in their order. */
  onState: (state: SessionState) => void;
  /** Its page runs. */
  onLoaded: () => void;
  /** Something is new in a chat, or there is another count; no text. */
  onNews: (news: ClientNews) => void;
  /** Between two attempts to save at a stop. */
  savePauseMs?: number;
}

export type ClientNews = Extract<ClientEvent, { type: 'message' | 'unread' | 'unread_total' }>;

/** The session of one account on this worker: what happens goes through `step`, and what that asks for is done, one thing at a time. */
export class RunningSession {
  readonly #options: RunningSessionOptions;
  #state: SessionState = { status: 'disconnected' };
  #method: LinkMethod;
  #unread: UnreadTotal | null = null;
  #openedMs = 0;
  #isUnlinked = false;
  #isForgotten = false;
  #isEnding = false;
  #isLast = false;
  #client: SessionClient | undefined;
  /** Which client is listened to: the last that was asked for, until it is asked to go. */
  #heard = 0;
  /** Which client was the last that said something. */
  #spoken = 0;
  readonly #killed = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #doing: Promise<void> = Promise.resolve();

  constructor(options: RunningSessionOptions) {
    this.#options = options;
    this.#method = options.lease.method;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The open client; null while there is none. */
  get client(): SessionClient | null {
    return this.#client ?? null;
  }

  /** Its browser or its page is on its way up, which is most of the work of a start; what comes then is mostly waiting. */
  get isLoading(): boolean {
    return this.#state.status === 'starting' && this.#spoken !== this.#heard;
  }

  /** Somebody else may start it next. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Null: not known now. */
  get unread(): UnreadTotal | null {
    return this.#state.status === 'connected' ? this.#unread : null;
  }

  /** Of its browser, and of no other. */
  get folder(): string {
    return path.join(this.#options.folder, this.#options.lease.accountId);
  }

  /** When its browser was opened, by performance.now(). */
  get openedMs(): number {
    return this.#openedMs;
  }

  /** Begins to link, or begins anew; one that is linked goes on as it is. */
  async link(method: LinkMethod): Promise<void> {
    const { status } = this.#state;
    if (status === 'connected' || status === 'reconnecting') return;
    if (status === 'starting' && method === this.#method) return;
    this.#method = method;
    await this.happen({ type: 'stop' });
    void this.happen({ type: 'start' });
  }

  /** Returns whether the phone is known to have removed the device. Rejects when the stored login could not be removed. */
  async logOut(): Promise<boolean> {
    this.#isForgotten = false;
    await this.happen({ type: 'log_out' });
    if (!this.#isForgotten) throw new Error('The login could not be removed.');
    return this.#isUnlinked;
  }

  /** Resolves when everything that it asked for is done. Never rejects. */
  happen(event: SessionEvent): Promise<void> {
    if (this.#killed.signal.aborted || (this.#isEnding && event.type !== 'stop')) return this.#doing;
    const next = step(this.#state, event, { nowMs: Date.now(), random: Math.random() });
    const isChanged = next.state !== this.#state;
    this.#state = next.state;
    if (isChanged) this.#options.onState(next.state);
    for (const effect of next.effects) this.#do(effect);
    return this.#doing;
  }

  /** Saves and stops, for good: what is asked of it from now on starts it no more. `isLast`: its process ends, and can't wait for long. */
  end({ isLast }: { isLast: boolean }): Promise<void> {
    this.#isEnding = true;
    this.#isLast ||= isLast;
    return this.happen({ type: 'stop' });
  }

  /** Another worker may run it by now: its browser goes at once. What it had is saved after that, which must not be where others look. */
  async kill(): Promise<void> {
    this.#killed.abort();
    clearTimeout(this.#timer);
    await this.#client?.stop({ save: true }).catch(() => undefined);
    await this.#doing;
  }

  #do(effect: SessionEffect): void {
    if (effect.type === 'wait') return this.#wait(effect.ms);
    const client = (this.#heard += 1);
    this.#doing = this.#doing
      .then(() => this.#perform(effect, client))
      .catch((error: unknown) => {
        const { accountId } = this.#options.lease;
        this.#options.log.warn({ accountId, err: error, effect: effect.type }, 'A session failed.');
        if (effect.type === 'open' && client === this.#heard)
          void this.happen({ type: 'lost', cause: 'failed' });
      });
  }

  #wait(ms: number | null): void {
    clearTimeout(this.#timer);
    if (ms !== null) this.#timer = setTimeout(() => void this.happen({ type: 'due' }), ms).unref();
  }

  async #perform(effect: Exclude<SessionEffect, { type: 'wait' }>, client: number): Promise<void> {
    switch (effect.type) {
      case 'open':
        return this.#open(client);
      case 'close':
        return this.#close(effect.isKept);
      case 'unlink':
        this.#isUnlinked = (await this.#client?.logout()) ?? false;
        return;
      case 'forget_login':
        await this.#options.forgetLogin();
        this.#isForgotten = true;
        return;
    }
  }

  async #open(client: number): Promise<void> {
    const { signal } = this.#killed;
    if (signal.aborted) return;
    const { lease, open, restore, save } = this.#options;
    this.#unread = null;
    this.#isUnlinked = false;
    this.#openedMs = performance.now();
    this.#client = await open({
      accountId: lease.accountId,
      folder: this.folder,
      restore,
      save,
      signal,
      ...(this.#method === 'code' && { pairWithPhone: lease.phoneNumber }),
      emit: (event) => {
        if (client === this.#heard) this.#hear(event);
      },
    });
    if (signal.aborted) await this.#close(false);
  }

  async #close(isKept: boolean): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (!client || (isKept && (await this.#stopSaved(client)))) return;
    await client.stop({ save: false });
  }

  /** Tries until it is saved, as an older login would be used next. False: it could not be, and there is no more time. */
  async #stopSaved(client: SessionClient): Promise<boolean> {
    const { lease, log } = this.#options;
    const pauseMs = this.#options.savePauseMs ?? SAVE_PAUSE_MS;
    for (let attempt = 1; !this.#killed.signal.aborted; attempt += 1) {
      try {
        await client.stop({ save: true });
        return true;
      } catch (error) {
        log.error({ accountId: lease.accountId, attempt, err: error }, 'A login was not saved at its stop.');
        if (this.#isLast && attempt >= SAVE_ATTEMPTS_MAX) return false;
      }
      await pause(Math.min(pauseMs * attempt, SAVE_PAUSE_MS_MAX), this.#killed.signal);
    }
    return false;
  }

  #hear(event: ClientEvent): void {
    if (this.#spoken !== this.#heard) {
      this.#spoken = this.#heard;
      this.#options.onLoaded();
    }
    if (event.type === 'unread_total') this.#unread = { chats: event.chats, messages: event.messages };
    if (isNews(event)) return this.#options.onNews(event);
    if (event.type === 'login_refused') return void this.#tryAnother(this.#heard);
    const isOther =
      event.type === 'ready' && event.phone !== '' && event.phone !== this.#options.lease.phoneNumber;
    if (isOther) return void this.happen({ type: 'over', reason: 'other_number' });
    const happened = happenedBy(event);
    if (happened) void this.happen(happened);
  }

  /** Never rejects. */
  async #tryAnother(client: number): Promise<void> {
    const { accountId } = this.#options.lease;
    this.#options.log.error({ accountId }, 'What was stored is no login.');
    const isThere = await this.#options.dropLogin().catch((error: unknown) => {
      this.#options.log.warn({ accountId, err: error }, 'A login could not be dropped.');
      return true; // It is tried again, and dropped then.
    });
    if (client !== this.#heard) return;
    await this.happen(isThere ? { type: 'lost', cause: 'failed' } : { type: 'over', reason: 'logged_out' });
  }
}

const isNews = (event: ClientEvent): event is ClientNews =>
  event.type === 'message' || event.type === 'unread' || event.type === 'unread_total';

/** Null: of no consequence for the state. */
function happenedBy(
  event: Exclude<ClientEvent, ClientNews | { type: 'login_refused' }>,
): SessionEvent | null {
  switch (event.type) {
    case 'qr':
      return { type: 'qr', shown: event.qr };
    case 'code':
      return { type: 'code', shown: event.code };
    case 'needs_passkey':
    case 'authenticated':
    case 'ready':
    case 'progress':
      return event;
    case 'lost':
      return { type: 'lost', cause: event.cause };
    case 'logged_out':
    case 'pairing_expired':
    case 'client_outdated':
      return { type: 'over', reason: event.type };
    case 'socket':
      return happenedToSocket(event.state);
    case 'saved':
    case 'save_failed':
      return null;
  }
}

function happenedToSocket(state: Extract<ClientEvent, { type: 'socket' }>['state']): SessionEvent | null {
  switch (state) {
    case 'connected':
      return { type: 'resumed' };
    case 'opening':
      return { type: 'dropped' };
    case 'conflict':
      return { type: 'over', reason: 'replaced' };
    case 'banned':
    case 'blocked':
      return { type: 'over', reason: 'banned' };
    case 'pairing':
    case 'unpaired':
      return null;
  }
}
