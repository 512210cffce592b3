import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopServer, untilExit } from './postgres-process.ts';

// The children of a postmaster that was killed hold its shared memory a moment longer.
const RETRY_DELAY_MS = { first: 100, longest: 2000 };

/** What happened to a server that nobody stopped. */
export type ServerEvent =
  | { type: 'lost'; code: number | null; signal: string | null }
  | { type: 'still_down'; attempt: number; retryDelayMs: number }
  | { type: 'back'; durationMs: number };

interface KeptServerOptions {
  server: ChildProcess;
  /** Starts another one; null when it did not come up or the signal was aborted. */
  start: (signal: AbortSignal) => Promise<ChildProcess | null>;
  onEvent: (event: ServerEvent) => void;
}

/** A running server that is started again whenever it ends, until it is stopped. */
export class KeptServer {
  readonly #start: KeptServerOptions['start'];
  readonly #onEvent: KeptServerOptions['onEvent'];
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #server: ChildProcess;

  constructor({ server, start, onEvent }: KeptServerOptions) {
    this.#server = server;
    this.#start = start;
    this.#onEvent = onEvent;
    this.#ended = this.#keep();
  }

  get pid(): number {
    return this.#server.pid ?? 0;
  }

  /** Resolves when the server has ended, a start that is under way included. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#ended;
  }

  // The only place that starts or stops a process, so that no stop can pass a start.
  async #keep(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await untilExit(this.#server, signal);
      if (!signal.aborted) await this.#bringBack(signal);
    }
    await stopServer(this.#server);
  }

  async #bringBack(signal: AbortSignal): Promise<void> {
    const lostAt = performance.now();
    const { exitCode: code, signalCode } = this.#server;
    this.#onEvent({ type: 'lost', code, signal: signalCode });
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const server = await this.#start(signal).catch(() => null);
      if (server) {
        this.#server = server;
        this.#onEvent({ type: 'back', durationMs: Math.round(performance.now() - lostAt) });
        return;
      }
      if (signal.aborted) return;
      const retryDelayMs = Math.min(RETRY_DELAY_MS.longest, RETRY_DELAY_MS.first * 2 ** (attempt - 1));
      this.#onEvent({ type: 'still_down', attempt, retryDelayMs });
      await sleep(retryDelayMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
