import { signIn, signUp } from './support/device.ts';
import { expect, PASSWORD, test, type Product } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

const filed = (product: Product) =>
  product.query<{ name: string; chatId: string }>(
    'select f.name, c."chatId" from chat_folders c join folders f on f.id = c."folderId" order by 1, 2',
  );

/** A person who is an unread, listed chat of both worlds, by the name that is the same in both. */
const people = (simulator: Parameters<typeof plainChats>[0]) =>
  plainChats(simulator).filter(({ kind, muted }) => kind === 'person' && !muted);

for (const isLidMapKnown of [true, false]) {
  test(`a chat that WhatsApp moves to its new id while its folder is open stays in it, and counts once (the page ${isLidMapKnown ? 'knew' : 'did not know'} that id before)`, async ({
    product,
  }) => {
    const { simulator, on } = await signedIn(product, { chats: 60, isLidMapKnown });
    const [first, second] = people(simulator).filter(({ unread }) => unread > 0);
    if (!first || !second) throw new Error('the world is too small');
    await on.createFolder('Customers');
    await on.file(first.name, 'Customers');
    await on.file(second.name, 'Customers');
    await on.folder(/^Customers/).click();
    await expect.poll(() => on.rowCount()).toBe(2);
    simulator.migrateToLid(first.id);

    await expect.poll(async () => (await filed(product)).map(({ chatId }) => chatId)).toContain(first.lid);
    await expect
      .poll(async () => (await on.titles()).toSorted())
      .toEqual([first.name, second.name].toSorted());
    await expect(on.folder(/^Customers/).locator('.count')).toHaveText('2');
    simulator.migrateToLid();
    await expect
      .poll(async () => (await on.titles()).toSorted())
      .toEqual([first.name, second.name].toSorted());
    await expect(on.folder(/^Customers/).locator('.count')).toHaveText('2');
    expect(await filed(product)).toHaveLength(2);

    await on.file(first.name, 'Customers');
    await expect.poll(async () => (await filed(product)).map(({ chatId }) => chatId)).toEqual([second.lid]);
    await expectQuietPage(on.page);
  });
}

test('a chat is one on a device that WhatsApp has moved to new ids and on one that it has not', async ({
  product,
}) => {
  test.setTimeout(90_000);
  const before = await product.simulate({ chats: 60 });
  const server = await product.startServer();
  const device = await product.device();
  await signUp(device, 'ada@example.com', PASSWORD);
  const on = new WhatsAppPage(await device.openWhatsApp());
  await on.folder(/^All/).waitFor();
  await product.simulate({ chats: 60, identity: 'lid' });
  const moved = await product.device();
  await signIn(moved, 'ada@example.com', PASSWORD);
  const other = new WhatsAppPage(await moved.openWhatsApp());
  await other.folder(/^All/).waitFor();
  const [first, second] = people(before);
  if (!first || !second) throw new Error('the world is too small');

  await on.page.bringToFront();
  await on.createFolder('Customers');
  await on.file(first.name, 'Customers');
  await other.page.bringToFront();
  await other.folder(/^Customers/).click();
  await expect.poll(() => other.titles()).toEqual([first.name]);
  await other.folder(/^All/).click();
  await other.file(second.name, 'Customers');
  await on.page.bringToFront();
  await on.folder(/^Customers/).click();
  await expect.poll(async () => (await on.titles()).toSorted()).toEqual([first.name, second.name].toSorted());

  // The same chat, filed on both while they do not hear of each other, under two ids.
  await on.folder(/^All/).click();
  await on.createFolder('Both');
  await other.page.bringToFront();
  await other.folder('Both').waitFor();
  await server.kill();
  await other.file(first.name, 'Both');
  await on.page.bringToFront();
  await on.file(first.name, 'Both');
  await product.startServer({ port: server.port });
  await expect
    .poll(async () => (await filed(product)).filter(({ name }) => name === 'Both'))
    .toEqual([{ name: 'Both', chatId: first.lid }]);

  await on.openChatMenu(first.name);
  await expect(on.page.getByRole('menuitemcheckbox', { name: 'Customers' })).toBeChecked();
  await on.page.getByRole('menuitemcheckbox', { name: 'Customers' }).click();
  await on.page.keyboard.press('Escape');
  await other.page.bringToFront();
  await other.folder(/^Customers/).click();
  await expect.poll(() => other.titles()).toEqual([second.name]);
  await expectQuietPage(on.page);
  await expectQuietPage(other.page);
});

test('a chat whose other id nobody knows is filed all the same', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30, identity: 'unknown' });
  const [chat] = people(simulator);
  if (!chat) throw new Error('the world is too small');
  await on.createFolder('Customers');
  await on.file(chat.name, 'Customers');
  await on.folder(/^Customers/).click();

  await expect.poll(() => on.titles()).toEqual([chat.name]);
  await expect.poll(() => filed(product)).toEqual([{ name: 'Customers', chatId: chat.id }]);
  expect(await product.query('select 1 from chat_aliases')).toEqual([]);
  await expectQuietPage(on.page);
});
