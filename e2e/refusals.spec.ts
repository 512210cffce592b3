import { signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

test('a WhatsApp account beyond the plan is refused with a sentence, and the page goes on', async ({
  product,
}) => {
  await product.simulate({ chats: 60 });
  await product.startServer({ plan: 'free' });
  const device = await product.device();
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  await product.query(
    `insert into accounts ("userId", name, "phoneNumber", color, "isBusinessAccount", "isVerified")
     select id, 'Other ' || number, '1555000000' || number, 'teal', false, false from "user", generate_series(1, 2) as number`,
  );
  const { page, strip, rows } = new WhatsAppPage(await device.openWhatsApp());

  await expect(page.getByText('Your plan allows 2 WhatsApp accounts.').first()).toBeVisible();
  await expect(strip).toHaveCount(0);
  await expect(popup.getByText('Your plan allows 2 WhatsApp accounts.')).toBeVisible();
  await popup.bringToFront();
  await popup.getByRole('button', { name: 'Dismiss' }).click();
  await popup.getByText('Up to date').waitFor();
  await expect(popup.getByText('Your plan allows 2 WhatsApp accounts.')).toHaveCount(0);
  await page.bringToFront();
  await expect(page.getByText('This WhatsApp account is not connected to NexisChat.')).toBeVisible();
  await rows.first().click();
  await expect(page.locator('#main header')).toBeVisible();
  expect(await product.query('select count(*)::int as accounts from accounts')).toEqual([{ accounts: 2 }]);
});

test('a folder beyond the plan is refused with a sentence, and the others stay', async ({ product }) => {
  await product.simulate({ chats: 60 });
  await product.startServer({ plan: 'free' });
  const device = await product.device();
  await signUp(device, 'ada@example.com', PASSWORD);
  const on = new WhatsAppPage(await device.openWhatsApp());
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) await on.createFolder(name);
  await expect.poll(() => product.query('select name from folders')).toHaveLength(5);

  // Shown and gone again within milliseconds, so nothing waits for it.
  await on.newFolder.click();
  await on.page.getByLabel('Folder name').fill('Six');
  await on.page.getByRole('button', { name: 'Create folder' }).click();
  await expect(on.page.getByText('Not saved: Your plan allows 5 folders for each account.')).toBeVisible();
  await expect(on.folder('Six')).toHaveCount(0);
  await expect(on.page.getByText('Folder “Six”', { exact: true })).toBeVisible();
  await expect(on.page.getByText('Folder “Six” made')).toHaveCount(0);
  await on.page.getByRole('button', { name: 'Try again' }).click();
  await expect(on.page.getByText('Not saved: Your plan allows 5 folders for each account.')).toBeVisible();
  await on.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(on.page.getByText('Not saved')).toHaveCount(0);
  await expect(on.strip.getByRole('tab')).toHaveCount(7);
});

test('what was refused is made after all once there is room for it', async ({ product }) => {
  await product.simulate({ chats: 60 });
  await product.startServer({ plan: 'free' });
  const device = await product.device();
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  const on = new WhatsAppPage(await device.openWhatsApp());
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) await on.createFolder(name);
  await on.newFolder.click();
  await on.page.getByLabel('Folder name').fill('Six');
  await on.page.getByRole('button', { name: 'Create folder' }).click();
  await expect(on.page.getByText('Not saved: Your plan allows 5 folders for each account.')).toBeVisible();

  await product.query(`delete from folders where name = 'One'`);
  await popup.bringToFront();
  await expect(popup.getByText('Folder “Six”', { exact: true })).toBeVisible();
  await popup.getByRole('button', { name: 'Try again' }).click();
  await expect(popup.getByText('Not saved')).toHaveCount(0);
  await on.page.bringToFront();
  await expect(on.folder('Six')).toBeVisible();
  await expect.poll(() => product.query(`select name from folders where name = 'Six'`)).toHaveLength(1);
});
