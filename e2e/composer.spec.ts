import path from 'node:path';
import type { Page } from 'playwright';
import { build } from 'vite';
import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

/** The page script's way of writing into the composer, as a script for the page's own world. */
async function composerScript(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: path.resolve(import.meta.dirname, '../extension/whatsapp/page/composer.ts'),
        formats: ['iife'],
        name: 'nexisComposer',
      },
    },
  });
  const [output] = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  if (output?.type !== 'chunk') throw new Error('no script was built');
  return `${output.code}\nwindow.nexisComposer = nexisComposer;`;
}

const insert = (page: Page, text: string): Promise<string> =>
  page.evaluate(
    (words) =>
      (
        window as unknown as { nexisComposer: { insertText: (text: string) => Promise<string> } }
      ).nexisComposer.insertText(words),
    text,
  );

test('text is written into the composer as it is, and is sent by the person alone', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [chat] = plainChats(simulator);
  if (!chat) throw new Error('the world is too small');
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: await composerScript() });
  expect(await insert(page, 'Nobody to write to')).toBe('not_possible');

  await on.row(chat.name).click();
  const composer = page.locator('#main footer [contenteditable=true]');
  await composer.pressSequentially('Hello ');
  const text = 'dear *customer* 😊,\nthe order <b>is</b> ready.\n\nשלום';
  expect(await insert(page, text)).toBe('done');
  expect(simulator.sent()).toEqual([]);
  await composer.press('Enter');

  await expect.poll(() => simulator.sent()).toEqual([{ chatId: chat.id, body: `Hello ${text}` }]);
  await expectQuietPage(page);
});
