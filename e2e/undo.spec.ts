import { signIn } from './support/device.ts';
import { expect, PASSWORD, test, type Product } from './support/product.ts';
import { plainChats, signedIn } from './support/signed-in.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

const EMAIL = 'ada@example.com';

/** What the server has: each folder with its colour, in order, and its chats. */
const shelfOf = (product: Product) =>
  product.query(`
    select name, color, (select count(*)::int from chat_folders where "folderId" = folders.id) as chats
    from folders order by position`);

test('every act is taken back with one press, after it has been synced too', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const [first, second] = plainChats(simulator);
  if (!first || !second) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  await on.createFolder('Family');
  await on.file(first.name, 'Suppliers');
  const before = [
    { name: 'Suppliers', color: 'teal', chats: 1 },
    { name: 'Family', color: 'blue', chats: 0 },
  ];
  await expect.poll(() => shelfOf(product)).toEqual(before);

  const acts: readonly (readonly [said: string, act: () => Promise<void>])[] = [
    ['Folder “Clients” made', () => on.createFolder('Clients')],
    [
      'Folder “Shops” changed',
      async () => {
        await on.openFolderMenu('Suppliers');
        await on.page.getByRole('menuitem', { name: 'Rename or recolour' }).click();
        await on.page.getByLabel('Folder name').fill('Shops');
        await on.page.getByRole('radio', { name: 'Pink' }).check();
        await on.page.getByRole('button', { name: 'Save' }).click();
      },
    ],
    ['“Family” moved', () => on.dragFolder('Family', 'Suppliers')],
    [`“${second.name}” put in “Suppliers”`, () => on.drag(second.name, 'Suppliers')],
    [`“${first.name}” taken out of “Suppliers”`, () => on.file(first.name, 'Suppliers')],
    [
      // Two things at once.
      'Folder “New” made',
      async () => {
        await on.openChatMenu(second.name);
        await on.page.getByRole('menuitem', { name: 'New folder' }).click();
        await on.page.getByLabel('Folder name').fill('New');
        await on.page.getByRole('button', { name: 'Create folder' }).click();
      },
    ],
    [
      'Folder “Suppliers” deleted',
      async () => {
        await on.openFolderMenu('Suppliers');
        await on.page.getByRole('menuitem', { name: 'Delete folder' }).click();
      },
    ],
  ];
  for (const [said, act] of acts) {
    await test.step(said, async () => {
      await act();
      await on.page.getByText(said, { exact: true }).waitFor();
      await expect.poll(() => shelfOf(product)).not.toEqual(before);
      await on.page.getByRole('button', { name: 'Undo' }).click();
      await expect(on.page.getByText(said, { exact: true })).toHaveCount(0);
      await expect.poll(() => shelfOf(product)).toEqual(before);
    });
  }
  await expect.poll(() => on.folderNames()).toEqual(['Suppliers', 'Family']);
});

test('what was taken back on one device is back on the other', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const [chat] = plainChats(simulator);
  if (!chat) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  await on.file(chat.name, 'Suppliers');
  const other = await product.device();
  await signIn(other, EMAIL, PASSWORD);
  const onOther = new WhatsAppPage(await other.openWhatsApp());
  await onOther.folder(/^Suppliers/).waitFor();

  await on.page.bringToFront();
  await on.openFolderMenu('Suppliers');
  await on.page.getByRole('menuitem', { name: 'Delete folder' }).click();
  await expect(onOther.folder(/^Suppliers/)).toHaveCount(0);
  await on.page.getByRole('button', { name: 'Undo' }).click();
  await onOther.folder(/^Suppliers/).click();
  await expect.poll(() => onOther.titles()).toEqual([chat.name]);
});
