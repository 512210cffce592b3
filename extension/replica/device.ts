import { emptyRows, type Rows } from '../../shared/sync/apply.ts';
import type { Api, Session, User } from '../api.ts';
import { ApiError } from '../request.ts';
import { sessionStore } from './device-store.ts';
import type { Result } from './messaging.ts';
import { isFull, NO_SPACE } from './no-space.ts';
import { Replica, type Edit, type Notice } from './replica.ts';
import { SyncLoop, type NewsListeners, type SyncState } from './sync-loop.ts';

const done: Result = { ok: true, value: null };
const signedOut: Result = { ok: false, code: 'unauthorized', message: 'Sign in to continue.' };
const ofAnother: Result = {
  ok: false,
  code: 'signed_out',
  message: 'This was not saved: somebody signed out meanwhile.',
};

interface Active {
  readonly session: Session;
  readonly replica: Replica;
  readonly loop: SyncLoop;
  readonly abort: AbortController;
}

interface Listeners {
  /** The view is another one; `isReset`: it is of another user, or of nobody, and nothing was there before. */
  readonly onRows: (before: Rows, after: Rows, isReset: boolean) => void;
  readonly onState: () => void;
  readonly news?: NewsListeners;
}

/** This device: who is signed in, and their replica and its loop. [C4] Another user begins only after the one before has ended. */
export class Device {
  readonly #api: Api;
  readonly #listeners: Listeners;
  /** Undefined until the device's store has been asked who is signed in. */
  #active: Active | null | undefined;
  /** What is on this device could be read; what could not is left alone. */
  #isRestored = false;
  /** Sign-in, sign-out and the restore take turns. */
  #turn: Promise<unknown>;
  readonly restored: Promise<void>;

  constructor(api: Api, listeners: Listeners) {
    this.#api = api;
    this.#listeners = listeners;
    this.restored = this.#restore();
    this.#turn = this.restored.then(() => this.#sealOthers());
  }

  /** Undefined until it is known. */
  get user(): User | null | undefined {
    return this.#active === undefined ? undefined : (this.#active?.session.user ?? null);
  }
  /** Of the copy that is open; edits name the one that they are for. */
  get replicaId(): string | null {
    return this.#active?.replica.id ?? null;
  }
  /** Of who is signed in; it never leaves the background. */
  get token(): string | null {
    return this.#active?.session.token ?? null;
  }
  get view(): Rows {
    return this.#active?.replica.view ?? emptyRows;
  }
  get sync(): SyncState | null {
    return this.#active?.loop.state ?? null;
  }
  get notices(): readonly Notice[] {
    return this.#active?.replica.notices ?? [];
  }

  async authenticate(session: Promise<Session>): Promise<Result> {
    try {
      const next = await session;
      await this.#inTurn(async () => {
        await sessionStore.set(next);
        await this.#replaceWith(next);
      });
      return done;
    } catch (error) {
      return failure(error);
    }
  }

  async signOut(): Promise<Result> {
    try {
      return await this.#inTurn(() => this.#signOut());
    } catch (error) {
      return failure(error);
    }
  }

  async #signOut(): Promise<Result> {
    const token = this.#active?.session.token;
    await sessionStore.set(null);
    try {
      await this.#replaceWith(null);
    } finally {
      // The device is signed out either way; the server's session ends now or expires.
      if (token !== undefined) await this.#api.signOut(token).catch(() => null);
    }
    return done;
  }

  /** [C1] [C4] [C5] Answers when the edits are on disk. What was done to one copy is never taken for another. */
  mutate(replicaId: string, edits: readonly Edit[]): Promise<Result> {
    return this.#change((replica) => replica.mutate(edits), replicaId);
  }

  /** Makes the edits that were refused once more. */
  retry(mutationIds: readonly string[]): Promise<Result> {
    return this.#change((replica) => replica.retry(mutationIds));
  }

  dismiss(mutationIds: readonly string[]): Promise<Result> {
    return this.#change((replica) => replica.dismiss(mutationIds));
  }

  /** Never rejects. */
  async syncNow(): Promise<void> {
    await this.restored;
    if (!this.#isRestored) void this.#inTurn(() => this.#restore());
    await this.#active?.loop.kick();
  }

  async #change(write: (replica: Replica) => Promise<void>, replicaId?: string): Promise<Result> {
    await this.restored;
    const active = this.#active;
    if (!active) return signedOut;
    if (replicaId !== undefined && active.replica.id !== replicaId) return ofAnother;
    try {
      await write(active.replica);
      void active.loop.kick();
      return done;
    } catch (error) {
      return failure(error);
    }
  }

  #inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => null);
    return result;
  }

  /** As if nobody were signed in, when the device's own databases do not open; tried again with the next alarm. */
  async #restore(): Promise<void> {
    try {
      await this.#begin((await sessionStore.get()) ?? null);
      this.#isRestored = true;
    } catch {
      this.#isRestored = false;
      this.#active = null;
      this.#tellAll();
    }
  }

  async #begin(session: Session | null): Promise<void> {
    if (!session) {
      this.#active = null;
    } else {
      const replica = await Replica.open(session.user.id);
      replica.onChange = (old, now) => {
        this.#listeners.onRows(old, now, false);
        this.#listeners.onState();
      };
      replica.onLost = () => void this.#inTurn(() => this.#openAgain(replica));
      this.#follow(session, replica);
    }
    this.#tellAll();
  }

  /** The browser closed its database, as it does when it clears storage or the disk fails. */
  #openAgain(replica: Replica): Promise<void> {
    if (this.#active?.replica !== replica) return Promise.resolve();
    this.#active.abort.abort();
    return this.#restore();
  }

  #tellAll(): void {
    this.#listeners.onRows(emptyRows, this.view, true);
    this.#listeners.onState();
  }

  #follow(session: Session, replica: Replica): void {
    const abort = new AbortController();
    const { onState, news } = this.#listeners;
    const loop = new SyncLoop(replica, this.#api, session.token, onState, abort.signal, news);
    this.#active = { session, replica, loop, abort };
    void loop.kick();
  }

  async #replaceWith(session: Session | null): Promise<void> {
    const active = this.#active;
    if (active && session?.user.id === active.session.user.id) {
      active.abort.abort(); // The same user, with a new sign-in.
      this.#follow(session, active.replica);
      return;
    }
    try {
      await this.#end();
    } finally {
      await this.#begin(session);
      this.#isRestored = true;
    }
    await this.#sealOthers();
  }

  async #sealOthers(): Promise<void> {
    if (!this.#isRestored) return;
    // What can't be sealed now is at the next start.
    await Replica.sealAllBut(this.#active?.session.user.id).catch(() => null);
  }

  async #end(): Promise<void> {
    const active = this.#active;
    this.#active = null;
    active?.abort.abort();
    this.#tellAll();
    await active?.replica.close();
  }
}

export function failure(error: unknown): Result<never> {
  if (error instanceof ApiError) return { ok: false, code: error.code, message: error.message };
  return isFull(error)
    ? { ok: false, code: 'storage_full', message: NO_SPACE }
    : { ok: false, code: 'internal', message: 'Something went wrong on this device.' };
}
