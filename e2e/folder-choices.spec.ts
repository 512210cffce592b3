import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('WhatsApp Web starts with the folder that was chosen for it', async ({ product }) => {
  const { on, simulator } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [first] = plainChats(simulator);
  if (!first) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  await on.file(first.name, 'Suppliers');
  await on.openFolderMenu('Suppliers');
  await page.getByRole('menuitemcheckbox', { name: 'Start with this folder' }).click();
  await expect(page.getByText('WhatsApp Web starts with “Suppliers” now')).toBeVisible();
  await expect.poll(() => product.query('select name from preferences')).toEqual([{ name: 'start' }]);

  await page.reload();
  await expect(on.folder('Suppliers')).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => on.titles()).toEqual([first.name]);

  // Deleted, it is nobody's start any more.
  await on.folder('Suppliers').press('Delete');
  await page.reload();
  await expect(on.folder(/^All/)).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => on.rowCount()).toBeGreaterThan(3);
});

test('the numbers on folders count chats, messages or nothing, as the person likes', async ({ product }) => {
  const { on, simulator } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [first, second, third] = plainChats(simulator);
  if (!first || !second || !third) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  for (const { name } of [first, second, third]) await on.file(name, 'Suppliers');
  for (const { id } of [first, second, third])
    simulator.set(id, { unread: 0, muted: false, archived: false });
  for (const body of ['one', 'two', 'three']) simulator.incoming(first.id, body);
  simulator.incoming(second.id, 'one');
  const chip = on.folder(/^Suppliers/);
  await expect(chip).toHaveAccessibleName(/2 unread chats/);

  await on.openPanel('Folders');
  await on.choose('What the numbers on folders count', 'Unread messages');
  await expect(chip).toHaveAccessibleName(/4 unread messages/);
  await expect(chip.locator('.count')).toHaveText('4');
  simulator.set(third.id, { muted: true });
  simulator.incoming(third.id, 'muted');
  simulator.read(first.id);
  await expect(chip).toHaveAccessibleName(/1 unread message$/);
  await page.keyboard.press('ArrowDown');
  await expect(chip.locator('.count')).toHaveText('');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(chip.locator('.count')).toHaveText('1');
});

test('among many folders one is found by its name, and a drag reaches those that are out of sight', async ({
  product,
}) => {
  const { on, simulator } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const names = ['Anna', 'Müller GmbH', 'Zoë', ...Array.from({ length: 8 }, (_, index) => `Folder ${index}`)];
  for (const name of names) await on.createFolder(name);
  await expect(on.strip.locator('..')).toHaveCSS('max-height', '112px');
  await page.getByRole('button', { name: 'Find a folder or view' }).click();
  await page.getByRole('combobox', { name: 'Find a folder or view' }).fill('mull');
  await expect(page.getByRole('option')).toHaveText(['Müller GmbH']);
  await page.keyboard.press('Enter');
  await expect(on.folder('Müller GmbH')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('combobox')).toHaveCount(0);

  const strip = on.strip.locator('..');
  const scrollTop = () => strip.evaluate((element) => element.scrollTop);
  const [chat] = plainChats(simulator);
  await on.folder(/^All/).click();
  await expect.poll(scrollTop).toBeLessThan(10);
  await on.startDrag(chat?.name ?? '', /^All/);
  const box = await strip.boundingBox();
  if (!box) throw new Error('no strip');
  for (let step = 0; step < 12; step += 1) {
    await page.mouse.move(box.x + 40 + step, box.y + box.height - 4);
  }
  await expect.poll(scrollTop).toBeGreaterThan(20);
  await page.keyboard.press('Escape');
  await page.mouse.up();

  // A search is WhatsApp's own, and looks everywhere; that is said as long as it does.
  await on.folder('Müller GmbH').click();
  await page.locator('#side input[role=textbox]').fill('a');
  await expect(page.getByText('The search looks in all your chats')).toBeVisible();
  await page.locator('#side input[role=textbox]').fill('');
  await expect(page.getByText('The search looks in all your chats')).toHaveCount(0);
  await expectQuietPage(page);
});
