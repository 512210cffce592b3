import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('the list is narrowed by folder, priority, tag and unread together, and that is saved as a view', async ({
  product,
}) => {
  const { on, simulator } = await signedIn(product, { chats: 40 });
  const { page } = on;
  const [first, second, third] = plainChats(simulator);
  if (!first || !second || !third) throw new Error('the world is too small');
  simulator.set(first.id, { unread: 0 });
  await on.createFolder('Suppliers');
  for (const { name } of [first, second]) await on.file(name, 'Suppliers');
  await on.createPriority(first.name, 'Urgent');
  await on.prioritise(second.name, 'Urgent');
  await on.prioritise(third.name, 'Urgent');
  for (const { name } of [first, second, third]) await on.tag(name, 'lead');
  simulator.incoming(second.id, 'hello');

  await page.getByRole('button', { name: 'Filter the list' }).click();
  await on.choose('Folder', 'Suppliers');
  await on.choose('Priority', 'Urgent');
  await on.choose('Tag', 'lead');
  await expect.poll(async () => (await on.titles()).toSorted()).toEqual([first.name, second.name].toSorted());
  await page.getByLabel('Unread chats only').check();
  await expect.poll(() => on.titles()).toEqual([second.name]);
  await page.getByRole('button', { name: 'Save as view' }).last().click();
  await page.getByLabel('View name').fill('Hot leads');
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(on.folder('Hot leads')).toHaveAttribute('aria-selected', 'true');
  await expect(on.folder('Hot leads')).toContainText('1');

  // A chat that is being read stays until another is opened.
  await on.row(second.name).click();
  await expect(page.locator('#main header')).toContainText(second.name);
  await expect.poll(() => on.titles()).toEqual([second.name]);
  await on.folder(/^All/).click();
  await expect.poll(() => on.rowCount()).toBeGreaterThan(3);
  await on.row(first.name).click();
  simulator.incoming(first.id, 'hello');
  simulator.incoming(third.id, 'hello');
  await on.row(third.name).click();
  simulator.incoming(first.id, 'and again');
  await on.folder('Hot leads').click();
  await expect.poll(() => on.titles()).toEqual([first.name]);

  // One of WhatsApp's own filters takes its place.
  await page.locator('#groups-filter').click();
  await expect(on.folder(/^All/)).toHaveAttribute('aria-selected', 'true');
  await page.locator('#all-filter').click();

  // What a view names may go and come back.
  await on.openFolderMenu('Suppliers');
  await page.getByRole('menuitem', { name: 'Delete folder' }).click();
  await on.folder('Hot leads').click();
  await expect(page.getByText('The folder of this view was deleted, so it shows nothing.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => on.titles()).toEqual([first.name]);

  await on.folder('Hot leads').press('Delete');
  await expect(page.getByText('View “Hot leads” deleted')).toBeVisible();
  await expect.poll(() => product.query('select name from views')).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(() => product.query('select name, tag, "isUnread" from views'))
    .toEqual([{ name: 'Hot leads', tag: 'lead', isUnread: true }]);
  await expectQuietPage(page);
});
