import { signUp } from '../support/device.ts';
import { backgroundKiller, killUnder } from '../support/kill-background.ts';
import { expect, PASSWORD, test } from '../support/product.ts';
import { connectIn, replicaIn } from '../support/replica-client.ts';
import { figuresOf, LENIENCY, repeats, tell } from './figures.ts';
import { insertRows } from './many-rows.ts';
import { firstList, openRowStore } from './lists.ts';

const ROWS = 10_000;
const REPEATS = repeats(15, 25);
const READ_MS = 60;

test('10,000 rows are read from disk soon, and are on a screen soon after the background was gone', async ({
  product,
}) => {
  test.setTimeout(90_000);
  await product.simulate({ chats: 1 });
  await product.startServer();
  const device = await product.device();
  const screen = await signUp(device, 'ada@example.com', PASSWORD);
  const connected = await connectIn(screen);
  const kill = await backgroundKiller(device.context);
  const withoutRows: number[] = [];
  for (let index = 0; index < REPEATS; index += 1) {
    await killUnder(connected, kill);
    withoutRows.push(await firstList(screen, 0));
  }
  await insertRows(product, ROWS);
  const rowCount = () =>
    connected.evaluate(({ client }) =>
      Object.values(client.rows.get()).reduce((sum, { size }) => sum + size, 0),
    );
  await killUnder(connected, kill);
  await expect.poll(rowCount).toBe(ROWS);
  await expect(screen.getByText('Up to date')).toBeVisible();
  const withRows: number[] = [];
  for (let index = 0; index < REPEATS; index += 1) {
    await killUnder(connected, kill);
    withRows.push(await firstList(screen, ROWS));
  }

  const [user] = await product.query<{ id: string }>('select id from "user"');
  const replica = await replicaIn(screen, user?.id ?? '');
  const rowStore = await openRowStore(screen, replica);
  const reads: number[] = [];
  const rowReads: number[] = [];
  for (let index = 0; index < REPEATS; index += 1) {
    rowReads.push(await rowStore.evaluate((store) => store.read()));
    reads.push(await replica.evaluate((each) => each.open()));
  }

  const read = figuresOf(reads);
  tell('10,000 rows read from disk and parsed', read, `≤ ${READ_MS} ms`, {
    what: 'a record for each row, not parsed',
    figures: figuresOf(rowReads),
  });
  const list = figuresOf(withRows);
  tell('list of 10,000 rows on a screen, background killed before', list, 'none', {
    what: 'of none',
    figures: figuresOf(withoutRows),
  });
  expect(read.p50).toBeLessThan(LENIENCY * READ_MS);
  expect(list.p50).toBeLessThan(LENIENCY * 500);
});
