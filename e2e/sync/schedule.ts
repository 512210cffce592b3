import { entities, writableNames } from '../../shared/entities/index.ts';
import type { Rows } from '../../shared/sync/apply.ts';
import type { TestApp, TestUser } from '../../server/testing/app.ts';
import { clock } from './clock.ts';
import { happened, noteHappened } from './happened.ts';
import { Happenings } from './happenings.ts';
import type { Installation } from './installation.ts';
import { pointNames, settled } from './life.ts';
import type { Model } from './model.ts';
import { network } from './network.ts';
import { copyOf } from './profile-copy.ts';
import { Random } from './random.ts';
import { World } from './world.ts';

const STEPS = 60;

/** One story that a seed decides: three devices, two users, everything that can go wrong. Throws what went wrong in the end. */
export class Schedule {
  readonly #world: World;
  readonly #ada: TestUser;
  readonly #happenings: Happenings;
  /** Where this schedule likes to kill, so that many schedules kill everywhere. */
  readonly #favourite: string;

  constructor(app: TestApp, seed: number, users: readonly [TestUser, TestUser]) {
    network.reset();
    clock.reset();
    this.#world = new World(app, new Random(seed), users);
    this.#ada = users[0];
    this.#favourite = pointNames()[seed % pointNames().length] ?? '';
    this.#happenings = new Happenings(this.#world, this.#ada, this.#favourite);
  }

  async run(): Promise<void> {
    const { installations, random } = this.#world;
    for (const installation of installations) {
      const session = await this.#world.session(this.#ada);
      installation.openScreen();
      installation.doom.at = this.#favourite;
      installation.signIn(session);
      await settled();
    }
    if (random.chance(0.2) || /becomeNewClient|writeNumbers|\[ tx/.test(this.#favourite))
      await this.#copyProfile();
    for (let step = 0; step < STEPS; step += 1) {
      await this.#step();
      await settled();
    }
    await this.#world.heal();
    await this.#compareAll();
    for (const failure of network.failures) throw failure;
  }

  async #step(): Promise<void> {
    const { all } = this.#happenings;
    let at = this.#world.random.next() * all.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, name, happen] of all) {
      happened.set(name, happened.get(name) ?? 0);
      at -= weight;
      if (at >= 0) continue;
      if ((await happen()) !== false) noteHappened(name);
      return;
    }
  }

  /** The third device's browser profile is a copy of the second's. */
  async #copyProfile(): Promise<void> {
    await this.#world.heal();
    const [, original, copy] = this.#world.installations;
    if (!original || !copy) return;
    for (const each of [original, copy]) each.life?.end(true);
    this.#world.hasCopy = true;
    copy.disk = await copyOf(original.disk, this.#world.random);
    for (const each of [original, copy]) each.doom.at = this.#favourite;
    noteHappened('a profile is copied');
    while (![original, copy].every(({ screens }) => [...screens].every((screen) => screen.isConnected()))) {
      clock.advance();
      await settled();
    }
    for (const each of [original, copy]) this.#happenings.edit(each);
  }

  /** Every device, as every user who was ever there, once with what it had not sent and once with what all others had not sent. */
  async #compareAll(): Promise<void> {
    const { installations, users, acknowledgedIds, arrivedIds, made } = this.#world;
    for (const isLast of [false, true]) {
      for (const installation of installations) {
        for (const user of users) {
          if (installation.userIds.has(user.id)) await this.#visit(installation, user, isLast);
        }
      }
    }
    for (const id of acknowledgedIds) {
      if (!arrivedIds.has(id))
        throw new Error(`an acknowledged edit is lost: ${JSON.stringify(made.get(id))}`);
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
    const model = this.#world.modelOf(user.id);
    compare(model, device.view);
    for (const { client } of installation.screens) compare(model, client.rows.get());
  }

  /** Each text was written exactly as often as the model says: nothing was applied twice. */
  async #compareWritten({ id }: TestUser): Promise<void> {
    const { rows } = await this.#world.app.database.owner.query<{ text: string }>(
      `select text from written where "userId" = $1`,
      [id],
    );
    const found = rows
      .map(({ text }) => text)
      .toSorted()
      .join('\n');
    const expected = this.#world.modelOf(id).written.toSorted().join('\n');
    if (found !== expected)
      throw new Error(`what was written differs:\n${found}\n\nand should be:\n${expected}`);
  }
}

function compare(model: Model, view: Rows): void {
  const seen: string[] = [];
  for (const name of writableNames) {
    const fields = new Set(Object.keys(entities[name].fields.shape));
    for (const row of view[name].values()) {
      if (model.deletedIds.has(row.id)) throw new Error(`a deleted row is back: ${JSON.stringify(row)}`);
      seen.push(
        line(name, row.id, Object.fromEntries(Object.entries(row).filter(([field]) => fields.has(field)))),
      );
    }
  }
  const found = seen.toSorted().join('\n');
  const expected = [...model.rows]
    .map(([id, { entity, fields }]) => line(entity, id, fields))
    .toSorted()
    .join('\n');
  if (found !== expected) throw new Error(`a device shows:\n${found}\n\nand should show:\n${expected}`);
}

const line = (entity: string, id: string, fields: object) =>
  [
    entity,
    id,
    ...Object.entries(fields)
      .map(([name, value]) => `${name}=${String(value)}`)
      .toSorted(),
  ].join(' ');
