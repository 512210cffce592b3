import { pressPaletteShortcut, type CommandsGlobal } from './support/palette.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('the palette goes to chats and folders, and files, prioritises, tags and takes back, by keys alone', async ({
  product,
}) => {
  const { on, simulator, device } = await signedIn(product, { chats: 200 });
  const { page } = on;
  const [first, second] = plainChats(simulator);
  if (!first || !second) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  await on.createPriority(second.name, 'Urgent');
  const field = page.getByRole('combobox', { name: 'Go to a chat or a folder, or do something' });
  const run = async (typed: string, option: RegExp | string) => {
    await pressPaletteShortcut(device);
    await expect(field).toBeFocused();
    await page.keyboard.type(typed);
    await expect(page.getByRole('option').first()).toHaveText(option);
    await page.keyboard.press('Enter');
    await expect(field).toHaveCount(0);
  };
  const rows = async (table: string) => (await product.query(`select 1 from ${table}`)).length;

  await run(first.name, new RegExp(`^${first.name}`));
  await expect(page.locator('#main header')).toContainText(first.name);
  // Its message box takes the focus a moment later.
  await expect(page.locator('#main footer [role=textbox]')).toBeFocused();
  await run('put in', /^Put in “Suppliers”/);
  await expect.poll(() => rows('chat_folders')).toBe(1);
  await run('urg', /^Give priority “Urgent”/);
  await expect(on.marks(first.name)).toHaveText(['Urgent']);
  await run('undo', /^Undo: “/);
  await expect(on.marks(first.name)).toHaveCount(0);
  await run('another', /^Another tag/);
  await on.typeTag('lead');
  await expect(on.marks(first.name)).toHaveText(['lead']);
  await run('suppliers', /^Suppliers/);
  await expect.poll(() => on.titles()).toEqual([first.name]);
  await run('all chats', /^All chats/);
  await expect.poll(() => on.rowCount()).toBeGreaterThan(100);

  await pressPaletteShortcut(device);
  await expect(field).toBeFocused();
  await page.keyboard.type('nothing is called so');
  await expect(page.getByText('Nothing is called “nothing is called so”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await expectQuietPage(page);
});

test('the shortcut is declared, so that a person can change it in the browser', async ({ product }) => {
  const { device } = await signedIn(product, { chats: 5 });
  const background = await device.background();
  const commands = await background.evaluate(() =>
    (globalThis as unknown as CommandsGlobal).chrome.commands.getAll(),
  );
  expect(commands).toContainEqual({
    name: 'palette',
    description: 'Open the palette of NexisChat in WhatsApp Web',
    shortcut: 'Alt+Shift+K',
  });
});
