import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { expectQuietPage } from './support/signed-in.ts';
import { reportsOf } from './support/reports.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

test('a feature that the server has switched off leaves the page alone, and the person is told', async ({
  product,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-kill-list-'));
  const killList = path.join(folder, 'list.json');
  writeFileSync(
    killList,
    JSON.stringify([
      { feature: 'folders', to: '99' },
      { feature: 'aliases', from: '99' },
    ]),
  );
  await product.simulate({ chats: 30 });
  await product.startServer({ killList });
  const device = await product.device();
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  const reports = await reportsOf(popup);
  const on = new WhatsAppPage(await device.openWhatsApp());
  await expect.poll(() => reports.last()?.report).toMatch(/filter: on[^]*strip: on/);

  const sentence = /Some things are off in this version of NexisChat for now: folders in WhatsApp Web\./;
  await expect(on.page.getByText(sentence)).toBeVisible();
  await expect(on.page.getByRole('button', { name: 'New folder' })).toHaveCount(0);
  await on.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(on.page.getByText(sentence)).toHaveCount(0);
  await popup.bringToFront();
  await expect(popup.getByText(sentence)).toBeVisible();
  await expectQuietPage(on.page);
  rmSync(folder, { recursive: true });
});
