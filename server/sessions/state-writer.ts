import { formatSessionStatus, type SessionState } from '../../shared/whatsapp/session.ts';
import type { Log } from '../log.ts';
import { pause } from './in-time.ts';
import type { Lease, Leases } from './leases.ts';

const RETRY_MS = 1000;

/** Writes how a session is where its user's devices see it: the newest state, until it is written or another worker has the account. */
export class StateWriter {
  readonly #lease: Lease;
  readonly #leases: Leases;
  readonly #log: Log;
  readonly #stopped = new AbortController();
  #unwritten: SessionState | null = null;
  #written = '';
  #writing: Promise<void> | null = null;

  constructor(lease: Lease, leases: Leases, log: Log) {
    this.#lease = lease;
    this.#leases = leases;
    this.#log = log;
  }

  /** Resolves when the newest is written, or can't be any more. */
  get settled(): Promise<void> {
    return this.#writing ?? Promise.resolve();
  }

  write(state: SessionState): void {
    this.#unwritten = state;
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
  }

  /** Nothing is written any more. */
  stop(): void {
    this.#stopped.abort();
  }

  async #write(): Promise<void> {
    const { accountId } = this.#lease;
    for (;;) {
      const state = this.#unwritten;
      if (state === null || this.#stopped.signal.aborted) return;
      const status = formatSessionStatus(state);
      try {
        if (status !== this.#written && !(await this.#leases.say(this.#lease, state))) return;
        this.#written = status;
        if (this.#unwritten === state) this.#unwritten = null;
      } catch (error) {
        this.#log.warn({ err: error, accountId }, 'A state is not shown yet.');
        await pause(RETRY_MS, this.#stopped.signal);
      }
    }
  }
}
