import { Listener } from '../db/listener.ts';
import type { Log } from '../log.ts';
import { inTime, pause } from './in-time.ts';
import { LEASE_CHANNEL, LEASE_TTL_MS, type Fate, type Lease, type Leases } from './leases.ts';

const BEAT_INTERVAL_MS = 2000;
const ANSWER_TIMEOUT_MS = 2000;
/** A worker that is not sure any more lets go before others may take over. */
const FENCE_AFTER_MS = LEASE_TTL_MS - 1000;
const FENCE_INTERVAL_MS = 250;
/** Between two turns, so that other workers come between. */
const TURN_PAUSE_MS = 300;

interface LeaseKeeperOptions {
  leases: Leases;
  databaseUrl: string;
  log: Log;
  /** `url` is where the API reaches it, internally. */
  worker: { id: string; url: string };
  /** How many sessions it runs at most. */
  capacity: number;
  /** How many of them may load at a time. */
  startsMax: number;
  starting: () => number;
  onTaken: (lease: Lease) => void;
  /** The user wants it stopped: save, stop, then `release`. The lease is held until then. */
  onStop: (accountId: string) => void;
  /** Its account is deleted, and nobody else can have it: log out, then stop. */
  onDeleted: (accountId: string) => void;
  /** Another worker may have it: stop at once, and save nothing. */
  onLost: (accountId: string) => void;
}

interface Held extends Lease {
  /** When the beat was sent that was answered last. */
  renewedMs: number;
  isStopping: boolean;
}

/** Takes sessions for one worker as they come, and keeps them while it lives. */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #listener: Listener;
  readonly #heldByAccountId = new Map<string, Held>();
  readonly #draining = new AbortController();
  #woken = new AbortController();
  #timers: NodeJS.Timeout[] = [];
  #turns: Promise<void> = Promise.resolve();

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
    this.#listener = new Listener({
      databaseUrl: options.databaseUrl,
      channel: LEASE_CHANNEL,
      log: options.log,
      onPayload: () => this.#hear(),
      onReopened: async () => this.#hear(),
    });
  }

  /** Rejects when the database can't be reached now. */
  async start(): Promise<void> {
    await this.#listener.start();
    this.#timers = [
      setInterval(() => void this.#beat(), BEAT_INTERVAL_MS),
      setInterval(() => this.#fence(), FENCE_INTERVAL_MS),
    ];
    this.#turns = this.#takeTurns();
  }

  /** Takes nothing more, and keeps what it has: the first step of a stop. */
  async drain(): Promise<void> {
    this.#draining.abort();
    await this.#turns;
  }

  /** Gives back what it still holds. */
  async stop(): Promise<void> {
    await this.drain();
    await this.#giveBack([...this.#heldByAccountId.values()]);
    for (const timer of this.#timers) clearInterval(timer);
    await this.#listener.stop();
  }

  /** Gives one back, after its session has ended. Does nothing when it is not held any more. */
  async release(accountId: string): Promise<void> {
    const held = this.#heldByAccountId.get(accountId);
    if (held) await this.#giveBack([held]);
  }

  /** Looks at once whether there is something to take. */
  wake(): void {
    this.#woken.abort();
  }

  /** The epoch by which this worker writes for an account; null: it does not hold it. */
  epochOf(accountId: string): number | null {
    return this.#heldByAccountId.get(accountId)?.epoch ?? null;
  }

  get accountIds(): string[] {
    return [...this.#heldByAccountId.keys()];
  }

  async #takeTurns(): Promise<void> {
    const { signal } = this.#draining;
    while (!signal.aborted) {
      this.#woken = new AbortController();
      const count = await this.#take();
      if (count > 0) await pause(TURN_PAUSE_MS * (1 + Math.random()), signal);
      else await pause(BEAT_INTERVAL_MS, AbortSignal.any([signal, this.#woken.signal]));
    }
  }

  /** Returns how many. */
  async #take(): Promise<number> {
    const { leases, worker, capacity, startsMax, starting, log, onTaken } = this.#options;
    const most = Math.min(capacity - this.#heldByAccountId.size, startsMax - starting());
    if (most <= 0) return 0;
    const sentMs = performance.now();
    try {
      const taken = await inTime(leases.take(worker, most), ANSWER_TIMEOUT_MS);
      this.#fence();
      for (const lease of taken) {
        this.#lose(this.#heldByAccountId.get(lease.accountId));
        this.#heldByAccountId.set(lease.accountId, { ...lease, renewedMs: sentMs, isStopping: false });
        onTaken(lease);
      }
      return taken.length;
    } catch (error) {
      log.warn({ err: error }, 'No sessions could be taken.');
      return 0;
    }
  }

  async #beat(): Promise<void> {
    const { leases, worker, log } = this.#options;
    const asked = [...this.#heldByAccountId.values()];
    if (asked.length === 0) return;
    const sentMs = performance.now();
    try {
      const desiredByAccountId = await inTime(leases.beat(worker.id, asked), ANSWER_TIMEOUT_MS);
      for (const held of asked) this.#renew(held, sentMs, desiredByAccountId.get(held.accountId));
    } catch (error) {
      log.warn({ err: error, count: asked.length }, 'Sessions could not be kept for longer yet.');
    }
  }

  #renew(held: Held, sentMs: number, desired: Fate | undefined): void {
    if (this.#heldByAccountId.get(held.accountId) !== held) return; // Given back meanwhile.
    if (desired === undefined) return this.#lose(held);
    if (desired === 'deleted') return this.#deleted(held);
    held.renewedMs = Math.max(held.renewedMs, sentMs);
    if (desired === 'running' || held.isStopping) return;
    held.isStopping = true;
    this.#options.onStop(held.accountId);
  }

  /** Lets go of what was not renewed for too long, by a clock that nobody sets. */
  #fence(): void {
    const nowMs = performance.now();
    for (const held of this.#heldByAccountId.values()) {
      if (nowMs - held.renewedMs > FENCE_AFTER_MS) this.#lose(held);
    }
  }

  #lose(held: Held | undefined): void {
    if (!held) return;
    this.#heldByAccountId.delete(held.accountId);
    this.#options.log.warn({ accountId: held.accountId, epoch: held.epoch }, 'A session was lost.');
    this.#options.onLost(held.accountId);
  }

  #deleted({ accountId }: Held): void {
    this.#heldByAccountId.delete(accountId);
    this.#options.log.info({ accountId }, 'The account of a session was deleted.');
    this.#options.onDeleted(accountId);
  }

  async #giveBack(held: readonly Held[]): Promise<void> {
    const { leases, worker, log } = this.#options;
    for (const { accountId } of held) this.#heldByAccountId.delete(accountId);
    if (held.length === 0) return;
    try {
      await inTime(leases.release(worker.id, held), ANSWER_TIMEOUT_MS);
    } catch (error) {
      log.warn({ err: error, count: held.length }, 'Sessions were not given back; their leases end.');
    }
  }

  #hear(): void {
    this.wake();
    void this.#beat();
  }
}
