import { entities, writableNames } from '../../shared/entities/index.ts';
import type { Rows } from '../../shared/sync/apply.ts';
import { undoOf } from '../../shared/sync/undo.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import type { TestApp, TestUser } from '../../server/testing/app.ts';
import { clock } from './clock.ts';
import { Edits } from './edits.ts';
import { pointNames, settled } from './life.ts';
import { network } from './network.ts';
import { Random } from './random.ts';
import { copyOf, World, type Installation } from './world.ts';

const STEPS = 60;
const CALM_MOVES = 15;

/** How often each thing happened, in all schedules. */
export const happened = new Map<string, number>();

function count(name: string): void {
  happened.set(name, (happened.get(name) ?? 0) + 1);
}

/** What may happen at a step, and how likely it is beside the others; it says whether it could. */
type Happening = readonly [weight: number, name: string, happen: () => boolean | Promise<boolean>];

/** One story that a seed decides: three devices, two users, everything that can go wrong. Throws what went wrong in the end. */
export class Schedule {
  readonly #random: Random;
  readonly #app: TestApp;
  readonly #world: World;
  readonly #editsByUserId: ReadonlyMap<string, Edits>;
  readonly #ada: TestUser;
  readonly #happenings: readonly Happening[];
  /** Where this schedule likes to kill, so that many schedules kill everywhere. */
  readonly #favourite: string;
  #lastUndo: { userId: string; operations: Operation[] } | null = null;

  constructor(app: TestApp, seed: number, users: readonly [TestUser, TestUser]) {
    network.reset();
    clock.reset();
    this.#random = new Random(seed);
    this.#app = app;
    this.#world = new World(app, this.#random, users);
    this.#ada = users[0];
    this.#editsByUserId = new Map(users.map(({ id }) => [id, new Edits(this.#random, id)]));
    this.#favourite = pointNames()[seed % pointNames().length] ?? '';
    this.#happenings = this.#all();
    for (const [, name] of this.#happenings) happened.set(name, happened.get(name) ?? 0);
  }

  async run(): Promise<void> {
    const { installations, random } = this.#world;
    for (const installation of installations) {
      installation.openScreen();
      installation.doom.at = this.#favourite;
      installation.signIn(await this.#world.session(this.#ada));
    }
    await settled();
    if (random.chance(0.2) || /becomeNewClient|\[ tx/.test(this.#favourite)) await this.#copyProfile();
    for (let step = 0; step < STEPS; step += 1) {
      await this.#step();
      await settled();
    }
    await this.#world.heal();
    await this.#compareAll();
  }

  async #step(): Promise<void> {
    const total = this.#happenings.reduce((sum, [weight]) => sum + weight, 0);
    let at = this.#random.next() * total;
    for (const [weight, name, happen] of this.#happenings) {
      at -= weight;
      if (at >= 0) continue;
      if (await happen()) count(name);
      return;
    }
  }

  #all(): readonly Happening[] {
    const random = this.#random;
    const world = this.#world;
    const device = () => random.pick(world.installations);
    const request = () => take(network.requests, random);
    const answer = () => take(network.answers, random);
    const when = <Value>(value: Value | undefined | null, then: (value: Value) => unknown) => {
      if (value === undefined || value === null) return false;
      then(value);
      return true;
    };
    const arrive = async (found: ReturnType<typeof request>) => {
      if (found) network.answers.push(await world.serve(found));
      return found !== undefined;
    };
    return [
      [8, 'an edit', () => this.#edit(device())],
      [1, 'an undo', () => this.#undo(device())],
      [10, 'a request arrives', () => arrive(request())],
      [10, 'an answer arrives', () => when(answer(), (found) => world.give(found))],
      [1, 'a request is lost', () => when(request(), (found) => world.fail(found))],
      [1.5, 'an answer is lost', () => when(answer(), (found) => world.fail(found.request))],
      [
        1,
        'a request is given up and arrives later',
        () =>
          when(request(), (found) => {
            world.fail(found);
            network.late.push(found);
          }),
      ],
      [
        1,
        'a late request arrives',
        async () => {
          const found = take(network.late, random);
          if (found) await world.serve(found);
          return found !== undefined;
        },
      ],
      [
        1,
        'a request arrives twice',
        async () => {
          const found = request();
          if (found) await world.serve(found);
          return arrive(found);
        },
      ],
      [
        0.5,
        'an answer is cut short',
        () =>
          when(answer(), (found) =>
            world.give({ ...found, text: found.text.slice(0, found.text.length / 2) }),
          ),
      ],
      [2, 'a poke arrives', () => when(take(world.pokes, random), (userId) => world.poke(userId))],
      [1, 'a poke is lost', () => when(take(world.pokes, random), () => {})],
      [
        2,
        'a socket opens',
        () =>
          when(
            [...network.sockets].find(({ readyState }) => readyState === 0),
            (socket) => socket.open(),
          ),
      ],
      [0.5, 'a socket breaks', () => when(take([...network.sockets], random), (socket) => socket.close())],
      [
        2.5,
        'for a while nothing goes wrong',
        async () => {
          for (let moves = 0; moves < CALM_MOVES; moves += 1) {
            await settled();
            await world.moveOn();
          }
          return true;
        },
      ],
      [3, 'time passes', () => clock.advance()],
      [1, 'the minute rings', () => when(device(), (each) => each.ring())],
      [1, 'the network is cut, or back', () => when(device(), (each) => (each.isCut = !each.isCut))],
      [1, 'a background dies', () => when(device().life, (life) => life.end(random.chance(0.5)))],
      [
        4,
        'a background is to die at an await',
        () =>
          when(
            device(),
            ({ doom }) => (doom.at = random.chance(0.9) ? this.#favourite : random.pick(pointNames())),
          ),
      ],
      [5, 'what was refused is tried again', () => this.#answer(device(), 'retry')],
      [4, 'what was refused is let go', () => this.#answer(device(), 'dismiss')],
      [0.5, 'a screen closes', () => when([...device().screens].at(-1), (screen) => screen.close())],
      [0.5, 'a screen opens', () => when(device(), (each) => each.openScreen())],
      [0.5, 'somebody signs out', () => when(device(), (each) => each.signOut())],
      [
        1,
        'somebody signs out and in again',
        async () => {
          const installation = device();
          installation.signOut();
          installation.signIn(await world.session(this.#ada));
          return true;
        },
      ],
      [
        1.5,
        'somebody signs in',
        async () => {
          const installation = device();
          const who = random.chance(0.7) ? this.#ada : random.pick(world.users);
          installation.signIn(await world.session(who));
          return true;
        },
      ],
      [
        1.5,
        'old tombstones are pruned',
        async () => {
          await this.#app.database.owner.query(`select sync_prune($1, '0 seconds')`, [this.#ada.id]);
          return true;
        },
      ],
      [
        0.2,
        'a sign-in is revoked',
        async () => {
          await this.#app.database.owner.query(
            `delete from session where id in (select id from session where "userId" = $1 order by token limit 1)`,
            [this.#ada.id],
          );
          return true;
        },
      ],
    ];
  }

  #edit(installation: Installation): boolean {
    const [screen] = installation.screens;
    const userId = screen?.client.state.get().user?.id;
    if (!screen || !userId) return false;
    const before = screen.client.rows.get();
    const operations = this.#editsByUserId.get(userId)?.act(before) ?? [];
    this.#lastUndo = { userId, operations: undoOf(before, operations) };
    void screen.life.run(() => screen.client.mutate(operations));
    if (this.#random.chance(0.3)) installation.ring(); // It syncs before the edit is on disk.
    // What a person does is on their screen at once.
    const now = screen.client.rows.get();
    for (const { op, entity, id } of operations.slice(-1)) {
      if (op === 'create' && !now[entity].has(id)) throw new Error('an edit is not shown at once');
    }
    return true;
  }

  #undo(installation: Installation): boolean {
    const [screen] = installation.screens;
    const { userId, operations } = this.#lastUndo ?? {};
    if (!screen || !operations?.length || screen.client.state.get().user?.id !== userId) return false;
    this.#lastUndo = null;
    void screen.life.run(() => screen.client.mutate(operations));
    return true;
  }

  #answer(installation: Installation, how: 'retry' | 'dismiss'): boolean {
    const { life, background } = installation.wake();
    const ids = background.device.notices.map(({ mutationId }) => mutationId);
    if (ids.length === 0) return false;
    void life.run(() => background.device[how](ids));
    return true;
  }

  /** The third device's browser profile is a copy of the second's. */
  async #copyProfile(): Promise<void> {
    await this.#world.heal();
    const [, original, copy] = this.#world.installations;
    if (!original || !copy) return;
    original.life?.end(true);
    copy.life?.end(true);
    copy.disk = await copyOf(original.disk, this.#random);
    original.doom.at = copy.doom.at = this.#favourite;
    count('a profile is copied');
    while (![original, copy].every(({ screens }) => [...screens].every((screen) => screen.isConnected()))) {
      clock.advance();
      await settled();
    }
    for (const each of [original, copy]) this.#edit(each);
  }

  /** Every device, as every user who was ever there, once with what it had not sent and once with what all others had not sent. */
  async #compareAll(): Promise<void> {
    const { installations, users } = this.#world;
    const visitors = (installation: Installation) => users.filter(({ id }) => installation.userIds.has(id));
    for (const isLast of [false, true]) {
      for (const installation of installations) {
        for (const user of visitors(installation)) {
          await this.#visit(installation, user, isLast);
        }
      }
    }
    for (const id of this.#world.acknowledgedIds) {
      if (!this.#world.arrivedIds.has(id))
        throw new Error(`an acknowledged edit is lost: ${JSON.stringify(this.#world.made.get(id))}`);
    }
    for (const user of users) await this.#compareWritten(user);
  }

  async #visit(installation: Installation, user: TestUser, isCompared: boolean): Promise<void> {
    const { device } = installation.wake().background;
    if (device.user?.id !== user.id || device.sync?.phase === 'ended') {
      installation.signIn(await this.#world.session(user));
    }
    await this.#world.heal();
    if (!isCompared) return;
    const model = this.#world.models.get(user.id);
    const expected = JSON.stringify(
      [...(model?.rows ?? [])].map(([id, { entity, fields }]) => [entity, id, sorted(fields)]).toSorted(),
    );
    const views = [device.view, ...[...installation.screens].map(({ client }) => client.rows.get())];
    for (const view of views) {
      const seen = contentOf(view);
      for (const [, id] of seen) {
        if (model?.deletedIds.has(id)) throw new Error(`a deleted row is back: ${id}`);
      }
      if (JSON.stringify(seen) !== expected)
        throw new Error(`a device differs:\n${JSON.stringify(seen)}\n${expected}`);
    }
  }

  /** Each text was written exactly as often as the model says: nothing was applied twice. */
  async #compareWritten(user: TestUser): Promise<void> {
    const { rows } = await this.#app.database.owner.query<{ text: string }>(
      `select text from written where "userId" = $1`,
      [user.id],
    );
    const [found, expected] = [rows.map(({ text }) => text), this.#world.models.get(user.id)?.written ?? []];
    if (found.toSorted().join() !== expected.toSorted().join()) {
      throw new Error(`what was written differs:\n${found.toSorted().join()}\n${expected.toSorted().join()}`);
    }
  }
}

function take<Value>(values: Value[], random: Random): Value | undefined {
  return values.splice(random.below(values.length), 1)[0];
}

type Content = [entity: string, id: string, fields: unknown][];

function contentOf(rows: Rows): Content {
  return writableNames
    .flatMap((entity): Content => {
      const fields = Object.keys(entities[entity].fields.shape);
      return [...rows[entity].values()].map((row) => [
        entity,
        row.id,
        sorted(Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field)))),
      ]);
    })
    .toSorted();
}

const sorted = (fields: object) => Object.entries(fields).toSorted();
