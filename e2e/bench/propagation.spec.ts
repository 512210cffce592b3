import { setTimeout as sleep } from 'node:timers/promises';
import type { JSHandle } from 'playwright';
import { connectAccount } from '../support/connect-account.ts';
import { signIn, signUp } from '../support/device.ts';
import { expect, PASSWORD, test } from '../support/product.ts';
import { connectIn } from '../support/replica-client.ts';
import type { Connected } from '../support/replica-in-page.ts';
import { noteCommits, readCommits } from './commit-times.ts';
import { figuresOf, LENIENCY, repeats, tell } from './figures.ts';
import { startPokeFloor } from './poke-floor.ts';

const REPEATS = repeats(35, 65);
/** A person's edits: the round before is over. */
const PAUSE_MS = 100;
const P50_MS = 5;
const P99_MS = 25;
const FLOORS = 4;

/** Notes by the machine's clock when each folder is in the rows of a screen. */
const watch = (screen: JSHandle<Connected>) =>
  screen.evaluateHandle(({ client }) => {
    // Date.now has no fractions; the page's own clock may have drifted from it since the page began.
    const tick = Date.now();
    while (Date.now() === tick);
    const offsetMs = Date.now() - performance.now();
    const seenAt: Record<string, number> = {};
    client.rows.subscribe(() => {
      const nowMs = offsetMs + performance.now();
      for (const id of client.rows.get().folder.keys()) seenAt[id] ??= nowMs;
    });
    return seenAt;
  });

test('an edit that was committed is on another device in a few milliseconds', async ({ product }) => {
  test.setTimeout(120_000);
  await product.simulate({ chats: 1 });
  await product.startServer();
  const a = await product.device();
  const b = await product.device();
  const onA = await connectIn(await signUp(a, 'ada@example.com', PASSWORD));
  const onB = await connectIn(await signIn(b, 'ada@example.com', PASSWORD));
  const accountId = await connectAccount(product, onA);
  await noteCommits(product);
  const floor = await startPokeFloor(product.databaseUrl);
  const atA = await watch(onA);
  const atB = await watch(onB);

  const floors: number[] = [];
  const ids: string[] = [];
  for (let index = 0; index < REPEATS; index += 1) {
    floors.push(await floor.measure());
    const id = crypto.randomUUID();
    ids.push(id);
    const fields = { accountId, name: `Folder ${index}`, color: 'teal', position: 'a0' } as const;
    await onA.evaluate(({ client }, edit) => client.mutate([edit]), {
      op: 'create',
      entity: 'folder',
      id,
      fields,
    } as const);
    await sleep(PAUSE_MS);
  }
  await floor.close();
  await expect.poll(async () => Object.keys(await atB.jsonValue())).toEqual(ids);
  const [shownAt, seenAt, committedAt] = await Promise.all([
    atA.jsonValue(),
    atB.jsonValue(),
    readCommits(product),
  ]);

  const since = (from: ReadonlyMap<string, number>) =>
    figuresOf(ids.map((id) => (seenAt[id] ?? NaN) - (from.get(id) ?? NaN)));
  const figures = since(committedAt);
  const floorFigures = figuresOf(floors);
  tell(
    'from the commit of an edit to the other device',
    figures,
    `p50 ≤ ${P50_MS} ms, p99 ≤ ${P99_MS} ms, ratio ≤ ${FLOORS}`,
    { what: 'bare commit, notify, WebSocket', figures: floorFigures },
  );
  tell('from the edit itself to the other device', since(new Map(Object.entries(shownAt))), 'none');
  expect(figures.p50).toBeGreaterThan(0);
  expect(figures.p50).toBeLessThan(LENIENCY * P50_MS);
  expect(figures.p99).toBeLessThan(LENIENCY * P99_MS);
});
