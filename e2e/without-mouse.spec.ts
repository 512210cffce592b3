import { arrowTo, pressUntilFocused, tabTo } from './support/keys.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('chats are picked, prioritised and tagged, the list narrowed and saved, and the panel used, with the keyboard alone', async ({
  product,
}) => {
  const { on, simulator } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [first, second] = plainChats(simulator);
  if (!first || !second) throw new Error('the world is too small');
  const press = (key: string) => page.keyboard.press(key);
  const focusRow = async (title: string) => {
    await on
      .row(title)
      .locator('[tabindex]')
      .first()
      .evaluate((element) => (element as HTMLElement).focus());
  };

  await test.step('a priority from the row', async () => {
    await focusRow(first.name);
    await tabTo(page, page.getByRole('button', { name: `Organise “${first.name}”` }));
    await press('Enter');
    await arrowTo(page, page.getByRole('menuitem', { name: 'New priority' }));
    await press('Enter');
    await expect(page.getByLabel('Priority name')).toBeFocused();
    await page.keyboard.type('Urgent');
    await press('Enter');
    await expect(on.marks(first.name)).toHaveText(['Urgent']);
  });

  await test.step('two chats picked and tagged', async () => {
    for (const { name } of [first, second]) {
      await focusRow(name);
      await tabTo(page, page.getByRole('button', { name: `Pick “${name}”` }));
      await press('Space');
    }
    const organise = page.getByRole('toolbar').getByRole('button', { name: 'Organise' });
    await page.locator('#side input[role=textbox]').focus();
    await tabTo(page, organise);
    await press('Enter');
    await arrowTo(page, page.getByRole('menuitem', { name: /^Tag/ }), 'ArrowUp');
    await press('Enter');
    await expect(page.getByRole('combobox', { name: 'Type a tag' })).toBeFocused();
    await page.keyboard.type('lead');
    await expect(page.getByRole('option', { name: 'New tag “lead”' })).toBeVisible();
    await press('Enter');
    await expect(on.marks(second.name)).toHaveText(['lead']);
    await expect(organise).toBeFocused();
    await press('Escape');
    await expect(page.getByRole('toolbar')).toHaveCount(0);
  });

  await test.step('narrowed to the tag, and saved', async () => {
    await page.locator('#side input[role=textbox]').focus();
    await tabTo(page, page.getByRole('button', { name: 'Filter the list' }));
    await press('Enter');
    await tabTo(page, page.getByLabel('Tag', { exact: true }));
    await page.keyboard.type('lead');
    await expect
      .poll(async () => (await on.titles()).toSorted())
      .toEqual([first.name, second.name].toSorted());
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Save as view' }));
    await press('Enter');
    await expect(page.getByLabel('View name')).toBeFocused();
    await page.keyboard.type('Leads');
    await press('Enter');
    await expect(on.folder('Leads')).toHaveAttribute('aria-selected', 'true');
  });

  await test.step('the queue opens a chat', async () => {
    await page.locator('#side input[role=textbox]').focus();
    await tabTo(page, page.getByRole('button', { name: 'Queue, who waits longest' }));
    await press('Enter');
    await expect(on.panel.getByRole('tab', { name: 'Queue' })).toBeFocused();
    await press('ArrowRight');
    await expect(on.panel.getByRole('tab', { name: 'Folders' })).toBeFocused();
    await press('ArrowLeft');
    await tabTo(
      page,
      on.panel.getByRole('region', { name: 'Urgent' }).getByRole('button', { name: first.name }),
    );
    await press('Enter');
    await expect(page.locator('#main header')).toContainText(first.name);
    await expect(page.locator('#main footer [role=textbox]')).toBeFocused();
    await on.panel.getByRole('tab', { name: 'Queue' }).focus();
    await press('Escape');
    await expect(on.panel).toHaveCount(0);
  });

  await test.step('the bar of the open chat, and the way back', async () => {
    const bar = page.getByRole('group', { name: `Organise “${first.name}”` });
    await expect(bar).toBeVisible();
    await page.locator('#main header button').last().focus();
    await tabTo(page, bar.getByRole('button', { name: 'Urgent' }));
    await press('Enter');
    await arrowTo(page, page.getByRole('menuitemradio', { name: 'No priority' }));
    await press('Space');
    await expect(on.marks(first.name)).toHaveText(['lead']);
    await press('Escape');
    await expect(bar.getByRole('button', { name: 'Priority' })).toBeFocused();
    const undo = page.getByRole('button', { name: 'Undo' });
    await pressUntilFocused(page, 'Tab', undo);
    await press('Enter');
    await expect(on.marks(first.name)).toHaveText(['Urgent', 'lead']);
  });
  await expectQuietPage(page);
});
