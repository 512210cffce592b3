import { signIn } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

test('a folder needs a name, is told when another has it, and can be renamed and recoloured', async ({
  product,
}) => {
  const { on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  await on.createFolder('Suppliers', 'Violet');

  await on.openEditor();
  await page.getByRole('button', { name: 'Create folder' }).click();
  await expect(page.getByText('Give the folder a name.')).toBeVisible();
  await page.getByLabel('Folder name').fill('  Suppliers ');
  await expect(page.getByText('Another folder has this name too.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByLabel('Folder name')).toHaveCount(0);

  await on.openFolderMenu('Suppliers');
  await page.getByRole('menuitem', { name: 'Rename or recolour' }).click();
  await expect(page.getByLabel('Folder name')).toHaveValue('Suppliers');
  await page.getByLabel('Folder name').fill('<b>موردون</b> 🧵');
  await page.getByRole('radio', { name: 'Orange' }).check();
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(on.folder('<b>موردون</b> 🧵')).toBeVisible();
  await expect(on.strip.locator('b')).toHaveCount(0);
  await expect
    .poll(() => product.query('select name, color from folders'))
    .toEqual([{ name: '<b>موردون</b> 🧵', color: 'orange' }]);
  await expectQuietPage(page);
});

test('the order of the folders is what one makes it, also after a reload and on another device', async ({
  product,
}) => {
  const { on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  for (const name of ['One', 'Two', 'Three', 'Four']) await on.createFolder(name);

  await on.dragFolder('Four', 'Two');
  await expect.poll(() => on.folderNames()).toEqual(['One', 'Four', 'Two', 'Three']);
  await expect(on.folder(/^All/)).toHaveAttribute('aria-selected', 'true');
  await on.openFolderMenu('One');
  await page.getByRole('menuitem', { name: 'Move right' }).click();
  await expect.poll(() => on.folderNames()).toEqual(['Four', 'One', 'Two', 'Three']);
  await on.dragFolder('Four', 'Three');
  await expect.poll(() => on.folderNames()).toEqual(['One', 'Two', 'Three', 'Four']);
  await on.openFolderMenu('Two');
  await page.getByRole('menuitem', { name: 'Move left' }).click();

  const order = ['Two', 'One', 'Three', 'Four'];
  await expect.poll(() => on.folderNames()).toEqual(order);
  await expect
    .poll(() => product.query('select name from folders order by position collate "C", id'))
    .toEqual(order.map((name) => ({ name })));
  await page.reload();
  await expect.poll(() => on.folderNames()).toEqual(order);
  const other = await product.device();
  await signIn(other, 'ada@example.com', PASSWORD);
  const elsewhere = new WhatsAppPage(await other.openWhatsApp());
  await expect.poll(() => elsewhere.folderNames()).toEqual(order);
});

test('left is left where the page reads from right to left', async ({ product }) => {
  const { on } = await signedIn(product, { chats: 30, locale: 'ar' });
  await on.createFolder('One');
  await on.createFolder('Two');

  await on.openFolderMenu('One');
  await on.page.getByRole('menuitem', { name: 'Move left' }).click();
  await expect.poll(() => on.folderNames()).toEqual(['Two', 'One']);
  const [left, right] = [await on.folder('One').boundingBox(), await on.folder('Two').boundingBox()];
  expect(left?.x).toBeLessThan(right?.x ?? 0);
  await on.folder('Two').click();
  await on.page.keyboard.press('ArrowLeft');
  await expect(on.folder('One')).toBeFocused();
});

test('a deleted folder comes back with its chats', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const [first, second] = plainChats(simulator);
  if (!first || !second) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  await on.file(first.name, 'Suppliers');
  await on.file(second.name, 'Suppliers');
  await on.folder(/^Suppliers/).click();
  await expect.poll(() => on.rowCount()).toBe(2);

  await on.openFolderMenu('Suppliers');
  await on.page.getByRole('menuitem', { name: 'Delete folder' }).click();
  await expect(on.folder(/^Suppliers/)).toHaveCount(0);
  await expect(on.folder(/^All/)).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => product.query('select 1 from folders')).toEqual([]);
  await on.page.getByRole('button', { name: 'Undo' }).click();

  await on.folder(/^Suppliers/).click();
  await expect.poll(() => on.titles()).toEqual([first.name, second.name]);
  await expect.poll(() => product.query('select 1 as one from chat_folders')).toHaveLength(2);
});

test("a row's menu files, unfiles and makes a new folder that holds the chat", async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [chat, other] = plainChats(simulator);
  if (!chat || !other) throw new Error('the world is too small');

  await on.openChatMenu(chat.name);
  await page.getByRole('menuitem', { name: 'New folder' }).click();
  await page.getByLabel('Folder name').fill('From the row');
  await page.keyboard.press('Enter');
  await on.file(other.name, 'From the row');
  await on.folder(/^From the row/).click();
  await expect.poll(() => on.titles()).toEqual([chat.name, other.name]);

  await on.file(chat.name, 'From the row');
  await expect.poll(() => on.titles()).toEqual([other.name]);
  await on.folder(/^Unfiled/).click();
  await expect(on.row(other.name)).toHaveCount(0);
  await expect(on.row(chat.name)).toHaveCount(1);
  await expect
    .poll(() => product.query('select "chatId" from chat_folders'))
    .toEqual([{ chatId: other.lid ?? other.id }]);
});

test('a dragged chat is filed where it is dropped on a folder, and nowhere else', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [chat] = plainChats(simulator);
  if (!chat) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  const filed = () => product.query('select "chatId" from chat_folders');

  await on.startDrag(chat.name, 'Suppliers');
  await page.keyboard.press('Escape');
  await expect(page.locator('.ghost')).toHaveCount(0);
  await page.mouse.up();
  await on.startDrag(chat.name, 'Suppliers');
  await page.mouse.move(900, 500, { steps: 3 });
  await page.mouse.up();
  await on.startDrag(chat.name, /^All/);
  await page.mouse.up();
  await expect(page.locator('#main')).toHaveCount(0);
  await on.startDrag(chat.name, 'Suppliers');
  await expect(page.locator('.ghost')).toHaveText(chat.name);
  expect(await filed()).toEqual([]);
  await page.mouse.up();

  await expect(page.getByText(`“${chat.name}” put in “Suppliers”`)).toBeVisible();
  await expect.poll(filed).toEqual([{ chatId: chat.id }]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(filed).toEqual([]);
  await expectQuietPage(page);
});

test('unread counts leave muted and archived chats out, and follow messages and reads', async ({
  product,
}) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const [first, second] = plainChats(simulator).filter(({ unread, muted }) => unread === 0 && !muted);
  if (!first || !second) throw new Error('the world is too small');
  await on.createFolder('Two');
  await on.file(first.name, 'Two');
  await on.file(second.name, 'Two');
  await expect(on.folder('Two')).toHaveAccessibleName('Two');

  simulator.incoming(first.id, 'hello');
  await expect(on.folder(/^Two/)).toHaveAccessibleName('Two 1 unread chat');
  simulator.incoming(second.id, 'hello');
  simulator.incoming(second.id, 'hello again');
  await expect(on.folder(/^Two/)).toHaveAccessibleName('Two 2 unread chats');
  simulator.set(first.id, { muted: true });
  await expect(on.folder(/^Two/)).toHaveAccessibleName('Two 1 unread chat');
  simulator.set(first.id, { muted: false });
  simulator.set(second.id, { archived: true });
  await expect(on.folder(/^Two/)).toHaveAccessibleName('Two 1 unread chat');
  simulator.read(first.id);
  await expect(on.folder(/^Two/)).toHaveAccessibleName('Two');
});

test('two people of one name are two chats', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const twins = simulator.chats().filter(({ name }) => name === 'Maria Silva');
  expect(twins).toHaveLength(2);
  await on.createFolder('Marias');

  await on.openChatMenu('Maria Silva', 1);
  await on.page.getByRole('menuitemcheckbox', { name: 'Marias' }).click();
  await on.page.keyboard.press('Escape');

  await expect
    .poll(() => product.query('select "chatId" from chat_folders'))
    .toEqual([{ chatId: twins[1]?.lid }]);
  await on.folder(/^Marias/).click();
  await expect.poll(() => on.titles()).toEqual(['Maria Silva']);
});
