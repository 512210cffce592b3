import { undoOf } from '../../shared/sync/undo.ts';
import { forceCloseDatabase } from 'fake-indexeddb';
import type { Operation } from '../../shared/sync/protocol.ts';
import type { TestUser } from '../../server/testing/app.ts';
import { clock } from './clock.ts';
import { Edits } from './edits.ts';
import type { Installation } from './installation.ts';
import { pointNames, settled } from './life.ts';
import { network, type Answer, type Sent, type Socket } from './network.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

const CALM_MOVES = 15;

/** What may happen at a step, and how likely it is beside the others; it gives false when it could not. */
type Happening = readonly [weight: number, name: string, happen: () => unknown];

/** Everything that can happen to the devices, the network and the server of one world. */
export class Happenings {
  readonly #random: Random;
  readonly #world: World;
  readonly #ada: TestUser;
  readonly #editsByUserId: ReadonlyMap<string, Edits>;
  /** Where backgrounds are killed most. */
  readonly #favourite: string;
  readonly all: readonly Happening[];
  #lastUndo: { userId: string; operations: Operation[] } | null = null;

  constructor(world: World, ada: TestUser, favourite: string) {
    this.#random = world.random;
    this.#world = world;
    this.#ada = ada;
    this.#favourite = favourite;
    this.#editsByUserId = new Map(world.users.map(({ id }) => [id, new Edits(world.random, id)]));
    this.all = [...this.#ofTheNetwork(), ...this.#ofDevices(), ...this.#ofPeople()];
  }

  #ofTheNetwork(): Happening[] {
    const { random } = this.#world;
    const world = this.#world;
    const request = <Outcome>(then: (found: Sent) => Outcome) => withOne(network.requests, random, then);
    const answer = <Outcome>(then: (found: Answer) => Outcome) => withOne(network.answers, random, then);
    const arrive = async (found: Sent) => network.answers.push(await world.serve(found));
    const giveUp = (found: Sent) => {
      world.fail(found);
      network.late.push(found);
    };
    const arriveTwice = async (found: Sent) => {
      await world.serve(found);
      await arrive(found);
    };
    const cutShort = (found: Answer) =>
      found.request.live
        ? world.fail(found.request)
        : world.give({ ...found, text: found.text.slice(0, found.text.length / 2) });
    const livePages = () => network.answers.filter(({ request: { live } }) => live);
    const sockets = () => [...network.sockets];
    const die = (socket: Socket) => (socket.isDead = true);
    const closed = () => sockets().filter(({ readyState }) => readyState === 0);
    return [
      [10, 'a request arrives', () => request(arrive)],
      [10, 'an answer arrives', () => answer((found) => world.give(found))],
      [1, 'a request is lost', () => request((found) => world.fail(found))],
      [1.5, 'an answer is lost', () => answer((found) => world.fail(found.request))],
      [1, 'a request is given up and arrives later', () => request(giveUp)],
      [1, 'a late request arrives', () => withOne(network.late, random, (found) => world.serve(found))],
      [1, 'a request arrives twice', () => request(arriveTwice)],
      [0.5, 'an answer is cut short', () => answer(cutShort)],
      [2, 'a poke arrives', () => withOne(world.pokes, random, (poke) => world.poke(poke))],
      [1, 'a poke is lost', () => withOne(world.pokes, random, () => true)],
      [2, 'a socket opens', () => withOne(closed(), random, (socket) => socket.open())],
      [
        0.5,
        'a page comes twice over a live socket',
        () => withOne(livePages(), random, (page) => world.give(page)),
      ],
      [0.5, 'a live line goes dead', () => withOne(sockets(), random, die)],
      [0.5, 'a socket breaks', () => withOne(sockets(), random, (socket) => socket.close())],
      [2.5, 'for a while nothing goes wrong', () => this.#beCalm()],
    ];
  }

  #ofDevices(): Happening[] {
    const random = this.#random;
    const kill = ({ life }: Installation) => (life ? life.end(random.chance(0.5)) : false);
    const doom = (installation: Installation) => {
      installation.doom.at = random.chance(0.9) ? this.#favourite : random.pick(pointNames());
    };
    const closeDatabases = ({ life }: Installation) => {
      if (!life) return false;
      const databases = [...life.databases] as never[]; // Safe: the type that is asked for is wrong.
      life.hasLostDatabases = true;
      life.databases.clear();
      life.run(() => databases.forEach((database) => forceCloseDatabase(database)));
      return true;
    };
    const refuse = (installation: Installation) => {
      // [P11] A gap in the numbers of a copied profile may hide what the other pushed.
      if (this.#world.hasCopy) return false;
      installation.doom.refusals = 1 + random.below(4);
      return true;
    };
    const cut = (installation: Installation) => {
      installation.isCut = !installation.isCut;
    };
    return [
      [3, 'time passes', () => clock.advance()],
      [1, 'the minute rings', () => this.#device().ring()],
      [1, 'the network is cut, or back', () => cut(this.#device())],
      [3, 'the disk refuses what is asked of it', () => refuse(this.#device())],
      [0.7, 'the browser closes the databases', () => closeDatabases(this.#device())],
      [1, 'a background dies', () => kill(this.#device())],
      [4, 'a background is to die at an await', () => doom(this.#device())],
    ];
  }

  #ofPeople(): Happening[] {
    const { owner } = this.#world.app.database;
    const adaId = this.#ada.id;
    const closeScreen = ({ screens }: Installation) =>
      withOne([...screens], this.#random, (screen) => screen.close());
    const revoke = `delete from session where id in (select id from session where "userId" = $1 order by "createdAt" limit 1)`;
    return [
      [8, 'an edit', () => this.edit(this.#device())],
      [1, 'an undo', () => this.#undo(this.#device())],
      [5, 'what was refused is tried again', () => this.#answer('retry')],
      [4, 'what was refused is let go', () => this.#answer('dismiss')],
      [0.5, 'a screen closes', () => closeScreen(this.#device())],
      [0.5, 'a screen opens', () => this.#device().openScreen()],
      [0.5, 'somebody signs out', () => this.#device().signOut()],
      [1.5, 'somebody signs in', () => this.#signIn(this.#device(), false)],
      [1, 'somebody signs out and in again', () => this.#signIn(this.#device(), true)],
      [0.2, 'a sign-in is revoked', () => owner.query(revoke, [adaId])],
      [1.5, 'old tombstones are pruned', () => owner.query(`select sync_prune($1, '0 seconds')`, [adaId])],
    ];
  }

  #device(): Installation {
    return this.#random.pick(this.#world.installations);
  }

  async #beCalm(): Promise<void> {
    for (let moves = 0; moves < CALM_MOVES; moves += 1) {
      await settled();
      await this.#world.moveOn();
    }
  }

  async #signIn(installation: Installation, isAgain: boolean): Promise<void> {
    const user = isAgain || this.#random.chance(0.7) ? this.#ada : this.#random.pick(this.#world.users);
    // What takes its own time comes first, so that one seed is one schedule.
    const session = await this.#world.session(user);
    if (isAgain) installation.signOut();
    installation.signIn(session);
  }

  /** Somebody does something on a device; false when nobody is signed in there. */
  edit(installation: Installation): boolean {
    const [screen] = installation.screens;
    const userId = screen?.client.state.get().user?.id;
    if (!screen || !userId) return false;
    const before = screen.client.rows.get();
    const operations = this.#editsByUserId.get(userId)?.act(before) ?? [];
    this.#lastUndo = { userId, operations: undoOf(before, operations) };
    void screen.life.run(() => screen.client.mutate(operations));
    // At the very moment that something else happens.
    if (this.#random.chance(0.2))
      withOne(network.answers, this.#random, (answer) => this.#world.give(answer));
    if (this.#random.chance(0.2)) screen.repeat();
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

  /** Somebody answers what was refused, on the first device that shows such a thing. */
  #answer(how: 'retry' | 'dismiss'): boolean {
    for (const { life, background } of this.#world.installations.map((each) => each.wake())) {
      const ids = background.device.notices.map(({ mutationId }) => mutationId);
      if (ids.length === 0) continue;
      void life.run(() => background.device[how](ids));
      return true;
    }
    return false;
  }
}

/** Takes one of the values out; false when there is none. */
function withOne<Value, Outcome>(
  values: Value[],
  random: Random,
  then: (value: Value) => Outcome,
): Outcome | false {
  const [value] = values.splice(random.below(values.length), 1);
  return value === undefined ? false : then(value);
}
