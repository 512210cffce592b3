import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('several chats are picked, then filed, prioritised and tagged at once, each with one undo', async ({
  product,
}) => {
  const { on, simulator } = await signedIn(product, { chats: 40 });
  const { page } = on;
  const chats = plainChats(simulator).slice(0, 3);
  const titles = chats.map(({ name }) => name);
  const count = async (table: string) => (await product.query(`select 1 from ${table}`)).length;
  await on.createFolder('Suppliers');

  await on.pick(...titles);
  const bar = page.getByRole('toolbar', { name: '3 chats picked' });
  await expect(bar).toBeVisible();
  await bar.getByRole('button', { name: 'Organise' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Suppliers' }).click();
  await expect(page.getByText('3 chats put in “Suppliers”')).toBeVisible();
  await expect.poll(() => count('chat_folders')).toBe(3);
  await page.getByRole('menuitem', { name: 'New priority' }).click();
  await page.getByLabel('Priority name').fill('Urgent');
  await page.getByRole('button', { name: 'Create priority' }).click();
  await expect.poll(() => count('chat_priorities')).toBe(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => count('chat_priorities')).toBe(0);

  await bar.getByRole('button', { name: 'Organise' }).click();
  await page.getByRole('menuitem', { name: /^Tag/ }).click();
  await on.typeTag('lead');
  for (const title of titles) await expect(on.marks(title)).toHaveText(['lead']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => count('chat_tags')).toBe(0);

  // All of them go where one of them is dragged.
  await on.createFolder('Family');
  await on.drag(titles[1]!, 'Family');
  await expect(page.getByText('3 chats put in “Family”')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => count('chat_folders')).toBe(3);
  await expectQuietPage(page);
});
