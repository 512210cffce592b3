import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

test('the strip and the message box say as whom one writes', async ({ product }) => {
  const { on, simulator } = await signedIn(product, {
    chats: 30,
    me: { phone: '15550100077', name: 'Orders Desk' },
  });
  const { page } = on;
  const [first] = plainChats(simulator);
  if (!first) throw new Error('the world is too small');
  await expect(page.getByTitle('WhatsApp account: Orders Desk')).toBeVisible();
  await on.row(first.name).click();
  await expect(page.getByText('Sending as Orders Desk')).toBeVisible();
  const [{ color } = { color: '' }] = await product.query<{ color: string }>('select color from accounts');
  expect(color).toBe('teal');
  const dots = page.locator('.whose .dot, .sending-as .dot');
  await expect(dots).toHaveCount(2);
  for (const dot of await dots.all()) await expect(dot).toHaveCSS('background-color', 'rgb(13, 159, 140)');
  await expectQuietPage(page);
});

for (const [what, viewport] of [
  ['at its usual size', { width: 1280, height: 800 }],
  // What is left of a window of 1280 by 900 then.
  ['at 200 %', { width: 640, height: 450 }],
  ['in a narrow window', { width: 760, height: 700 }],
] as const) {
  test(`nothing of ours covers or moves a control of WhatsApp ${what}`, async ({ product }) => {
    const { on, simulator } = await signedIn(product, { chats: 30 }, { viewport });
    const { page } = on;
    const [first] = plainChats(simulator);
    if (!first) throw new Error('the world is too small');
    await on.createFolder('Suppliers');
    await on.createPriority(first.name, 'Urgent');
    await on.tag(first.name, 'lead');
    await on.row(first.name).click();
    await expect(page.getByText(/^Sending as/)).toBeVisible();
    await page.mouse.move(0, 0);
    // Each control of the page that is in sight is what the pointer meets in its middle.
    const covered = await page.evaluate(() => {
      const controls = [
        ...document.querySelectorAll<HTMLElement>('#app button, #app [role=textbox], #app input'),
      ];
      return controls.flatMap((control) => {
        const box = control.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const isInSight = box.width > 0 && x > 0 && y > 0 && x < innerWidth && y < innerHeight;
        const met = isInSight ? document.elementFromPoint(x, y) : null;
        const isOurs = met?.closest('[data-nexis-part]') != null;
        return isOurs ? [control.getAttribute('aria-label') ?? control.textContent] : [];
      });
    });
    expect(covered).toEqual([]);
    for (const part of ['#main header', '#main footer']) {
      const box = await page.locator(part).boundingBox();
      expect(box && box.y >= 0 && box.y + box.height <= viewport.height + 1).toBe(true);
    }
    // And ours work.
    await on.folder('Suppliers').click();
    await expect(on.folder('Suppliers')).toHaveAttribute('aria-selected', 'true');
    await page.getByRole('button', { name: 'Queue, who waits longest' }).click();
    await expect(on.panel.getByRole('heading', { name: 'Queue' })).toBeInViewport();
  });
}
