import type { Page } from 'playwright';
import { expect, test } from './support/product.ts';
import { expectQuietPage, signedIn } from './support/signed-in.ts';

/** The source of what the page's chat list asks; ours calls through to the page's own. */
const listGetter = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { importNamespace } = window as unknown as {
      importNamespace: (id: string) => Record<string, () => boolean>;
    };
    return String(importNamespace('WAWebFrontendChatGetters')['getShouldAppearInList']);
  });

test('when the extension is updated under an open tab, our parts and our hook go, and the tab asks to be loaded again', async ({
  product,
}) => {
  const { device, on } = await signedIn(product, { chats: 60 }, { isUpdatable: true });
  const { page } = on;
  const all = await on.rowCount();
  await on.createFolder('Empty');
  await on.folder('Empty').click();
  await expect.poll(() => on.rowCount()).toBe(0);
  const hooked = await listGetter(page);
  await device.updateExtension();

  await expect(on.strip).toHaveCount(0);
  await expect.poll(() => on.rowCount()).toBe(all);
  expect(await listGetter(page)).not.toBe(hooked);
  const notice = page.getByText('NexisChat was installed or updated while this tab was open.');
  await expect(notice).toHaveCount(1);
  await page.locator('#pane-side [role=row]').first().click();
  await expect(page.locator('#main footer [contenteditable=true]')).toBeFocused();
  await expectQuietPage(page);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(on.folder('Empty')).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('when the extension is switched off under an open tab, nothing of it is left', async ({ product }) => {
  const { device, on } = await signedIn(product, { chats: 60 });
  const all = await on.rowCount();
  await on.createFolder('Empty');
  await on.folder('Empty').click();
  await expect.poll(() => on.rowCount()).toBe(0);
  const worker = await device.background();
  // From a command line it does not come back: as if it were switched off.
  await worker.evaluate(() => {
    (globalThis as unknown as { chrome: { runtime: { reload: () => void } } }).chrome.runtime.reload();
  });

  await expect(on.strip).toHaveCount(0);
  await expect.poll(() => on.rowCount()).toBe(all);
  await expectQuietPage(on.page);
});
