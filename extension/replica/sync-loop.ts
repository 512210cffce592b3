import type { Poke, PullResponse, Rejection } from '../../shared/sync/protocol.ts';
import type { Api } from '../api.ts';
import { ApiError } from '../request.ts';
import { LiveLine, type News } from './live.ts';
import { isFull, NO_SPACE } from './no-space.ts';
import type { Replica } from './replica.ts';

export interface SyncState {
  /** `ended`: the sign-in is no longer valid; `outdated`: this version is too old for the server. */
  readonly phase: 'syncing' | 'up_to_date' | 'offline' | 'ended' | 'outdated';
  /** Edits that the server has not confirmed. */
  readonly waiting: number;
  /** Epoch milliseconds; null while the server answers. */
  readonly offlineSince: number | null;
  /** The first copy is here. */
  readonly hasRows: boolean;
  /** Of a copy of more than one page; in rows. */
  readonly progress: { readonly received: number; readonly total: number } | null;
  /** Why the server refused, when it answered but would not sync. */
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/** Answers after which asking again is of no use. */
const endByCode = new Map<string, SyncState['phase']>([
  ['unauthorized', 'ended'],
  ['client_outdated', 'outdated'],
]);

const RETRY_MS = { first: 1000, longest: 60_000 };

/** Of accounts that run on the server; what was new while no line was ready is missed. */
export interface NewsListeners {
  readonly onReady: () => void;
  readonly onNews: (news: News) => void;
}

export type SyncApi = Pick<Api, 'push' | 'pull' | 'ticket' | 'openLive'>;

/** Keeps a replica and the server the same: pushes, pulls, listens for pokes, and tries again by itself. */
export class SyncLoop {
  readonly #replica: Replica;
  readonly #api: SyncApi;
  readonly #token: string;
  readonly #signal: AbortSignal;
  readonly #onState: (state: SyncState) => void;
  readonly #news: NewsListeners | undefined;
  #run: Promise<void> | null = null;
  #isAskedAgain = false;
  /** The newest revision among the rows that came; undefined until some did. */
  #revision: number | undefined;
  /** What was poked during a round: its own pull may have brought it. */
  #pokedRevision: number | undefined;
  /** [L7] Of the last poke. */
  #ahead: Poke['ahead'];
  #failures = 0;
  /** Live lines in a row that were of no use. */
  #deafLines = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #line: LiveLine | null = null;
  #offlineSince: number | null = null;
  #phase: SyncState['phase'] = 'syncing';
  #problem: SyncState['problem'] = null;
  /** What has arrived of a pull that is not at its end: kept while the server is away, or a long one would start anew each time. */
  #pages: PullResponse[] = [];

  constructor(
    replica: Replica,
    api: SyncApi,
    token: string,
    onState: (state: SyncState) => void,
    signal: AbortSignal,
    news?: NewsListeners,
  ) {
    this.#replica = replica;
    this.#api = api;
    this.#token = token;
    this.#onState = onState;
    this.#signal = signal;
    this.#news = news;
    signal.addEventListener('abort', () => {
      this.#clearRetry();
      this.#line?.close();
    });
  }

  get state(): SyncState {
    return {
      phase: this.#phase,
      waiting: this.#replica.waiting,
      offlineSince: this.#offlineSince,
      hasRows: this.#replica.hasRows,
      progress: this.#progress,
      problem: this.#problem,
    };
  }

  get #progress(): SyncState['progress'] {
    const copy = this.#pages.slice(this.#pages.findLastIndex(({ reset }) => reset));
    const total = copy[0]?.total;
    if (total === undefined) return null;
    const received = copy.reduce((sum, { changes }) => sum + changes.length, 0);
    return { received: Math.min(received, total), total };
  }

  /** Syncs now; while a round is under way, one more follows it. Never rejects. */
  kick(): Promise<void> {
    if (this.#isOver) this.#tell(this.#phase); // One edit more may wait.
    this.#isAskedAgain = true;
    return this.#start();
  }

  get #isOver(): boolean {
    return this.#phase === 'ended' || this.#phase === 'outdated';
  }

  #start(): Promise<void> {
    if (this.#signal.aborted || this.#isOver) return Promise.resolve();
    this.#clearRetry();
    this.#run ??= this.#rounds().finally(() => {
      this.#run = null;
      // Asked between the last round's end and here.
      if (this.#isAskedAgain || this.#hasNews) void this.#start();
    });
    return this.#run;
  }

  async #rounds(): Promise<void> {
    try {
      while ((this.#isAskedAgain || this.#hasNews) && !this.#signal.aborted) {
        // Who asks wants what the server has now.
        const ahead = this.#isAskedAgain ? undefined : this.#ahead;
        this.#isAskedAgain = false;
        this.#pokedRevision = undefined;
        this.#ahead = undefined;
        // A pull alone is over before anybody could read that it is under way.
        const isQuick = this.#phase === 'up_to_date' && !this.#replica.hasNextPush;
        if (this.#phase !== 'offline' && !isQuick) this.#tell('syncing');
        await this.#round(ahead);
      }
      this.#failures = 0;
      this.#offlineSince = null;
      this.#problem = null;
      if (this.#phase !== 'up_to_date') this.#tell('up_to_date');
      this.#listen();
    } catch (error) {
      this.#fail(error);
    }
  }

  #hearPoke({ revision, ahead }: Poke): void {
    // Two servers may tell of two changes in another order.
    this.#pokedRevision = Math.max(this.#pokedRevision ?? 0, revision);
    this.#ahead = this.#pokedRevision === revision ? ahead : undefined;
    if (this.#hasNews) void this.#start();
  }

  /** Whether there was a poke that says more than what is here: a device is poked of its own push too. */
  get #hasNews(): boolean {
    return this.#pokedRevision !== undefined && this.#pokedRevision !== this.#revision;
  }

  async #round(ahead: Poke['ahead']): Promise<void> {
    for (;;) {
      await this.#replica.writeNumbers();
      const push = this.#replica.nextPush();
      let processed = 0;
      let rejections: readonly Rejection[] = [];
      if (push) {
        try {
          const answer = await this.#api.push(this.#token, push);
          if (this.#signal.aborted) return; // Another loop may push for this copy by now.
          ({ lastSequence: processed, rejections } = answer);
          // [P11] The server has seen more than this push. After a power cut it may be ours; else another copy of this profile pushed it.
          const isMore = processed > (push.mutations.at(-1)?.sequence ?? 0);
          const isOurs = this.#replica.holds(processed, answer.lastMutationId ?? null);
          if (isMore && !isOurs) throw new ApiError('client_conflict', 409, 'copied');
        } catch (error) {
          const isConflict = error instanceof ApiError && error.code === 'client_conflict';
          if (!isConflict || this.#signal.aborted) throw error;
          await this.#replica.becomeNewClient();
          continue;
        }
      }
      const pages = await this.#pullToEnd(push ? undefined : ahead);
      if (this.#signal.aborted) return;
      this.#revision = newestRevision(pages) ?? this.#revision;
      await this.#replica.receive(pages, processed, rejections);
      if (!this.#replica.hasNextPush) return;
    }
  }

  /** [L2] The pages from where the last pull ended. */
  async #pullToEnd(ahead: Poke['ahead']): Promise<PullResponse[]> {
    do {
      const cursor = this.#pages.at(-1)?.cursor ?? this.#replica.cursor;
      this.#pages.push(ahead && ahead.after === cursor ? ahead.page : await this.#pull(cursor));
      if (this.#progress) this.#tell(this.#phase);
    } while (this.#pages.at(-1)?.hasMore && !this.#signal.aborted);
    const pages = this.#pages;
    this.#pages = [];
    return pages;
  }

  /** [L6] Over the live line while it carries pulls, else by a request, which also says what is wrong. */
  async #pull(cursor: string | undefined): Promise<PullResponse> {
    const page = await this.#line?.pull(cursor);
    if (page) return page;
    this.#signal.throwIfAborted();
    return this.#api.pull(this.#token, cursor);
  }

  #fail(error: unknown): void {
    if (this.#signal.aborted) return;
    const end = error instanceof ApiError ? endByCode.get(error.code) : undefined;
    if (end) {
      this.#tell(end);
      return;
    }
    const isAnswered = error instanceof ApiError && error.code !== 'offline';
    this.#problem = isAnswered || !(error instanceof ApiError) ? problemOf(error) : null;
    this.#offlineSince ??= Date.now();
    this.#failures += 1;
    this.#tell('offline');
    this.#retryLater(this.#failures);
  }

  #retryLater(failures: number): void {
    if (this.#signal.aborted) return;
    const wait = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** (failures - 1));
    this.#clearRetry();
    this.#retry = setTimeout(() => void this.kick(), wait * (0.5 + Math.random() / 2));
  }

  #clearRetry(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  #tell(phase: SyncState['phase']): void {
    this.#phase = phase;
    if (!this.#signal.aborted) this.#onState(this.state);
  }

  /** [L4] One line; when it is lost a later round opens another, not the one that it was lost in. */
  #listen(): void {
    if (this.#line || this.#retry !== undefined || this.#signal.aborted) return;
    this.#line = new LiveLine(this.#api, this.#token, {
      onReady: () => {
        void this.kick();
        this.#news?.onReady();
      },
      onNews: (news) => this.#news?.onNews(news),
      onPoke: (poke) => this.#hearPoke(poke),
      onLost: (wasOfUse) => {
        this.#line = null;
        this.#deafLines = wasOfUse ? 1 : this.#deafLines + 1;
        this.#retryLater(this.#deafLines);
      },
    });
  }
}

/** Of pages in the order of their revisions; a deletion says none. */
function newestRevision(pages: readonly PullResponse[]): number | undefined {
  const revision = pages.flatMap(({ changes }) => changes).findLast(({ row }) => row !== null)?.row?.[
    'revision'
  ];
  return typeof revision === 'number' ? revision : undefined;
}

function problemOf(error: unknown): NonNullable<SyncState['problem']> {
  if (isFull(error)) return { code: 'storage_full', message: NO_SPACE };
  return error instanceof ApiError
    ? { code: error.code, message: error.message }
    : { code: 'unreadable', message: 'The answer of the server can not be read.' };
}
