import { signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { expectQuietPage } from './support/signed-in.ts';

test('what a person sends us when something is off holds versions and probes, and nothing that anybody wrote or is called', async ({
  product,
}) => {
  const simulator = await product.simulate({ chats: 60, drift: 'roles-gone' });
  await product.startServer();
  const device = await product.device();
  await device.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  const page = await device.openWhatsApp('Maria Silva');
  await page.getByText('Maria Silva').first().click();
  await page.locator('#main footer [contenteditable]').waitFor();

  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const inPage = await page.evaluate(() => navigator.clipboard.readText());
  await popup.bringToFront();
  await popup.getByRole('button', { name: 'Copy report' }).click();
  await expect(popup.getByRole('button', { name: 'Copied' })).toBeVisible();
  const inPopup = await popup.evaluate(() => navigator.clipboard.readText());

  for (const report of [inPage, inPopup]) {
    expect(report).toMatch(/^NexisChat \d+\.\d+\.\d+ · Chrome \d+\nWhatsApp Web 2\.3000\.\d+, ready, ltr\n/);
    expect(report).toMatch(/rows: LOST/);
    expect(report).toMatch(/grid: not found/);
    expect(report).toContain('div#pane-side');
    expect(report.replace(/2\.3000\.\d+/, '')).not.toMatch(/\d{4}/);
    const personal = simulator.chats().flatMap(({ id, name, last }) => [id, name, last.body]);
    expect([...personal, 'Ada', 'ada@example.com'].filter((word) => report.includes(word))).toEqual([]);
  }
  await expectQuietPage(page);
});
