import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type * as z from 'zod';
import {
  LIVE_SILENCE_MAX_MS,
  LIVE_SWEEP_INTERVAL_MS,
  liveRequest,
  type liveEvent,
} from '../../shared/sync/protocol.ts';
import type { Log } from '../log.ts';
import { Listener } from './listener.ts';
import { findSessions, redeemTicket, type TicketHolder } from './tickets.ts';

const CHANNEL = 'nexis_sync';
// A database that is away for longer ends the listeners' connections too, and all are poked when these are back.
const ANNOUNCE_ATTEMPTS_MAX = 5;
const ANNOUNCE_RETRY_MS = 500;

/** How `ws` serves live sockets. A line that is dead says no goodbye: it is not waited for long. */
export const LIVE_SOCKETS = { noServer: true, maxPayload: 4096, closeTimeout: 2000 };

type LiveEvent = z.infer<typeof liveEvent>;

/** What the hub needs of a socket. */
export interface LiveSocket {
  send: (text: string) => void;
  close: (code: number, reason: string) => void;
}

interface LiveHubOptions {
  pool: pg.Pool;
  databaseUrl: string;
  log: Log;
  /** A clock that never goes back. */
  nowMs?: () => number;
}

interface Connection {
  socket: LiveSocket;
  /** Null until its ticket is redeemed. */
  holder: TicketHolder | null;
  lastHeardMs: number;
}

/** Tells every connected client of a user that there is something new, whichever server wrote it. [L4] */
export class LiveHub {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #connections = new Map<LiveSocket, Connection>();
  readonly #socketsByUserId = new Map<string, Set<LiveSocket>>();
  readonly #sweep: NodeJS.Timeout;
  readonly #listener: Listener;
  /** Tells what this server announced from what others did. */
  readonly #id = randomUUID();
  #unsent: string[] = [];

  constructor({ pool, databaseUrl, log, nowMs = () => performance.now() }: LiveHubOptions) {
    this.#nowMs = nowMs;
    this.#pool = pool;
    this.#log = log;
    this.#listener = new Listener({
      databaseUrl,
      channel: CHANNEL,
      log,
      onPayload: (payload) => this.#hear(payload),
      onReopened: () => this.#pokeEverybody(),
    });
    this.#sweep = setInterval(() => {
      this.dropSilent();
      void this.#dropSignedOut();
    }, LIVE_SWEEP_INTERVAL_MS);
    this.#sweep.unref();
  }

  /** Resolves when pokes of other servers are heard; a lost connection is opened again. */
  start(): Promise<void> {
    return this.#listener.start();
  }

  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    for (const socket of this.#connections.keys()) socket.close(1001, 'The server stops.');
    await this.#listener.stop();
  }

  opened(socket: LiveSocket): void {
    this.#connections.set(socket, { socket, holder: null, lastHeardMs: this.#nowMs() });
  }

  closed(socket: LiveSocket): void {
    const userId = this.#connections.get(socket)?.holder?.userId;
    this.#connections.delete(socket);
    if (userId === undefined) return;
    const sockets = this.#socketsByUserId.get(userId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.#socketsByUserId.delete(userId);
  }

  /** Never rejects: a socket that can't be served is closed, and its client comes again. */
  async received(socket: LiveSocket, text: string): Promise<void> {
    try {
      await this.#take(socket, text);
    } catch (error) {
      this.#log.warn({ err: error }, 'A live socket could not be served.');
      socket.close(1011, 'The server has trouble.');
    }
  }

  async #take(socket: LiveSocket, text: string): Promise<void> {
    const connection = this.#connections.get(socket);
    const request = liveRequest.safeParse(parseJson(text));
    if (!connection || !request.success)
      return socket.close(1008, 'This message is not one of the protocol.');
    connection.lastHeardMs = this.#nowMs();
    if (request.data.type === 'ping') return send(socket, { type: 'pong' });
    if (connection.holder !== null) return socket.close(1008, 'hello comes once.');
    const holder = await redeemTicket(this.#pool, request.data.ticket);
    if (holder === null) return socket.close(4401, 'The ticket is not valid any more.');
    if (!this.#connections.has(socket)) return;
    connection.holder = holder;
    const { userId } = holder;
    const sockets = this.#socketsByUserId.get(userId) ?? new Set();
    this.#socketsByUserId.set(userId, sockets.add(socket));
    // After the subscription, so that nothing is committed unheard between the two.
    const [head] = await this.#readHeads([userId]);
    send(socket, { type: 'ready', revision: head?.revision ?? 0 });
  }

  /** Tells the user's sockets that there is something new, and every other server; after the commit, and all of one turn in one statement. */
  announce(userId: string, revision: number): void {
    this.#poke(userId, revision);
    this.#unsent.push(`${userId} ${revision} ${this.#id}`);
    if (this.#unsent.length > 1) return;
    setImmediate(() => {
      const payloads = this.#unsent;
      this.#unsent = [];
      void this.#notify(payloads);
    });
  }

  async #notify(payloads: string[]): Promise<void> {
    for (let attempt = 1; attempt <= ANNOUNCE_ATTEMPTS_MAX; attempt += 1) {
      try {
        await this.#pool.query({
          name: 'announce',
          text: `select pg_notify('${CHANNEL}', payload) from unnest($1::text[]) as payload`,
          values: [payloads],
        });
        return;
      } catch (error) {
        this.#log.warn({ err: error, attempt }, 'A poke was not sent.');
        await sleep(ANNOUNCE_RETRY_MS, undefined, { ref: false });
      }
    }
  }

  /** Closes the sockets that said nothing for too long. */
  dropSilent(): void {
    const nowMs = this.#nowMs();
    for (const { socket, lastHeardMs } of this.#connections.values()) {
      if (nowMs - lastHeardMs > LIVE_SILENCE_MAX_MS) socket.close(4408, 'No ping for too long.');
    }
  }

  // Whichever server ended the session.
  async #dropSignedOut(): Promise<void> {
    const connections = [...this.#connections.values()].filter(({ holder }) => holder !== null);
    if (connections.length === 0) return;
    try {
      const sessionIds = connections.flatMap(({ holder }) => holder?.sessionId ?? []);
      const found = await findSessions(this.#pool, sessionIds);
      for (const { socket, holder } of connections) {
        if (holder && !found.has(holder.sessionId)) socket.close(4401, 'The session has ended.');
      }
    } catch (error) {
      this.#log.debug({ err: error }, 'The sessions of live sockets are asked for at the next sweep.');
    }
  }

  #hear(payload: string): void {
    const [userId = '', revision, announcer] = payload.split(' ');
    if (announcer !== this.#id) this.#poke(userId, Number(revision));
  }

  #poke(userId: string, revision: number): void {
    for (const socket of this.#socketsByUserId.get(userId) ?? []) send(socket, { type: 'poke', revision });
  }

  async #pokeEverybody(): Promise<void> {
    for (const { userId, revision } of await this.#readHeads([...this.#socketsByUserId.keys()])) {
      this.#poke(userId, revision);
    }
  }

  async #readHeads(userIds: string[]): Promise<{ userId: string; revision: number }[]> {
    const { rows } = await this.#pool.query<{ userId: string; revision: string | null }>({
      name: 'heads',
      text: 'select id as "userId", sync_head(id) as revision from unnest($1::text[]) as id',
      values: [userIds],
    });
    return rows.map(({ userId, revision }) => ({ userId, revision: Number(revision ?? 0) }));
  }
}

function send(socket: LiveSocket, event: LiveEvent): void {
  try {
    socket.send(JSON.stringify(event));
  } catch {
    // It is closing; its client comes again and is told what it missed.
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The schema refuses it.
  }
}
