import { expect, test } from './support/product.ts';
import { openSidePanel } from './support/side-panel.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('hostile names are text, cut where they are too long, and turn nothing around them', async ({
  product,
}) => {
  const { on, simulator, device } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [first] = plainChats(simulator);
  if (!first) throw new Error('the world is too small');
  const html = '<img src=x onerror=alert(1)>';
  const controls = 'a\u0007b\u202ecba\u202c';

  await on.openEditor();
  await page.getByLabel('Folder name').fill('x'.repeat(10_000));
  await page.getByRole('button', { name: 'Create folder' }).click();
  await on.openEditor();
  await page.getByLabel('Folder name').fill(controls);
  await page.getByRole('button', { name: 'Create folder' }).click();
  await on.createPriority(first.name, html);
  await on.tag(first.name, 'مرحبا 👩‍👩‍👧');
  await expect
    .poll(() => product.query('select name from folders order by position'))
    .toEqual([{ name: 'x'.repeat(60) }, { name: 'a b cba' }]);

  // What other devices of another version wrote is text as well.
  await product.query('update folders set name = $1 where name = $2', [
    `${html}\u202e${'y'.repeat(30)}`,
    'a b cba',
  ]);
  await on.createFolder('A push, so that the device pulls');
  await expect(on.strip.locator('[data-drop] .chip-name').nth(1)).toContainText(html);
  for (const chip of await on.strip.locator('.chip').all()) {
    expect((await chip.boundingBox())?.width ?? Infinity).toBeLessThanOrEqual(200);
  }
  await expect(on.marks(first.name)).toHaveText([html, 'مرحبا 👩‍👩‍👧']);
  const row = await on.row(first.name).boundingBox();
  const mark = await on.marks(first.name).first().boundingBox();
  expect((mark?.x ?? 0) + (mark?.width ?? Infinity)).toBeLessThan((row?.x ?? 0) + (row?.width ?? 0));

  await on.openPanel('Folders');
  await expect(on.panel.getByText(html).first()).toBeVisible();
  expect(await on.panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  const side = await openSidePanel(device);
  await expect(side.getByText(html).first()).toBeVisible();
  expect(
    await side.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBe(0);
  await expect(page.locator('img[src=x]')).toHaveCount(0);
  await expect(side.locator('img[src=x]')).toHaveCount(0);
  await expectQuietPage(page);
});
