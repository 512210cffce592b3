import { isKilled, type KillEntry } from '../../shared/kill-list.ts';
import { killListStore } from './device-store.ts';

const REFRESH_MS = 3_600_000;
/** A list that could not be renewed for so long no longer holds. */
const STALE_MS = 30 * 86_400_000;

/** Features that the server has switched off, as data. What was last heard holds while the server is away. */
export class KillList {
  readonly #version: string;
  readonly #fetchList: () => Promise<readonly KillEntry[]>;
  readonly #onChange: () => void;
  /** Undefined until the device's copy was read. */
  #entries: readonly KillEntry[] | undefined;
  #fetchedAt = 0;
  readonly #restored: Promise<void>;
  #refreshing: Promise<void> | null = null;

  constructor(version: string, fetchList: () => Promise<readonly KillEntry[]>, onChange: () => void) {
    this.#version = version;
    this.#fetchList = fetchList;
    this.#onChange = onChange;
    this.#restored = killListStore
      .get()
      .catch(() => undefined) // The device's database does not open: nothing is known.
      .then((kept) => {
        const isFresh = kept !== undefined && isWithin(kept.fetchedAt, STALE_MS);
        this.#take(isFresh ? kept.entries : [], isFresh ? kept.fetchedAt : 0);
      });
    void this.refresh();
  }

  /** The names of the features that are off in this version; undefined until the device's copy was read. */
  get killed(): readonly string[] | undefined {
    const entries = this.#entries;
    const names = new Set(entries?.map(({ feature }) => feature));
    return entries && [...names].filter((name) => isKilled(entries, name, this.#version));
  }

  /** Asks the server, at most once an hour. Never rejects. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#fetch().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #fetch(): Promise<void> {
    await this.#restored;
    if (isWithin(this.#fetchedAt, REFRESH_MS)) return;
    try {
      const entries = await this.#fetchList();
      this.#take(entries, Date.now());
      await killListStore.set({ entries, fetchedAt: this.#fetchedAt });
    } catch {
      // Tried again with the next alarm.
    }
  }

  #take(entries: readonly KillEntry[], fetchedAt: number): void {
    this.#entries = entries;
    this.#fetchedAt = fetchedAt;
    this.#onChange();
  }
}

/** A time that is still to come was noted by a clock that was wrong. */
function isWithin(since: number, ms: number): boolean {
  const age = Date.now() - since;
  return age >= 0 && age < ms;
}
