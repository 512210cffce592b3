import { expect, test } from './support/product.ts';
import { expectQuietPage, signedIn } from './support/signed-in.ts';

test('when the extension is updated under an open tab, our parts go and the whole list is back', async ({
  product,
}) => {
  const { device, on } = await signedIn(product, { chats: 60 });
  const all = await on.rowCount();
  await on.createFolder('Empty');
  await on.folder('Empty').click();
  await expect.poll(() => on.rowCount()).toBe(0);
  const worker = await device.background();
  await worker.evaluate(() => {
    (globalThis as unknown as { chrome: { runtime: { reload: () => void } } }).chrome.runtime.reload();
  });

  await expect(on.strip).toHaveCount(0);
  await expect.poll(() => on.rowCount()).toBe(all);
  await expectQuietPage(on.page);
});
