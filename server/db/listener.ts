import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { APP_CONNECTION } from './pool.ts';
import type { Log } from '../log.ts';

const REOPEN_DELAY_MS = 500;
// A connection whose other end is gone without a word looks like one on which nothing happens.
const PROBE_INTERVAL_MS = 5000;
const PROBE_TIMEOUT_MS = 5000;

interface ListenerOptions {
  databaseUrl: string;
  channel: string;
  log: Log;
  onPayload: (payload: string) => void;
  /** PostgreSQL does not repeat what was sent while nobody listened. Asked again when it rejects. */
  onReopened: () => Promise<void>;
  probeIntervalMs?: number;
  probeTimeoutMs?: number;
}

interface Connection {
  client: pg.Client;
  /** Aborted when it is closed, by either end. */
  closed: AbortSignal;
}

/** One connection that hears what is notified on a channel; it is opened again when it is lost or does not answer. */
export class Listener {
  readonly #options: ListenerOptions;
  readonly #probeIntervalMs: number;
  readonly #probeTimeoutMs: number;
  readonly #stopped = new AbortController();
  #kept: Promise<void> = Promise.resolve();

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#probeIntervalMs = options.probeIntervalMs ?? PROBE_INTERVAL_MS;
    this.#probeTimeoutMs = options.probeTimeoutMs ?? PROBE_TIMEOUT_MS;
  }

  /** Resolves when it hears. Rejects when the database can't be reached now. */
  async start(): Promise<void> {
    this.#kept = this.#keep(await this.#open());
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#kept;
  }

  async #open(): Promise<Connection> {
    const { databaseUrl, channel, log, onPayload } = this.#options;
    const client = new pg.Client({
      ...APP_CONNECTION,
      application_name: 'nexischat listener',
      connectionString: databaseUrl,
      query_timeout: this.#probeTimeoutMs,
    });
    const closed = new AbortController();
    client.on('end', () => closed.abort());
    client.on('notification', ({ payload = '' }) => onPayload(payload));
    client.on('error', (error) => {
      if (!this.#stopped.signal.aborted) log.warn({ err: error }, 'A listening connection was lost.');
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch (error) {
      discard(client);
      throw error;
    }
    return { client, closed: closed.signal };
  }

  async #keep(first: Connection): Promise<void> {
    for (let connection: Connection | null = first; connection; connection = await this.#reopen()) {
      await this.#untilLost(connection);
    }
  }

  async #untilLost({ client, closed }: Connection): Promise<void> {
    const signal = AbortSignal.any([closed, this.#stopped.signal]);
    signal.addEventListener('abort', () => discard(client));
    try {
      for (;;) {
        await sleep(this.#probeIntervalMs, undefined, { signal, ref: false });
        await client.query('select 1');
      }
    } catch {
      discard(client); // Lost, silent or stopped; its error was logged where it is one.
    }
  }

  async #reopen(): Promise<Connection | null> {
    const { signal } = this.#stopped;
    const { log, onReopened } = this.#options;
    while (!signal.aborted) {
      try {
        await sleep(REOPEN_DELAY_MS, undefined, { signal, ref: false });
        const connection = await this.#open();
        await onReopened().catch((error: unknown) => {
          discard(connection.client);
          throw error;
        });
        return connection;
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, 'A listening connection is not back yet.');
      }
    }
    return null;
  }
}

// Not `end`, which waits for the other end.
function discard(client: pg.Client): void {
  client.connection.stream.destroy();
}
