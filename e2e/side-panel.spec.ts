import type { Page } from 'playwright';
import { signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { openSidePanel } from './support/side-panel.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

async function addFolder(panel: Page, name: string): Promise<void> {
  await panel.getByRole('button', { name: 'New folder' }).click();
  await panel.getByLabel('Folder name').fill(name);
  await panel.keyboard.press('Enter');
  await panel.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
}

const names = (panel: Page) => panel.locator('.panel-name bdi').allTextContents();

test('folders are made, ordered, renamed and deleted with no WhatsApp tab open', async ({ product }) => {
  const { device, on } = await signedIn(product, { chats: 30 });
  await on.page.close();
  const panel = await openSidePanel(device);

  await addFolder(panel, 'One');
  await addFolder(panel, 'Two');
  await addFolder(panel, 'Three');
  await panel.getByRole('button', { name: 'Move Three up' }).click();
  await expect.poll(() => names(panel)).toEqual(['One', 'Three', 'Two']);
  await panel.getByRole('button', { name: 'Rename or recolour One' }).click();
  await panel.getByLabel('Folder name').fill('Three');
  await expect(panel.getByText('Another folder has this name too.')).toBeVisible();
  await panel.getByLabel('Folder name').fill('First');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => names(panel)).toEqual(['First', 'Three', 'Two']);
  await panel.getByRole('button', { name: 'Delete folder Three' }).click();
  await expect.poll(() => names(panel)).toEqual(['First', 'Two']);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => names(panel)).toEqual(['First', 'Three', 'Two']);

  const rows = () => product.query<{ name: string }>('select name from folders order by position');
  await expect.poll(async () => (await rows()).map(({ name }) => name)).toEqual(['First', 'Three', 'Two']);
});

test('a filed chat is opened from the side panel, and taken out with a way back', async ({ product }) => {
  const { simulator, device, on } = await signedIn(product, { chats: 30 });
  const chat = plainChats(simulator)[2];
  if (!chat) throw new Error('the world is too small');
  await on.createFolder('Suppliers');
  await on.file(chat.name, 'Suppliers');
  const panel = await openSidePanel(device);
  const folder = panel.getByRole('button', { name: /^Suppliers/ });
  await expect(folder).toContainText('1 chat');
  await folder.click();

  await panel.getByRole('button', { name: chat.name, exact: true }).click();
  await expect(on.page.locator('#main header')).toContainText(chat.name);
  await panel.getByRole('button', { name: `Take ${chat.name} out of Suppliers` }).click();
  await expect(folder).toContainText('No chats');
  await expect.poll(() => product.query('select 1 from chat_folders')).toEqual([]);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(folder).toContainText('1 chat');
  await expectQuietPage(on.page);
});

test('who is signed out can sign in there', async ({ product }) => {
  await product.simulate({ chats: 30 });
  await product.startServer();
  const device = await product.device();
  await (await signUp(device, 'ada@example.com', PASSWORD)).getByRole('button', { name: 'Sign out' }).click();
  const panel = await openSidePanel(device);
  await panel.getByLabel('E-mail').fill('ada@example.com');
  await panel.getByLabel('Password').fill(PASSWORD);
  await panel.getByRole('button', { name: 'Sign in', exact: true }).click();

  await expect(panel.getByText('Open WhatsApp Web once while you are signed in')).toBeVisible();
  await new WhatsAppPage(await device.openWhatsApp()).folder(/^All/).waitFor();
  await expect(panel.getByRole('combobox', { name: 'WhatsApp account' })).toContainText('+15550100001');
});
