import { arrowTo, tabTo } from './support/keys.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('folders are chosen, renamed, moved and deleted with the keyboard alone', async ({ product }) => {
  const { on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  await on.createFolder('One');
  await on.createFolder('Two');
  await page.locator('#side input[role=textbox]').focus();

  await tabTo(page, on.folder(/^All/));
  await page.keyboard.press('ArrowRight');
  await expect(on.folder(/^Unfiled/)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(on.folder('One')).toBeFocused();
  await expect(on.folder('One')).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('Enter');
  await expect(on.folder('One')).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('F2');
  await expect(page.getByLabel('Folder name')).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('/just a name');
  await expect(page.getByLabel('Folder name')).toHaveValue('/just a name');
  await page.keyboard.press('Enter');
  await expect(on.folder('/just a name')).toBeFocused();

  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu').waitFor();
  // The menu takes the focus a frame after it is there.
  await expect(on.folder('/just a name')).not.toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(on.folder('/just a name')).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await arrowTo(page, page.getByRole('menuitem', { name: 'Move right' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => on.folderNames()).toEqual(['Two', '/just a name']);
  await expect(on.folder('/just a name')).toBeFocused();

  await page.keyboard.press('Delete');
  await expect.poll(() => on.folderNames()).toEqual(['Two']);
  await expect(on.folder('Two')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Folder name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(on.newFolder).toBeFocused();
  await expectQuietPage(page);
});

test('a chat is filed from its row with the keyboard alone', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [chat] = plainChats(simulator);
  if (!chat) throw new Error('the world is too small');
  await on.createFolder('One');
  await on.createFolder('Two');
  const row = page.locator('#pane-side [data-row-focus=true]');

  await tabTo(page, row);
  while ((await row.locator('span[dir=auto][title]').getAttribute('title')) !== chat.name) {
    await page.keyboard.press('j');
  }
  await page.keyboard.press('Tab');
  const button = page.getByRole('button', { name: `Organise “${chat.name}”` });
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  const [one, two] = ['One', 'Two'].map((name) => page.getByRole('menuitemcheckbox', { name }));
  await expect(one!).toBeVisible();
  await arrowTo(page, two!);
  await page.keyboard.press('Enter');
  await expect(two!).toBeChecked();
  await arrowTo(page, one!, 'ArrowUp');
  await page.keyboard.press('Space');
  await expect(one!).toBeChecked();
  await page.keyboard.press('Space');
  await expect(one!).not.toBeChecked();
  await page.keyboard.press('Escape');

  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect
    .poll(() => product.query('select f.name from folders f join chat_folders c on c."folderId" = f.id'))
    .toEqual([{ name: 'Two' }]);
  await page.keyboard.press('Shift+Tab');
  await expect(row).toBeFocused();
  await expectQuietPage(page);
});

test("what is typed in our fields never reaches the page's own keys", async ({ product }) => {
  const { on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  await page.evaluate(() => {
    const keys: string[] = [];
    Object.assign(window, { heard: keys });
    for (const type of ['keydown', 'keypress', 'keyup', 'input', 'paste'])
      document.addEventListener(type, (event) => keys.push(`${type} ${(event as KeyboardEvent).key}`));
  });
  await page.keyboard.press('q');
  await on.openEditor();

  await page.keyboard.type('j/k and so on');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  await page.keyboard.press('Control+V');

  await expect(page.getByLabel('Folder name')).toHaveValue('j/k and so on');
  await expect(page.getByLabel('Folder name')).toBeFocused();
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard).toEqual(['keydown q', 'keypress q', 'keyup q']);
});
