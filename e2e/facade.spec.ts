import { rmSync } from 'node:fs';
import { openDevice } from './support/device.ts';
import { buildFacade, facadeOf } from './support/facade.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats } from './support/signed-in.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

test('through its door the extension opens a chat by either id, writes into the open one alone, and filters the list', async ({
  product,
}) => {
  const simulator = await product.simulate({ chats: 30, identity: 'lid' });
  const extension = await buildFacade();
  const device = await openDevice({ extension, browserArgs: simulator.chromiumArgs });
  try {
    const page = await device.openWhatsApp();
    const on = new WhatsAppPage(page);
    const within = await facadeOf(page);
    const open = (chatId: string) => within((id) => nexisWhatsApp.openChat(id), chatId);
    const write = (chatId: string, text: string) =>
      within(([id, words]) => nexisWhatsApp.insertText(id, words), [chatId, text] as const);
    const filter = (ids: string[] | null) =>
      within((only) => nexisWhatsApp.setFilter(only && { isExcluding: false, ids: only }), ids);
    const active = () => within(() => nexisWhatsApp.activeChat.get(), null);
    await expect
      .poll(() =>
        within(
          () => ['open-chat', 'filter'].every((each) => nexisWhatsApp.health.get().on.has(each as 'filter')),
          null,
        ),
      )
      .toBe(true);
    const chats = await within(() => [...nexisWhatsApp.chats.get().values()], null);
    const plain = new Set(plainChats(simulator).map(({ name }) => name));
    const [first, second] = chats.filter(
      ({ alias, title, isListed }) => alias && isListed && plain.has(title),
    );
    if (!first?.alias || !second) throw new Error('the world is too small');
    const composer = page.locator('#main footer [contenteditable=true]');
    const opened = page.locator('#main [title="Profile details"]');

    expect(await write(first.id, 'nobody is open')).toBe('failed');
    expect(await open(second.id)).toBe('done');
    await expect(opened).toContainText(second.title);
    await expect.poll(active).toBe(second.id);
    expect(await open(first.alias)).toBe('done');
    await expect(opened).toContainText(first.title);
    await expect.poll(active).toBe(first.id);

    await composer.waitFor();
    expect(await write(second.id, 'for another')).toBe('failed');
    expect(await write('19998887766@c.us', 'for nobody')).toBe('unknown_chat');
    expect(await open('19998887766@c.us')).toBe('unknown_chat');
    expect(await write(first.alias, 'dear ')).toBe('done');
    expect(await write(first.id, 'customer')).toBe('done');
    await expect(composer).toHaveText('dear customer');

    const all = await on.rowCount();
    expect(await filter([first.id, second.id])).toBe('done');
    await expect.poll(() => on.titles()).toEqual(expect.arrayContaining([first.title, second.title]));
    expect(await on.rowCount()).toBe(2);
    expect(await filter(null)).toBe('done');
    expect(await on.rowCount()).toBe(all);

    await page.evaluate(() => {
      const { importNamespace, require } = window as unknown as {
        importNamespace: (id: string) => Record<string, unknown>;
        require: (id: string) => { createWid: (id: string) => unknown };
      };
      const other = require('WAWebWidFactory').createWid('15550109999@c.us');
      document.addEventListener('other-account', () => {
        importNamespace('WAWebUserPrefsMeUser')['getMaybeMePnUser'] = () => other;
      });
    });
    const outcome = await within((id) => {
      document.dispatchEvent(new Event('other-account'));
      return nexisWhatsApp.insertText(id, 'for the account before');
    }, first.id);
    expect(outcome).toBe('wrong_account');
    await expect(composer).toHaveText('dear customer');
    expect(simulator.sent()).toEqual([]);
    await expectQuietPage(page);
  } finally {
    await device.close();
    rmSync(extension, { recursive: true });
  }
});
