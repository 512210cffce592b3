import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import type { Simulator } from '../../simulator/server.ts';
import { DEMO_USER } from './demo-world.ts';
import { openDevice, signIn, type Device, type DeviceOptions } from './device.ts';
import { WhatsAppPage } from './whatsapp-page.ts';

const FOLDER = 'Urgent';

/** Does the main job on two devices as a person would, and takes a picture of each step. */
export async function walkMainJob(
  options: DeviceOptions,
  simulator: Simulator,
  directory: string,
  onDevice: (device: Device) => void,
): Promise<void> {
  mkdirSync(directory, { recursive: true });
  let step = 0;
  const tell = async (page: Page, name: string, sentence: string) => {
    step += 1;
    const file = path.join(directory, `${step}-${name}.png`);
    await page.screenshot({ path: file });
    console.log(`${step}. ${sentence}\n   ${path.relative(process.cwd(), file)}`);
  };
  const openSignedIn = async (more: Partial<DeviceOptions> = {}) => {
    const device = await openDevice({ ...options, ...more });
    onDevice(device);
    const popup = await signIn(device, DEMO_USER.email, DEMO_USER.password);
    const whatsapp = new WhatsAppPage(await device.openWhatsApp());
    await whatsapp.strip.waitFor();
    return { device, popup, whatsapp };
  };

  console.log(`\nTwo browsers, one user (${DEMO_USER.email}), a simulated WhatsApp Web:\n`);
  const a = await openSignedIn();
  const b = await openSignedIn({ colorScheme: 'dark' });
  await a.whatsapp.folder(/^Customers/).waitFor();
  await tell(a.whatsapp.page, 'folders', 'The first browser shows the sample folders above the chat list.');

  // Left over from an earlier walk.
  if ((await a.whatsapp.folder(new RegExp(`^${FOLDER}`)).count()) > 0) {
    await a.whatsapp.folder(new RegExp(`^${FOLDER}`)).click();
    await a.whatsapp.page.keyboard.press('Delete');
    await a.whatsapp.folder(new RegExp(`^${FOLDER}`)).waitFor({ state: 'detached' });
  }
  await a.whatsapp.newFolder.click();
  await a.whatsapp.page.getByLabel('Folder name').fill(FOLDER);
  await a.whatsapp.page.getByRole('radio', { name: 'Red' }).check();
  await tell(a.whatsapp.page, 'new-folder', `A new folder: “${FOLDER}”.`);
  await a.whatsapp.page.getByRole('button', { name: 'Create folder' }).click();

  const listed = simulator.chats().filter(({ archived, kind }) => !archived && kind !== 'channel');
  const unique = listed.filter(({ name }) => listed.filter((other) => other.name === name).length === 1);
  const [first, second, third] = unique.filter(({ pinned, muted }) => !pinned && !muted);
  if (!first || !second || !third) throw new Error('The simulated world has too few chats.');
  await a.whatsapp.row(first.name).hover();
  await a.whatsapp.page.getByRole('button', { name: `Organise “${first.name}”` }).click();
  await a.whatsapp.page.getByRole('menuitemcheckbox', { name: FOLDER }).click();
  await tell(a.whatsapp.page, 'row-menu', `“${first.name}” is filed from the menu of its row.`);
  await a.whatsapp.page.keyboard.press('Escape');
  await a.whatsapp.drag(second.name, FOLDER);
  await a.whatsapp.drag(third.name, FOLDER);
  await tell(a.whatsapp.page, 'dragged', `“${second.name}” and “${third.name}” are dragged onto the folder.`);

  await b.whatsapp.page.bringToFront();
  await b.whatsapp.row(first.name).click();
  await b.whatsapp.page.locator('#main header').waitFor();
  const startedAt = Date.now();
  await b.whatsapp.folder(new RegExp(`^${FOLDER}`)).click();
  while ((await b.whatsapp.rowCount()) !== 3) await b.whatsapp.page.waitForTimeout(10);
  await tell(
    b.whatsapp.page,
    'second-browser',
    `The second browser has the folder; one click shows its three chats (${Date.now() - startedAt} ms with the click).`,
  );
  simulator.incoming(third.id, 'Can you call me back today?');
  while ((await b.whatsapp.titles())[0] !== third.name) await b.whatsapp.page.waitForTimeout(10);
  await tell(
    b.whatsapp.page,
    'message',
    `A message for “${third.name}” moves it to the top, in the folder too.`,
  );

  simulator.setTheme('dark');
  await b.whatsapp.page.locator('body.dark').waitFor();
  await b.whatsapp.row(first.name).hover();
  await tell(b.whatsapp.page, 'dark', 'The same in the dark theme.');
  await b.popup.bringToFront();
  await tell(b.popup, 'popup', 'The popup: the connected account, and everything up to date.');
  console.log(`\nThe main job works. Screenshots: ${path.relative(process.cwd(), directory)}`);
}
