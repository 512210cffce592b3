import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import type { Browser } from 'wxt/browser';
import { api, type Session } from '../../extension/api.ts';
import { Background } from '../../extension/replica/background.ts';
import { connectReplica, type ReplicaClient } from '../../extension/replica/client.ts';
import type { FromScreen, ToScreen } from '../../extension/replica/messaging.ts';
import type { Edit } from '../../extension/replica/replica.ts';
import { pushRequest, ticketResponse, type Mutation } from '../../shared/sync/protocol.ts';
import type { TestApp, TestUser } from '../../server/testing/app.ts';
import { clock } from './clock.ts';
import { Life, settled, type Doom } from './life.ts';
import { Model } from './model.ts';
import { network, type Answer, type Request } from './network.ts';
import type { Random } from './random.ts';

/** A device that can reach the server has converged after so long. */
const STALL_STEPS_MAX = 5000;
const STALL_MS_MAX = 5000;

/** One person's tab or panel: what they see, and what they do. */
export interface Screen {
  readonly life: Life;
  readonly client: ReplicaClient;
  readonly isConnected: () => boolean;
  readonly close: () => void;
}

/** One browser profile: its disk, the background that runs there while it is awake, its screens. */
export class Installation {
  readonly #world: World;
  disk = new IDBFactory();
  isCut = false;
  readonly doom: Doom = { at: null };
  /** Who has ever been signed in here. */
  readonly userIds = new Set<string>();
  readonly screens = new Set<Screen>();
  #running: { life: Life; background: Background } | null = null;

  constructor(world: World) {
    this.#world = world;
  }

  get life(): Life | null {
    return this.#running?.life ?? null;
  }

  wake(): { life: Life; background: Background } {
    while (!this.#running) {
      const life = new Life(this.#world.random, this.disk, this.doom);
      const background = life.run(() => new Background({ api, version: '1.0.0', isOwnPage: () => true }));
      life.onEnd(() => (this.#running = null));
      // It may have died at its very first step.
      if (!life.isOver) this.#running = { life, background };
    }
    return this.#running;
  }

  /** What the browser does each minute, and when the network is back. */
  ring(): void {
    const { life, background } = this.wake();
    void life.run(() => background.device.syncNow());
  }

  signIn(session: Session): void {
    this.userIds.add(session.user.id);
    const { life, background } = this.wake();
    void life.run(() => background.device.authenticate(Promise.resolve(session)));
  }

  signOut(): void {
    const { life, background } = this.wake();
    void life.run(() => background.device.signOut());
  }

  openScreen(): Screen {
    const life = new Life(this.#world.random, this.disk);
    const abort = new AbortController();
    let port: Port | undefined;
    const client = life.run(() =>
      connectReplica(
        abort.signal,
        () => !life.isOver,
        () => (port = this.#connect(life)) as unknown as Browser.runtime.Port, // Safe: as much of a port as the two ends use.
      ),
    );
    const screen: Screen = {
      life,
      client,
      isConnected: () => port?.isOpen === true,
      close: () => {
        life.run(() => abort.abort());
        life.end(true);
        this.screens.delete(screen);
      },
    };
    this.screens.add(screen);
    return screen;
  }

  #connect(screen: Life): Port {
    const { life, background } = this.wake();
    const [near, far] = [new Port(screen), new Port(life)];
    near.other = far;
    far.other = near;
    far.onPost = near.onPost = (message) => this.#world.note(message);
    life.onEnd(() => near.drop());
    screen.onEnd(() => far.drop());
    queueMicrotask(() => life.run(() => background.addScreen(far as unknown as Browser.runtime.Port)));
    return near;
  }
}

type Listener = (message: never) => void;

class Port {
  readonly sender = { url: 'extension' };
  readonly #life: Life;
  readonly #listeners: Listener[] = [];
  readonly #onDrop: (() => void)[] = [];
  isOpen = true;
  other: Port | undefined;
  onPost: (message: ToScreen | FromScreen) => void = () => {};
  readonly onMessage = { addListener: (listener: Listener) => void this.#listeners.push(listener) };
  readonly onDisconnect = { addListener: (listener: () => void) => void this.#onDrop.push(listener) };

  constructor(life: Life) {
    this.#life = life;
  }

  postMessage(message: ToScreen | FromScreen): void {
    if (!this.isOpen) throw new Error('the port is closed');
    const copy = structuredClone(message);
    queueMicrotask(() => this.other?.hear(copy) && this.onPost(copy));
  }

  disconnect(): void {
    this.isOpen = false;
    this.other?.drop();
  }

  drop(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    queueMicrotask(() => {
      if (!this.#life.isOver) this.#life.run(() => this.#onDrop.forEach((listener) => listener()));
    });
  }

  /** Whether anybody was there to hear it. */
  hear(message: ToScreen | FromScreen): boolean {
    if (this.#life.isOver || !this.isOpen) return false;
    this.#life.run(() => this.#listeners.forEach((listener) => listener(message as never)));
    return true;
  }
}

/** Everything of one schedule: the server, the users with their models, the devices, what has been promised. */
export class World {
  readonly app: TestApp;
  readonly random: Random;
  readonly users: readonly TestUser[];
  readonly models = new Map<string, Model>();
  readonly installations: readonly Installation[];
  /** Mutations that the server has taken. */
  readonly arrivedIds = new Set<string>();
  /** What screens handed over. */
  readonly made = new Map<string, Edit>();
  /** Mutations that a background has said to be durable. */
  readonly acknowledgedIds = new Set<string>();
  /** Users whose sockets have not been poked yet. */
  pokes: string[] = [];
  readonly #userIdByToken = new Map<string, string>();
  readonly #lastSequenceByClient = new Map<string, number>();

  constructor(app: TestApp, random: Random, users: readonly TestUser[]) {
    this.app = app;
    this.random = random;
    this.users = users;
    for (const user of users) this.models.set(user.id, new Model());
    this.installations = [0, 1, 2].map(() => new Installation(this));
    network.isCut = (life) => this.installations.some((each) => each.isCut && each.life === life);
  }

  note(message: ToScreen | FromScreen): void {
    if (message.type === 'mutate') {
      for (const edit of message.edits) this.made.set(edit.mutationId, edit);
    }
    if (message.type !== 'mutated' || !message.result.ok) return;
    for (const id of message.mutationIds) this.acknowledgedIds.add(id);
  }

  /** A new sign-in of the user. */
  async session(user: TestUser): Promise<Session> {
    const token = await this.app.openSession(user.id);
    this.#userIdByToken.set(token, user.id);
    return { token, user: { id: user.id, email: user.email, name: 'Ada' } };
  }

  /** The server takes a request; its answer is on its way then. */
  async serve(request: Request): Promise<Answer> {
    const { path, init } = request;
    const { signal: _, ...rest } = init;
    const response = await this.app.app.request(path, rest);
    const text = await response.text();
    const { authorization = '' } = (init.headers ?? {}) as Record<string, string>;
    const userId = this.#userIdByToken.get(authorization.slice('Bearer '.length));
    if (userId && response.ok) this.#learn(userId, path, String(init.body), text);
    return { request, status: response.status, headers: response.headers, text };
  }

  #learn(userId: string, path: string, body: string, text: string): void {
    if (path === '/api/sync/ticket')
      network.userIdByTicket.set(ticketResponse.parse(JSON.parse(text)).ticket, userId);
    if (path !== '/api/sync/push') return;
    this.pokes.push(userId);
    const { clientId, mutations } = pushRequest.parse(JSON.parse(body));
    for (const mutation of mutations as unknown as Mutation[]) {
      if (mutation.sequence <= (this.#lastSequenceByClient.get(clientId) ?? 0)) continue;
      this.#lastSequenceByClient.set(clientId, mutation.sequence);
      if (this.arrivedIds.has(mutation.mutationId)) throw new Error('an edit was sent under two numbers');
      this.arrivedIds.add(mutation.mutationId);
      this.models.get(userId)?.take(mutation);
    }
  }

  give({ request, status, headers, text }: Answer): void {
    if (!request.life.isOver) request.life.run(() => request.answer(new Response(text, { status, headers })));
  }

  fail(request: Request): void {
    if (!request.life.isOver) request.life.run(() => request.fail());
  }

  poke(userId: string): void {
    for (const socket of network.sockets) {
      if (socket.userId === userId) socket.hear({ type: 'poke', revision: 0 });
    }
  }

  /** Takes every fault away and waits until nothing is left to do. Throws when a device stalls. */
  async heal(): Promise<void> {
    for (const installation of this.installations) {
      installation.isCut = false;
      installation.doom.at = null;
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
    for (const socket of network.sockets) if (socket.readyState === 0) socket.open();
    const userId = this.pokes.shift();
    if (userId) this.poke(userId);
    if (answer) this.give(answer);
    return answer !== undefined || userId !== undefined;
  }

  #isQuiet(installation: Installation): boolean {
    const { sync, user } = installation.wake().background.device;
    const isIdle =
      user === null || sync?.phase === 'ended' || (sync?.phase === 'up_to_date' && sync.waiting === 0);
    return isIdle && [...installation.screens].every((screen) => screen.isConnected());
  }
}

/** The disk of a copied browser profile. */
export async function copyOf(disk: IDBFactory, random: Random): Promise<IDBFactory> {
  const copy = new IDBFactory();
  const [from, to] = [new Life(random, disk), new Life(random, copy)];
  for (const { name = '', version = 1 } of await disk.databases()) {
    const old = await from.run(() => openDB(name));
    const stores = await Promise.all(
      [...old.objectStoreNames].map(async (store) => {
        const [keys, values] = [await old.getAllKeys(store), await old.getAll(store)];
        return { store, keyPath: old.transaction(store).store.keyPath, keys, values };
      }),
    );
    const fresh = await to.run(() =>
      openDB(name, version, {
        upgrade: (db) =>
          stores.forEach(({ store, keyPath }) =>
            db.createObjectStore(store, keyPath === null ? {} : { keyPath }),
          ),
      }),
    );
    for (const { store, keyPath, keys, values } of stores) {
      for (const [index, value] of values.entries()) {
        await fresh.put(store, value, keyPath === null ? keys[index] : undefined);
      }
    }
  }
  from.end(true);
  to.end(true);
  return copy;
}
