import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('a tag is typed with completion, shown on the row and in the head, filters, is renamed and merged everywhere', async ({
  product,
}) => {
  const { on, simulator } = await signedIn(product, { chats: 40 });
  const { page } = on;
  const [first, second, third] = plainChats(simulator);
  if (!first || !second || !third) throw new Error('the world is too small');
  const tags = async () =>
    (await product.query<{ tag: string }>('select tag from chat_tags')).map(({ tag }) => tag).sort();
  const hostile = '<i>فاتورة</i> 🧾';

  await test.step('a new one, then the same one by its first letters', async () => {
    await on.tag(first.name, 'invoice');
    await expect(on.marks(first.name)).toHaveText(['invoice']);
    await on.row(second.name).click();
    await page
      .getByRole('group', { name: /^Organise/ })
      .getByRole('button', { name: 'Tag' })
      .click();
    await page.getByRole('combobox', { name: 'Type a tag' }).fill('INV');
    await expect(page.getByRole('option')).toHaveText([/^invoice/, 'New tag “INV”']);
    await page.keyboard.press('Enter');
    await expect(on.marks(second.name)).toHaveText(['invoice']);
    await on.tag(third.name, hostile);
    await expect(on.marks(third.name)).toHaveText([hostile]);
  });

  await test.step('the list shows the chats of a tag', async () => {
    await on.openPanel('Tags');
    await on.panel.getByRole('button', { name: /^invoice/ }).click();
    await expect(on.panel.locator('.panel-chats .chat')).toHaveText([first.name, second.name].sort());
    await on.panel.getByRole('button', { name: 'Show the chats tagged invoice' }).click();
    await expect.poll(() => on.titles()).toEqual([first.name, second.name]);
    await page.getByRole('button', { name: 'Without “#invoice”' }).click();
    await expect.poll(() => on.rowCount()).toBeGreaterThan(3);
  });

  await test.step('renamed everywhere, then merged, then back', async () => {
    await on.panel.getByRole('button', { name: 'Rename invoice', exact: true }).click();
    await on.panel.getByLabel('Tag name').fill('bill');
    await page.keyboard.press('Enter');
    await expect(on.marks(first.name)).toHaveText(['bill']);
    await on.panel.getByRole('button', { name: 'Rename bill', exact: true }).click();
    await on.panel.getByLabel('Tag name').fill(hostile);
    await expect(on.panel.getByText('The two become one.')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect.poll(tags).toEqual([hostile, hostile, hostile]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tags).toEqual(['bill', 'bill', hostile].sort());
  });

  await test.step('taken off', async () => {
    await on.openChatMenu(first.name);
    await page.getByRole('menuitem', { name: /^Tag/ }).click();
    await page.getByRole('option', { name: 'Take the tag off' }).click();
    await expect(on.marks(first.name)).toHaveCount(0);
    await expect(on.page.locator('i', { hasText: 'فاتورة' })).toHaveCount(0);
  });
  await expectQuietPage(page);
});
