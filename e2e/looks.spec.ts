import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { pressPaletteShortcut } from './support/palette.ts';
import { expect, test } from './support/product.ts';
import { openSidePanel } from './support/side-panel.ts';
import { plainChats, signedIn } from './support/signed-in.ts';
import { violations } from './support/violations.ts';

const SHOTS = '.data/shots';

for (const [look, world, options] of [
  ['light', {}, {}],
  ['dark', { theme: 'dark' }, { colorScheme: 'dark' }],
  ['right-to-left', { locale: 'ar' }, {}],
] as const) {
  test(`all that organises can be perceived and operated by everybody (${look})`, async ({ product }) => {
    test.setTimeout(120_000);
    mkdirSync(SHOTS, { recursive: true });
    const { on, simulator, device, popup } = await signedIn(product, { chats: 40, ...world }, options);
    const { page } = on;
    const [first, second, third] = plainChats(simulator);
    if (!first || !second || !third) throw new Error('the world is too small');
    const names = ['Suppliers', 'Family', 'Orders', 'Late', 'Paid', 'Abroad', 'Press', 'Other'];
    // What looks for it breaks the page's policy, so nothing is said of that here.
    const see = async (name: string, at: Page = page, isOurs = false) => {
      await at.screenshot({ path: `${SHOTS}/${name}-${look}.png` });
      expect.soft(await violations(at, isOurs), name).toEqual([]);
    };

    await see('no-folders');
    await on.openEditor();
    await page.getByRole('button', { name: 'Create folder' }).click();
    await page.getByText('Give the folder a name.').waitFor();
    await see('folder-editor');
    await page.keyboard.press('Escape');
    for (const name of names) await on.createFolder(name);
    await on.openFolderMenu('Family');
    await see('folder-menu');
    await page.keyboard.press('Escape');
    await on.file(first.name, 'Suppliers');
    await on.createPriority(first.name, 'Urgent');
    await on.createPriority(second.name, 'Later');
    await on.tag(first.name, 'invoice');
    await on.pick(first.name, third.name);
    await on.row(first.name).click();
    await page.getByText(/^Sending as/).waitFor();
    await see('page');
    await page.getByRole('toolbar').getByRole('button', { name: 'Organise' }).click();
    await page.getByRole('menu').waitFor();
    await see('chat-menu');
    await page.getByRole('menuitem', { name: /^Tag/ }).click();
    await page.getByRole('combobox').waitFor();
    await see('tag-picker');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pick none' }).click();

    await page.getByRole('button', { name: 'Find a folder or view' }).click();
    await page.getByRole('combobox').waitFor();
    await see('folder-list');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Filter the list' }).click();
    await on.choose('Tag', 'invoice');
    await page.getByRole('button', { name: 'Without “#invoice”' }).waitFor();
    await see('filter');
    await page.getByRole('dialog').getByRole('button', { name: 'Save as view' }).click();
    await page.getByLabel('View name').waitFor();
    await see('view-editor');
    await page.getByLabel('View name').fill('Invoices');
    await page.getByRole('button', { name: 'Save view' }).click();
    await on.folder('Invoices').waitFor();
    await on.folder(/^All/).click();

    await pressPaletteShortcut(device);
    await page.getByRole('option').first().waitFor();
    await see('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Queue, who waits longest' }).click();
    for (const section of ['Queue', 'Folders', 'Priorities', 'Tags']) {
      await on.panel.getByRole('tab', { name: section }).click();
      await on.panel.getByRole('heading', { name: section }).first().waitFor();
      await see(`panel-${section.toLowerCase()}`);
    }
    const side = await openSidePanel(device);
    for (const section of ['Queue', 'Folders', 'Priorities', 'Tags']) {
      await side.getByRole('tab', { name: section }).click();
      await side.getByRole('heading', { name: section }).first().waitFor();
      await see(`side-panel-${section.toLowerCase()}`, side, true);
    }
    await see('popup', popup, true);
    await popup.getByRole('button', { name: 'Sign out' }).click();
    await popup.getByRole('button', { name: 'Sign in', exact: true }).click();
    await popup.getByText('This is not an e-mail address.').waitFor();
    await see('sign-in', popup, true);
    await page.bringToFront();
    await page.getByText('Sign in to NexisChat').waitFor();
    await see('signed-out');
  });
}
