import { startOwnTime } from './support/own-time.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, listedChats, signedIn } from './support/signed-in.ts';
import { fileMany } from './support/file-many.ts';

const OWN_TASK_MS_MAX = 8;
/** Of a single run by the clock, to which a busy machine adds. */
const OWN_RUN_MS_MAX = 10 * OWN_TASK_MS_MAX;
const CHANGES_PER_SECOND = 1000;
const SECONDS = 10;

test('through a storm of a thousand changes a second the counts end right, and nothing of ours holds the page up', async ({
  product,
}) => {
  test.setTimeout(120_000);
  const { simulator, on, popup } = await signedIn(product, { chats: 2000 });
  const { page } = on;
  const listed = listedChats(simulator);
  const sizes = { Many: 400, Some: 60, Few: 5 };
  for (const name of Object.keys(sizes)) await on.createFolder(name);
  await expect.poll(() => product.query('select 1 from folders')).toHaveLength(3);
  const filed = new Map(
    Object.entries(sizes).map(([name, size]) => [
      name,
      listed.filter((_, index) => index % 3 === size % 3).slice(0, size),
    ]),
  );
  for (const [name, chats] of filed)
    await fileMany(
      product,
      name,
      chats.map(({ id }) => id),
    );
  await on.createFolder('A push, so that the device pulls');
  await expect(popup.getByText('Up to date')).toBeVisible();
  await page.bringToFront();
  await on.folder(/^Some/).click();
  await expect.poll(() => on.rowCount()).toBe(60);

  const stop = await startOwnTime(page);
  await simulator.storm({ changesPerSecond: CHANGES_PER_SECOND, seconds: SECONDS });
  const own = await stop();
  console.log(
    `storm of ${CHANGES_PER_SECOND} changes a second for ${SECONDS} s with 2,000 chats: longest of ${own.tasks} own ` +
      `tasks ${own.longestTaskMs.toFixed(1)} ms (${own.longestTask}), longest inside a task of the page ` +
      `${own.longestHookMs.toFixed(1)} ms in ${own.hookSamples} samples, ${(own.share * 100).toFixed(1)} % of the main thread`,
  );

  const now = new Map(simulator.chats().map((chat) => [chat.id, chat]));
  const unread = (ids: readonly { id: string }[]) =>
    ids.filter(({ id }) => {
      const chat = now.get(id);
      return chat && chat.unread !== 0 && !chat.archived && !chat.muted && chat.kind !== 'channel';
    }).length;
  const countOf = async (name: RegExp) =>
    Number((await on.folder(name).locator('.count').textContent())?.replaceAll(',', '') ?? 0);
  await expect.poll(() => countOf(/^Many/)).toBe(unread(filed.get('Many') ?? []));
  expect(await countOf(/^Some/)).toBe(unread(filed.get('Some') ?? []));
  expect(await countOf(/^All/)).toBe(unread([...now.values()]));
  await expect.poll(() => on.rowCount()).toBe(60);
  expect(own.tasks).toBeGreaterThan(0);
  expect(own.hookSamples).toBeGreaterThan(0);
  expect(own.longestTaskMs).toBeLessThanOrEqual(OWN_TASK_MS_MAX);
  expect(own.hookMs).toBeLessThanOrEqual(OWN_TASK_MS_MAX);
  expect(own.longestHookMs).toBeLessThanOrEqual(OWN_RUN_MS_MAX);
  await expectQuietPage(page);
});
