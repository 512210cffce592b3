import type { Log } from '../log.ts';
import { memoryOfAll } from './client/process-tree.ts';
import type { Lease, Leases } from './leases.ts';
import type { RunningSession } from './running-session.ts';

const TICK_MS = 60_000;
/** Channels raise no event when they are followed or left. */
const CHANNELS_INTERVAL_MS = 15 * 60_000;
const CHANNELS_AFTER_MS = 5000;
/** Browsers grow over days. */
const RECYCLE_AFTER_MS = 24 * 60 * 60_000;
const RECYCLE_BYTES = 1.5 * 1024 ** 3;
const UNUSED_MS = 2 * 60_000;

/** A session, and when the API asked for it last, by performance.now(). */
export interface Kept {
  readonly lease: Lease;
  readonly session: RunningSession;
  usedMs: number;
}

/** Other times than the usual ones. */
export interface UpkeepTimes {
  tickMs?: number;
  recycleAfterMs?: number;
  unusedMs?: number;
}

interface UpkeepOptions extends UpkeepTimes {
  leases: Leases;
  log: Log;
  kept: () => readonly Kept[];
}

/** What sessions need from time to time while they run: their channels are looked at, and old browsers are replaced, one after the other. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #channelsSeenMs = new WeakMap<RunningSession, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), this.#options.tickMs ?? TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Of a session that is connected since just now: it is busy. */
  connected(kept: Kept): void {
    setTimeout(() => void this.#keepChannels(kept), CHANNELS_AFTER_MS).unref();
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const kept of this.#options.kept()) {
      const seenMs = this.#channelsSeenMs.get(kept.session) ?? nowMs;
      if (nowMs - seenMs > CHANNELS_INTERVAL_MS) void this.#keepChannels(kept);
    }
    this.#recycleOne(nowMs);
  }

  /** Never rejects: the next look brings them. */
  async #keepChannels({ lease, session }: Kept): Promise<void> {
    const { client } = session;
    if (!client || session.state.status !== 'connected') return;
    this.#channelsSeenMs.set(session, performance.now());
    try {
      await this.#options.leases.keepChannels(lease, await client.channels());
    } catch (error) {
      this.#options.log.debug({ accountId: lease.accountId, err: error }, 'Channels were not read.');
    }
  }

  #recycleOne(nowMs: number): void {
    const kept = this.#options.kept();
    if (kept.some(({ session }) => session.state.status === 'starting')) return;
    const bytesByFolder = memoryOfAll(kept.map(({ session }) => session.folder));
    const due = kept.find((each) => this.#isDue(each, nowMs, bytesByFolder.get(each.session.folder) ?? 0));
    if (due) void this.#recycle(due);
  }

  /** Not while its login can't be saved: it would go on with an older one. Never rejects. */
  async #recycle({ lease, session }: Kept): Promise<void> {
    const { log } = this.#options;
    try {
      await session.client?.save();
    } catch {
      return; // It was told; the next tick tries again.
    }
    log.info({ accountId: lease.accountId }, 'A browser that ran for long is replaced.');
    await session.happen({ type: 'recycle' });
  }

  #isDue({ session, usedMs }: Kept, nowMs: number, bytes: number): boolean {
    const { client, openedMs, state } = session;
    if (!client || state.status !== 'connected' || nowMs - usedMs < (this.#options.unusedMs ?? UNUSED_MS))
      return false;
    const isOld = nowMs - openedMs > (this.#options.recycleAfterMs ?? RECYCLE_AFTER_MS);
    return isOld || bytes > RECYCLE_BYTES;
  }
}
