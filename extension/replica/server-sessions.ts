import type { Rows } from '../../shared/sync/apply.ts';
import type { SessionView } from '../../shared/whatsapp/inbox.ts';
import { ApiError } from '../request.ts';
import type { SessionApi, SessionOf } from '../session-api.ts';
import type { KnownSession } from './inbox-messages.ts';
import type { News } from './live.ts';

/** News come in bursts. */
const NEWS_WAIT_MS = 300;

type Watched = Pick<Rows, 'account' | 'whatsapp-session'>;

/** What is known of the accounts that run on the server: each as the server last said it, asked anew when there is news. */
export class ServerSessions {
  readonly #api: Pick<SessionApi, 'view'>;
  readonly #tokenOf: () => string | null;
  readonly #onChange: () => void;
  readonly #viewById = new Map<string, SessionView>();
  /** As their rows say. */
  #statusById = new Map<string, string>();
  /** Asked about now, or soon. */
  readonly #asking = new Set<string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Which question was asked last of an account: an older one's answer may come later. */
  readonly #askedById = new Map<string, number>();
  #asked = 0;
  #watched: Watched | undefined;

  constructor(api: Pick<SessionApi, 'view'>, tokenOf: () => string | null, onChange: () => void) {
    this.#api = api;
    this.#tokenOf = tokenOf;
    this.#onChange = onChange;
  }

  get all(): readonly KnownSession[] {
    return [...this.#viewById].map(([accountId, view]) => ({ accountId, view }));
  }

  /** Whether an account runs of which an answer is still to come. */
  get isUnknown(): boolean {
    return [...this.#asking].some((accountId) => !this.#viewById.has(accountId));
  }

  /** Asks about each account of which the synced rows say something new, and forgets those that are gone. */
  follow(rows: Watched): void {
    const isSame =
      this.#watched?.account === rows.account &&
      this.#watched['whatsapp-session'] === rows['whatsapp-session'];
    if (isSame) return;
    this.#watched = rows;
    const before = this.#statusById;
    this.#statusById = new Map(
      [...rows['whatsapp-session'].values()].map(({ accountId, status = '' }) => [accountId, status]),
    );
    for (const [accountId, status] of this.#statusById) {
      if (before.get(accountId) === status) continue;
      if (isRunning(status) || this.#viewById.has(accountId)) this.#refreshSoon(accountId);
    }
    const gone = [...this.#viewById.keys()].filter((accountId) => !rows.account.has(accountId));
    for (const accountId of gone) this.#viewById.delete(accountId);
    if (gone.length > 0) this.#onChange();
  }

  hear({ accountId, isStateNew, unread }: News): void {
    const view = this.#viewById.get(accountId);
    if (view && unread) this.put(accountId, { ...view, unread });
    if (isStateNew || !view) this.#refreshSoon(accountId);
  }

  /** What was new meanwhile was not told. */
  refreshAll(): void {
    const running = [...this.#statusById].filter(([, status]) => isRunning(status)).map(([id]) => id);
    for (const accountId of new Set([...running, ...this.#viewById.keys()])) this.#refreshSoon(accountId);
  }

  /** Throws ApiError. */
  async refresh(of: SessionOf): Promise<SessionView> {
    const asked = (this.#asked += 1);
    this.#askedById.set(of.accountId, asked);
    const view = await this.#api.view(of);
    if (this.#askedById.get(of.accountId) === asked && of.token === this.#tokenOf()) {
      this.put(of.accountId, view);
    }
    return view;
  }

  put(accountId: string, view: SessionView): void {
    if (JSON.stringify(this.#viewById.get(accountId)) === JSON.stringify(view)) return;
    this.#viewById.set(accountId, view);
    this.#onChange();
  }

  /** What a person just did to it is newer than any answer that is under way. */
  answer(accountId: string, view: SessionView): void {
    this.#askedById.set(accountId, (this.#asked += 1));
    this.put(accountId, view);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#asking.clear();
    this.#askedById.clear();
    this.#statusById.clear();
    this.#watched = undefined;
    if (this.#viewById.size === 0) return;
    this.#viewById.clear();
    this.#onChange();
  }

  #refreshSoon(accountId: string): void {
    if (this.#timers.has(accountId)) return;
    this.#asking.add(accountId);
    const timer = setTimeout(() => {
      this.#timers.delete(accountId);
      void this.#ask(accountId);
    }, NEWS_WAIT_MS);
    this.#timers.set(accountId, timer);
  }

  /** Without an answer it stays as it was; news, the next line or the person asks again. */
  async #ask(accountId: string): Promise<void> {
    const token = this.#tokenOf();
    try {
      if (token !== null) await this.refresh({ token, accountId });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not_found') this.#viewById.delete(accountId);
    }
    if (this.#timers.has(accountId)) return;
    this.#asking.delete(accountId);
    this.#onChange();
  }
}

/** How many chats wait to be read in the accounts that are connected. */
export function unreadChats(sessions: readonly KnownSession[]): number {
  return sessions.reduce(
    (sum, { view: { state, unread } }) => sum + (state.status === 'connected' ? (unread?.chats ?? 0) : 0),
    0,
  );
}

const isRunning = (status: string): boolean => status !== '' && status !== 'disconnected';
