import type { Session } from '../../extension/api.ts';
import type { FromScreen, ToScreen } from '../../extension/replica/messaging.ts';
import type { Edit } from '../../extension/replica/replica.ts';
import {
  LIVE_CLIENT_NOTICES_MS,
  pushRequest,
  ticketResponse,
  type Mutation,
  type Poke,
} from '../../shared/sync/protocol.ts';
import { pull } from '../../server/sync/pull.ts';
import { redeemTicket } from '../../server/sync/tickets.ts';
import type { TestApp, TestUser } from '../../server/testing/app.ts';
import { ProblemError } from '../../shared/problem.ts';
import { clock } from './clock.ts';
import { Installation } from './installation.ts';
import { settled } from './life.ts';
import { Model } from './model.ts';
import { noteHappened } from './happened.ts';
import { authorizationOf, network, type Answer, type Sent, type Socket } from './network.ts';
import type { Random } from './random.ts';

/** A device that can reach the server has converged after so long. */
const STALL_STEPS_MAX = 5000;
const STALL_MS_MAX = LIVE_CLIENT_NOTICES_MS + 5000;

/** So that most pulls have several pages. */
export const ROWS_PER_PULL = 4;

/** [L7] To a user, with what was read ahead for each socket as it was sent. */
interface SentPoke {
  readonly userId: string;
  readonly aheadBySocket: ReadonlyMap<Socket, NonNullable<Poke['ahead']>>;
}

/** Everything of one schedule: the server, the users with their models, the devices, what has been promised. */
export class World {
  readonly app: TestApp;
  /** Two of the installations began as one. */
  hasCopy = false;
  readonly random: Random;
  readonly users: readonly TestUser[];
  readonly #models: ReadonlyMap<string, Model>;
  readonly installations: readonly Installation[];
  /** Mutations that the server has taken. */
  readonly arrivedIds = new Set<string>();
  /** What screens handed over. */
  readonly made = new Map<string, Edit>();
  /** Mutations that a background has said to be durable. */
  readonly acknowledgedIds = new Set<string>();
  /** What sockets have not been poked of yet. */
  pokes: SentPoke[] = [];
  readonly #userIdByToken = new Map<string, string>();
  readonly #lastSequenceByClient = new Map<string, number>();

  constructor(app: TestApp, random: Random, users: readonly TestUser[]) {
    this.app = app;
    this.random = random;
    this.users = users;
    this.#models = new Map(users.map(({ id }) => [id, new Model()]));
    this.installations = [0, 1, 2].map(() => new Installation(random, (message) => this.#note(message)));
    network.isCut = (life) => this.installations.some((each) => each.isCut && each.life === life);
  }

  #note(message: ToScreen | FromScreen): void {
    if (message.type === 'mutate') {
      for (const edit of message.edits) this.made.set(edit.mutationId, edit);
    }
    if (message.type !== 'mutated' || !message.result.ok) return;
    for (const id of message.mutationIds) this.acknowledgedIds.add(id);
  }

  /** What the rows of a user must be. */
  modelOf(userId: string): Model {
    const model = this.#models.get(userId);
    if (!model) throw new Error('nobody knows this user');
    return model;
  }

  /** A new sign-in of the user. */
  async session(user: TestUser): Promise<Session> {
    const token = await this.app.openSession(user.id);
    this.#userIdByToken.set(token, user.id);
    return { token, user: { id: user.id, email: user.email, name: 'Ada' } };
  }

  /** The server takes a request; its answer is on its way then. */
  async serve(request: Sent): Promise<Answer> {
    const { path, init, live } = request;
    if (live) return this.#serveLive(request, live);
    const { signal: _, ...rest } = init;
    const response = await this.app.app.request(path, rest);
    const text = await response.text();
    const userId = this.#userIdByToken.get(authorizationOf(init).slice('Bearer '.length));
    if (userId && response.ok) await this.#learn(userId, path, init.body as string, text);
    return { request, status: response.status, headers: response.headers, text };
  }

  /** As the hub does for one socket. */
  async #serveLive(
    request: Sent,
    { socket, holder, pull: { id, cursor } }: NonNullable<Sent['live']>,
  ): Promise<Answer> {
    const answer = (status: number, text: string) => ({ request, status, headers: new Headers(), text });
    try {
      const { userId, sessionId } = holder;
      const page = await pull(this.app.database.pool, userId, cursor, ROWS_PER_PULL, sessionId);
      socket.cursor = page.hasMore ? null : page.cursor;
      return answer(200, JSON.stringify({ type: 'page', id, page }));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return answer(401, '');
    }
  }

  async #learn(userId: string, path: string, body: string, text: string): Promise<void> {
    if (path === '/api/sync/ticket') {
      const { ticket } = ticketResponse.parse(JSON.parse(text));
      const holder = await redeemTicket(this.app.database.pool, ticket);
      if (holder) network.holderByTicket.set(ticket, holder);
    }
    if (path !== '/api/sync/push') return;
    this.pokes.push({ userId, aheadBySocket: await this.#readAhead(userId) });
    const { clientId, mutations } = pushRequest.parse(JSON.parse(body));
    for (const mutation of mutations as unknown as Mutation[]) {
      if (mutation.sequence <= (this.#lastSequenceByClient.get(clientId) ?? 0)) continue;
      this.#lastSequenceByClient.set(clientId, mutation.sequence);
      if (this.arrivedIds.has(mutation.mutationId)) throw new Error('an edit was sent under two numbers');
      this.arrivedIds.add(mutation.mutationId);
      this.modelOf(userId).take(mutation);
    }
  }

  /** As the hub does, and for who has pushed too, as the hub of another server would. */
  async #readAhead(userId: string): Promise<SentPoke['aheadBySocket']> {
    const aheadBySocket = new Map<Socket, NonNullable<Poke['ahead']>>();
    for (const socket of network.sockets) {
      const { holder, cursor: after } = socket;
      if (holder?.userId !== userId || after === null || socket.isDead) continue;
      const page = await pull(this.app.database.pool, userId, after, ROWS_PER_PULL);
      if (!page.reset && page.changes.length === 0) continue;
      socket.cursor = page.hasMore ? null : page.cursor;
      aheadBySocket.set(socket, { after, page });
    }
    return aheadBySocket;
  }

  give(answer: Answer): void {
    const { request } = answer;
    if (!request.life.isOver) request.life.run(() => request.answer(answer));
  }

  fail(request: Sent): void {
    if (!request.life.isOver) request.life.run(() => request.fail());
  }

  poke({ userId, aheadBySocket }: SentPoke): void {
    for (const socket of network.sockets) {
      if (socket.holder?.userId !== userId) continue;
      const ahead = aheadBySocket.get(socket);
      if (ahead) noteHappened('a poke brings a page');
      socket.hear({ type: 'poke', revision: 0, ...(ahead && { ahead }) });
    }
  }

  /** Takes every fault away and waits until nothing is left to do. Throws when a device stalls. */
  async heal(): Promise<void> {
    for (const installation of this.installations) {
      installation.isCut = false;
      installation.doom.at = null;
      installation.doom.refusals = 0;
      installation.ring();
    }
    const untilMs = clock.nowMs + STALL_MS_MAX;
    for (let step = 0; step < STALL_STEPS_MAX; step += 1) {
      await settled();
      if (await this.moveOn()) continue;
      if (this.installations.every((each) => this.#isQuiet(each))) return;
      if (!clock.advance(untilMs)) break;
    }
    const states = this.installations.map((each) => {
      const { sync, user } = each.wake().background.device;
      return { user, sync, screens: [...each.screens].map((screen) => screen.isConnected()) };
    });
    throw new Error(`A device stalls: ${JSON.stringify(states)}`);
  }

  /** What is on its way moves one step; false when nothing is. */
  async moveOn(): Promise<boolean> {
    const request = network.requests.shift() ?? network.late.shift();
    const answer = request ? await this.serve(request) : network.answers.shift();
    const closed = [...network.sockets].filter(({ readyState }) => readyState === 0);
    for (const socket of closed) socket.open();
    const poke = this.pokes.shift();
    if (poke) this.poke(poke);
    if (answer) this.give(answer);
    return answer !== undefined || poke !== undefined || closed.length > 0;
  }

  #isQuiet(installation: Installation): boolean {
    const { life, background } = installation.wake();
    const { sync, user } = background.device;
    const isHeard = [...network.sockets].some((socket) => socket.life === life && socket.isHeard);
    const isIdle =
      user === null ||
      sync?.phase === 'ended' ||
      (sync?.phase === 'up_to_date' && sync.waiting === 0 && isHeard);
    return isIdle && [...installation.screens].every((screen) => screen.isConnected());
  }
}
