import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../shared/sync/protocol.ts';
import { connectAccount } from './support/connect-account.ts';
import { signUp } from './support/device.ts';
import { backgroundKiller, lifeOf } from './support/kill-background.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { connectIn } from './support/replica-client.ts';

const KILLS = 50;
/** An edit is on disk after some five milliseconds, and pushed and pulled within fifty more. */
const LATEST_KILL_MS = 60;

interface Made {
  acknowledgedAt?: number;
}
type Making = typeof globalThis & { made: Made[] };

/** Edits that each leave a mark of their own: every other one renames what the one before it made. */
class Edits {
  readonly names = new Map<string, string>();
  readonly #accountId: string;

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  next(name: string, isRename: boolean): Operation {
    const last = [...this.names.keys()].at(-1);
    if (isRename && last !== undefined) {
      this.names.set(last, name);
      return { op: 'patch', entity: 'folder', id: last, fields: { name } };
    }
    const id = crypto.randomUUID();
    this.names.set(id, name);
    const fields = { accountId: this.#accountId, name, color: 'teal', position: 'a0' } as const;
    return { op: 'create', entity: 'folder', id, fields };
  }
}

test(`edits during which the background is killed, at ${KILLS} moments, are on the server once`, async ({
  product,
}) => {
  await product.simulate({ chats: 1 });
  await product.startServer();
  const device = await product.device();
  const screen = await signUp(device, 'ada@example.com', PASSWORD);
  const connected = await connectIn(screen);
  const edits = new Edits(await connectAccount(product, connected));
  const clients = () =>
    product.query<{ lastSequence: number }>('select "lastSequence"::int, rejections from sync_clients');
  const kill = await backgroundKiller(device.context);
  await screen.evaluate(() => {
    (globalThis as Making).made = [];
  });

  const lives = new Set([await lifeOf(device.context)]);
  let pushedBefore = 0;
  for (let index = 0; index < KILLS; index += 1) {
    const made = connected.evaluate(
      ({ client }, operation) => {
        const one: Made = {};
        (globalThis as Making).made.push(one);
        void client.mutate([operation]).then(({ ok }) => {
          if (ok) one.acknowledgedAt = Date.now();
        });
      },
      edits.next(`Edit ${index}`, index % 2 === 1),
    );
    // Closer together where an edit is on its way to the disk.
    await sleep((index / (KILLS - 1)) ** 2 * LATEST_KILL_MS);
    await kill();
    const [atDeath] = await clients();
    if (atDeath?.lastSequence === index + 2) pushedBefore += 1;
    await made;
    await expect
      .poll(
        () =>
          connected.evaluate(({ lines }) => ({
            lines: lines.filter(({ heardAt }) => heardAt !== undefined).length,
            isAcknowledged: (globalThis as Making).made.at(-1)?.acknowledgedAt !== undefined,
          })),
        { intervals: [10] },
      )
      .toEqual({ lines: index + 2, isAcknowledged: true });
    lives.add(await lifeOf(device.context));
  }
  const durableBefore = await connected.evaluate(
    ({ lines }) =>
      (globalThis as Making).made.filter(
        ({ acknowledgedAt = Infinity }, index) => acknowledgedAt <= (lines[index]?.closedAt ?? 0),
      ).length,
  );
  console.log(
    `${KILLS} kills of the background: ${KILLS - durableBefore} before the edit was said to be durable, ` +
      `${durableBefore - pushedBefore} between that and the push, ${pushedBefore} after it`,
  );

  expect(lives.size).toBe(KILLS + 1);
  await expect.poll(clients).toEqual([{ lastSequence: 1 + KILLS, rejections: [] }]);
  const rows = await product.query<{ id: string; name: string }>('select id, name from folders');
  expect(new Map(rows.map(({ id, name }) => [id, name]))).toEqual(edits.names);
  const [head] = await product.query<{ revision: number }>('select revision::int from sync_heads');
  expect(head?.revision).toBeLessThanOrEqual(1 + KILLS);
  const shown = () =>
    connected.evaluate(({ client }) => ({
      waiting: client.state.get().sync?.waiting,
      names: [...client.rows.get().folder.values()].map(({ id, name }) => [id, name] as const),
    }));
  await expect.poll(async () => (await shown()).waiting).toBe(0);
  expect(new Map((await shown()).names)).toEqual(edits.names);
});
