import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { ProblemError } from '../../shared/problem.ts';
import {
  LIVE_SILENCE_MAX_MS,
  LIVE_SWEEP_INTERVAL_MS,
  liveRequest,
  PROTOCOL_VERSION,
  PROTOCOL_VERSION_MIN,
  PROTOCOL_VERSION_NEWS,
  type LiveEvent,
  type LiveRequest,
  type Poke,
  type PullResponse,
} from '../../shared/sync/protocol.ts';
import { sessionNews } from '../../shared/whatsapp/inbox.ts';
import type { Log } from '../log.ts';
import type { News } from './news.ts';
import { pull } from './pull.ts';
import { Listener } from '../db/listener.ts';
import { findSessions, redeemTicket, type TicketHolder } from './tickets.ts';

const CHANNEL = 'nexis_sync';
// A database that is away for longer ends the listeners' connections too, and all are poked when these are back.
const ANNOUNCE_ATTEMPTS_MAX = 5;
const ANNOUNCE_RETRY_MS = 500;
/** Who has not read more than this gets no page on top. */
const UNREAD_BYTES_MAX = 64 * 1024;

/** How `ws` serves live sockets. A line that is dead says no goodbye: it is not waited for long. */
export const LIVE_SOCKETS = { noServer: true, maxPayload: 4096, closeTimeout: 2000 };

/** What the hub needs of a socket. */
export interface LiveSocket {
  send: (text: string) => void;
  close: (code: number, reason: string) => void;
  /** The socket of `ws`. */
  readonly raw?: unknown;
}

interface LiveHubOptions {
  pool: pg.Pool;
  databaseUrl: string;
  log: Log;
  rowsPerPull?: number;
  /** A clock that never goes back. */
  nowMs?: () => number;
}

interface Connection {
  socket: LiveSocket;
  /** Null until its ticket is redeemed. */
  holder: TicketHolder | null;
  /** Of the client. */
  protocol: number;
  lastHeardMs: number;
  isPulling: boolean;
  /** Where the pages that it was given end; null where more follow, or none was given. */
  cursor: string | null;
}

/** Tells every connected client of a user that there is something new, whichever server wrote it. [L4] */
export class LiveHub {
  readonly #pool: pg.Pool;
  readonly #log: Log;
  readonly #rowsPerPull: number | undefined;
  readonly #nowMs: () => number;
  readonly #connections = new Map<LiveSocket, Connection>();
  readonly #socketsByUserId = new Map<string, Set<LiveSocket>>();
  readonly #sweep: NodeJS.Timeout;
  readonly #listener: Listener;
  /** Tells what this server announced from what others did. */
  readonly #id = randomUUID();
  #unsent: string[] = [];

  constructor(options: LiveHubOptions) {
    const { pool, databaseUrl, log } = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#rowsPerPull = options.rowsPerPull;
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
    const lastHeardMs = this.#nowMs();
    this.#connections.set(socket, {
      socket,
      holder: null,
      protocol: 0,
      lastHeardMs,
      isPulling: false,
      cursor: null,
    });
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
      if (isSignedOut(error)) return socket.close(4401, 'Come with a new ticket.');
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
    if (request.data.type === 'ping') {
      // Who has something to read hears by it that the line is alive.
      if (unreadBytes(socket) === 0) send(socket, { type: 'pong' });
      return;
    }
    if (request.data.type === 'pull') return this.#pull(connection, request.data);
    return this.#greet(connection, request.data);
  }

  async #greet(
    connection: Connection,
    { ticket, protocol }: Extract<LiveRequest, { type: 'hello' }>,
  ): Promise<void> {
    const { socket } = connection;
    if (connection.holder !== null) return socket.close(1008, 'hello comes once.');
    const holder = await redeemTicket(this.#pool, ticket);
    if (holder === null) return socket.close(4401, 'The ticket is not valid any more.');
    if (!this.#connections.has(socket)) return;
    Object.assign(connection, { holder, protocol });
    const { userId } = holder;
    const sockets = this.#socketsByUserId.get(userId) ?? new Set();
    this.#socketsByUserId.set(userId, sockets.add(socket));
    // After the subscription, so that nothing is committed unheard between the two.
    const [head] = await this.#readHeads([userId]);
    send(socket, { type: 'ready', revision: head?.revision ?? 0, protocol: PROTOCOL_VERSION });
  }

  /** Answers with a page or closes; then the client's next request is told why. */
  async #pull(connection: Connection, { id, cursor }: Extract<LiveRequest, { type: 'pull' }>): Promise<void> {
    const { socket, holder, protocol, isPulling } = connection;
    const isInTurn = holder !== null && !isPulling && unreadBytes(socket) <= UNREAD_BYTES_MAX;
    if (!isInTurn || protocol < PROTOCOL_VERSION_MIN)
      return socket.close(1008, 'One pull at a time, after hello, and what came is read first.');
    connection.isPulling = true;
    const page = await pull(this.#pool, holder.userId, cursor, this.#rowsPerPull, holder.sessionId);
    connection.isPulling = false;
    connection.cursor = endOf(page);
    send(socket, { type: 'page', id, page });
  }

  /** [L7] The other sessions of the user whose sockets can take what a push makes. */
  listeners(userId: string, sessionId: string): string[] {
    const connections = [...(this.#socketsByUserId.get(userId) ?? [])].map((socket) =>
      this.#connections.get(socket),
    );
    return connections.flatMap((each) => {
      const listener = each?.holder?.sessionId;
      return each && listener !== undefined && listener !== sessionId && isUpToDate(each) ? [listener] : [];
    });
  }

  /** Tells the user's sockets what is new, and every other server that there is something; after the commit, and all of one turn in one statement. */
  announce(userId: string, revision: number, news: News | null = null): void {
    this.#poke(userId, revision, news);
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
        if (holder && !found.has(holder.sessionId)) socket.close(4401, 'Come with a new ticket.');
      }
    } catch (error) {
      this.#log.debug({ err: error }, 'The sessions of live sockets are asked for at the next sweep.');
    }
  }

  #hear(payload: string): void {
    if (payload.endsWith('}')) return this.#tellNews(payload);
    const [userId = '', revision, announcer] = payload.split(' ');
    if (announcer !== this.#id) this.#poke(userId, Number(revision));
  }

  #poke(userId: string, revision: number, news: News | null = null): void {
    for (const socket of this.#socketsByUserId.get(userId) ?? []) {
      const connection = this.#connections.get(socket);
      const ahead = connection && news ? takeNews(connection, news) : undefined;
      send(socket, { type: 'poke', revision, ...(ahead && { ahead }) });
    }
  }

  /** [L8] `<userId> <JSON>`, of a worker. */
  #tellNews(payload: string): void {
    const [userId = ''] = payload.split(' ', 1);
    const news = sessionNews.safeParse(parseJson(payload.slice(userId.length + 1))).data;
    if (!news) return;
    for (const socket of this.#socketsByUserId.get(userId) ?? []) {
      const protocol = this.#connections.get(socket)?.protocol ?? 0;
      if (protocol >= PROTOCOL_VERSION_NEWS) send(socket, { type: 'news', news });
    }
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

/** It has what it asked for, and reads what it gets. */
function isUpToDate({ cursor, isPulling, socket }: Connection): boolean {
  return cursor !== null && !isPulling && unreadBytes(socket) <= UNREAD_BYTES_MAX;
}

/** [L7] What is new, when it begins where the socket is. */
function takeNews(connection: Connection, { after, page, sessionIds }: News): Poke['ahead'] {
  const isHere = connection.cursor === after && isUpToDate(connection);
  if (!isHere || !sessionIds.has(connection.holder?.sessionId ?? '')) return undefined;
  connection.cursor = page.cursor;
  return { after, page };
}

const endOf = ({ cursor, hasMore }: PullResponse): string | null => (hasMore ? null : cursor);

const isSignedOut = (error: unknown) => error instanceof ProblemError && error.code === 'unauthorized';

function unreadBytes({ raw }: LiveSocket): number {
  return (raw as { bufferedAmount: number } | undefined)?.bufferedAmount ?? 0; // Safe: both kinds of WebSocket have it.
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
