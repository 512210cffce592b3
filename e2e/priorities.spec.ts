import { openSidePanel } from './support/side-panel.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

const names = (product: Parameters<typeof signedIn>[0]) =>
  product.query<{ name: string; chatId: string }>(
    'select name, "chatId" from priorities left join chat_priorities on "priorityId" = priorities.id order by position',
  );

test('a chat has one priority, which its row and its head show, and which is taken back with one press', async ({
  product,
}) => {
  const { on, simulator } = await signedIn(product, { chats: 40 });
  const [first, second] = plainChats(simulator);
  if (!first || !second) throw new Error('the world is too small');
  await on.createPriority(first.name, 'Urgent');
  await on.createPriority(second.name, 'Later');
  await expect(on.marks(first.name)).toHaveText(['Urgent']);

  await on.prioritise(first.name, 'Later');
  await expect(on.marks(first.name)).toHaveText(['Later']);
  await expect.poll(() => names(product)).toHaveLength(3);
  await on.page.getByRole('button', { name: 'Undo' }).click();
  await expect(on.marks(first.name)).toHaveText(['Urgent']);

  await on.row(first.name).click();
  const bar = on.page.getByRole('group', { name: `Organise “${first.name}”` });
  await expect(bar.getByRole('button', { name: 'Urgent' })).toBeVisible();
  await bar.getByRole('button', { name: 'Urgent' }).click();
  await on.page.getByRole('menuitemradio', { name: 'No priority' }).click();
  await expect(on.marks(first.name)).toHaveCount(0);
  await on.page.keyboard.press('Escape');

  await on.page.reload();
  await expect(on.marks(second.name)).toHaveText(['Later']);
  const given = async () => (await names(product)).map(({ name, chatId }) => [name, chatId !== null]);
  await expect.poll(given).toEqual([
    ['Urgent', false],
    ['Later', true],
  ]);
  await expectQuietPage(on.page);
});

test('a mark goes with its chat as the list moves and scrolls', async ({ product }) => {
  const { on, simulator } = await signedIn(product, { chats: 400, overscan: 5 });
  const [first, second, third] = plainChats(simulator);
  if (!first || !second || !third) throw new Error('the world is too small');
  await on.createPriority(first.name, 'Urgent');
  await on.tag(second.name, 'lead');

  simulator.incoming(third.id, 'now I am above');
  simulator.incoming(second.id, 'and I am the first');
  await expect(on.marks(second.name)).toHaveText(['lead']);
  await expect(on.marks(first.name)).toHaveText(['Urgent']);
  await expect(on.marks(third.name)).toHaveCount(0);
  const list = on.page.locator('#pane-side');
  await list.evaluate((element) => element.scrollTo({ top: 12_000 }));
  await expect(on.row(first.name)).toHaveCount(0);
  await list.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(on.marks(first.name)).toHaveText(['Urgent']);
  await expect(on.page.locator('#pane-side .note')).toHaveText(['lead', 'Urgent']);
});

test('priorities are ordered, renamed and deleted in the panel beside the list and in the side panel', async ({
  product,
}) => {
  const { on, simulator, device } = await signedIn(product, { chats: 30 });
  const [first] = plainChats(simulator);
  if (!first) throw new Error('the world is too small');
  await on.createPriority(first.name, 'Urgent');
  await on.openPanel('Priorities');
  await on.panel.getByRole('button', { name: 'New priority' }).click();
  await on.panel.getByLabel('Priority name').fill('Later');
  await on.panel.getByRole('button', { name: 'Create priority' }).click();
  await on.panel.getByRole('button', { name: 'Move Later up' }).click();
  await expect.poll(async () => (await names(product)).map(({ name }) => name)).toEqual(['Later', 'Urgent']);
  await on.page.keyboard.press('Escape');
  await expect(on.panel).toHaveCount(0);
  await on.page.close();

  const panel = await openSidePanel(device);
  await panel.getByRole('tab', { name: 'Priorities' }).click();
  await panel.getByRole('button', { name: 'Rename or recolour Later' }).click();
  await panel.getByLabel('Priority name').fill('One day');
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByRole('button', { name: /^Urgent/ }).click();
  // By its name, or by its number where the tab was closed before it told.
  await panel.getByRole('button', { name: /^Take .+ out of Urgent$/ }).click();
  await expect(panel.getByRole('button', { name: /^Urgent/ })).toContainText('No chats');
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.locator('.panel-chats .chat')).toHaveCount(1);
  await panel.getByRole('button', { name: 'Delete priority Urgent' }).click();
  await expect.poll(async () => (await names(product)).map(({ name }) => name)).toEqual(['One day']);
  await panel.getByRole('button', { name: 'Undo' }).click();
  const given = async () => (await names(product)).map(({ name, chatId }) => [name, chatId !== null]);
  await expect.poll(given).toEqual([
    ['One day', false],
    ['Urgent', true],
  ]);
});
