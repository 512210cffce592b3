import type { Page } from 'playwright';
import { signIn, signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { expectQuietPage, signedIn } from './support/signed-in.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

async function submit(popup: Page, button: string, email: string, password: string): Promise<void> {
  await popup.getByLabel('E-mail').fill(email);
  await popup.getByLabel('Password').fill(password);
  await popup.getByRole('button', { name: button, exact: true }).click();
}

test('what is wrong with a sign-in stands at its field', async ({ product }) => {
  await product.simulate({ chats: 30 });
  const server = await product.startServer();
  const device = await product.device();
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  await popup.getByRole('button', { name: 'Sign out' }).click();
  const email = popup.getByLabel('E-mail');
  const password = popup.getByLabel('Password');

  await submit(popup, 'Sign in', 'ada@example.com', 'not the password');
  await expect(password).toHaveAccessibleDescription('The e-mail or the password is wrong.');
  await expect(password).toBeFocused();
  await submit(popup, 'Sign in', 'nobody@example.com', PASSWORD);
  await expect(password).toHaveAccessibleDescription('The e-mail or the password is wrong.');
  await submit(popup, 'Sign in', 'ada@', PASSWORD);
  await expect(email).toHaveAccessibleDescription('This is not an e-mail address.');
  await expect(email).toBeFocused();
  await expect(password).toHaveAccessibleDescription('');

  await popup.getByRole('button', { name: 'New here? Create an account' }).click();
  await submit(popup, 'Create account', 'ada@example.com', PASSWORD);
  await expect(email).toHaveAccessibleDescription(
    'There is an account with this e-mail already. Sign in instead.',
  );
  await submit(popup, 'Create account', 'eve@example.com', 'short');
  await expect(password).toHaveAccessibleDescription('Use at least 10 characters.');
  await submit(popup, 'Create account', 'eve@example.com', 'x'.repeat(129));
  await expect(password).toHaveAccessibleDescription('Use at most 128 characters.');

  await server.kill();
  await submit(popup, 'Create account', 'eve@example.com', PASSWORD);
  await expect(popup.getByRole('alert')).toHaveText(
    'The NexisChat server can not be reached. Check your connection and try again.',
  );
});

test('who signs in after another sees nothing of the first', async ({ product }) => {
  const { device, on, popup } = await signedIn(product, { chats: 30 });
  await on.createFolder('Only for Ada');
  await expect.poll(() => product.query('select 1 from folders')).toHaveLength(1);
  await on.folder('Only for Ada').click();
  await expect.poll(() => on.rowCount()).toBe(0);

  await popup.bringToFront();
  await popup.getByRole('button', { name: 'Sign out' }).click();
  await popup.getByLabel('E-mail').waitFor();
  await expect(popup.getByText('Ada Example')).toHaveCount(0);
  await on.page.bringToFront();
  await expect.poll(() => on.rowCount()).toBeGreaterThan(20);
  await expect(on.page.getByText('Sign in to NexisChat to use your folders')).toBeVisible();
  await popup.close();
  await signUp(device, 'eve@example.com', PASSWORD);
  await on.page.bringToFront();

  await expect(on.folder(/^All/)).toBeVisible();
  await expect(on.folder('Only for Ada')).toHaveCount(0);
  expect(await on.folderNames()).toEqual([]);
  await expectQuietPage(on.page);
});

test('the popup says how far the sync is', async ({ product }) => {
  await product.simulate({ chats: 30 });
  const server = await product.startServer();
  const device = await product.device();
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  const on = new WhatsAppPage(await device.openWhatsApp());
  await on.folder(/^All/).waitFor();
  const line = popup.locator('.sync');
  await expect(line).toHaveText('Up to date');

  await server.kill();
  await expect(line).toHaveText(/^Offline since \d/);
  await on.createFolder('One');
  await expect(line).toHaveText(/^Offline since \d.* · 1 change waiting$/);
  await on.createFolder('Two');
  await expect(line).toHaveText(/^Offline since \d.* · 2 changes waiting$/);
  await popup.bringToFront();
  await popup.getByRole('button', { name: 'Sign out' }).click();
  await expect(popup.getByText('2 changes have not reached the server yet.')).toBeVisible();
  await product.startServer({ port: server.port });
  await popup.getByRole('button', { name: 'Try now' }).click();
  await expect(line).toHaveText('Up to date');
  expect(await product.query('select 1 from folders')).toHaveLength(2);
});

test('an account is listed once, from however many devices', async ({ product }) => {
  const { popup, on } = await signedIn(product, { chats: 30 });
  const second = await product.device();
  const other = await signIn(second, 'ada@example.com', PASSWORD);
  await expect(other.getByText('Not open here')).toBeVisible();
  const elsewhere = new WhatsAppPage(await second.openWhatsApp());
  await elsewhere.folder(/^All/).waitFor();
  await on.createFolder('Shared');
  await elsewhere.folder('Shared').waitFor();

  for (const each of [popup, other]) {
    await expect(each.getByRole('listitem')).toHaveText([/Ada Example\+15550100001Open in a tab/]);
  }
  expect(await product.query('select 1 from accounts')).toHaveLength(1);
});
