import { signIn, signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

test('a folder made on one device filters the chat list on another', async ({ product }) => {
  const simulator = await product.simulate({ chats: 200 });
  await product.startServer();
  const a = await product.device();
  const b = await product.device();
  await signUp(a, 'ada@example.com', PASSWORD);
  await signIn(b, 'ada@example.com', PASSWORD);
  const onA = new WhatsAppPage(await a.openWhatsApp());
  const onB = new WhatsAppPage(await b.openWhatsApp());
  await onB.strip.waitFor();

  const listed = simulator.chats().filter(({ archived, kind }) => !archived && kind !== 'channel');
  const isUnique = ({ name }: { name: string }) => listed.filter((other) => other.name === name).length === 1;
  const [first, second, third] = listed.filter((chat) => isUnique(chat) && !chat.pinned && !chat.muted);
  const outside = listed.filter((chat) => isUnique(chat) && !chat.pinned).at(6);
  if (!first || !second || !third || !outside) throw new Error('the world is too small');

  await onA.createFolder('Suppliers');
  await onA.file(first.name, 'Suppliers');
  await onA.drag(second.name, 'Suppliers');
  await onB.folder(/^Suppliers/).click();
  await expect.poll(() => onB.rowCount(), { timeout: 1000 }).toBe(2);
  await onA.file(third.name, 'Suppliers');
  await expect.poll(() => onB.rowCount(), { timeout: 1000 }).toBe(3);
  expect(await onB.titles()).toEqual([first.name, second.name, third.name]);

  const unread = [first, second, third].filter((chat) => chat.unread !== 0).length;
  const countOf = (count: number) =>
    count === 0 ? 'Suppliers' : `Suppliers ${count} unread chat${count === 1 ? '' : 's'}`;
  await expect(onB.folder(countOf(unread))).toBeVisible();

  simulator.incoming(third.id, 'Is the parcel on its way?');
  await expect.poll(() => onB.titles()).toEqual([third.name, first.name, second.name]);
  const unreadNow = unread + Number(third.unread === 0);
  await expect(onB.folder(countOf(unreadNow))).toBeVisible();

  simulator.incoming(outside.id, 'Hello?');
  await expect.poll(() => simulator.chats().find(({ id }) => id === outside.id)?.last.body).toBe('Hello?');
  await expect(onA.page.getByText('Hello?').first()).toBeVisible();
  expect(await onB.titles()).toEqual([third.name, first.name, second.name]);

  const rows = await product.query(
    `select f.name, count(*)::int as chats from folders f join chat_folders c on c."folderId" = f.id group by f.name`,
  );
  expect(rows).toEqual([{ name: 'Suppliers', chats: 3 }]);
  const accounts = await product.query('select "phoneNumber", "accountNumber" from accounts');
  expect(accounts).toEqual([{ phoneNumber: '15550100001', accountNumber: 1 }]);
});

test('a folder made while the server is away arrives on the other device once', async ({ product }) => {
  await product.simulate({ chats: 60 });
  const server = await product.startServer();
  const a = await product.device();
  const b = await product.device();
  const popup = await signUp(a, 'ada@example.com', PASSWORD);
  await signIn(b, 'ada@example.com', PASSWORD);
  const onA = new WhatsAppPage(await a.openWhatsApp());
  const onB = new WhatsAppPage(await b.openWhatsApp());
  await onA.strip.waitFor();
  await onB.strip.waitFor();

  await server.kill();
  await expect(popup.getByText(/^Offline since \d/)).toBeVisible();
  await onA.createFolder('Made offline');
  await expect(popup.getByText(/1 change waiting/)).toBeVisible();
  await product.startServer({ port: server.port });

  await expect(onB.folder('Made offline')).toBeVisible({ timeout: 20_000 });
  await expect(popup.getByText('Up to date')).toBeVisible({ timeout: 20_000 });
  await expect(onB.folder('Made offline')).toHaveCount(1);
  expect(await product.query('select name from folders')).toEqual([{ name: 'Made offline' }]);
});
