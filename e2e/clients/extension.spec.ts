import { capabilities } from '../../extension/whatsapp/capabilities.ts';
import type { SimulatorOptions } from '../../simulator/server.ts';
import { reportsOf } from '../support/reports.ts';
import { expect, test } from '../support/product.ts';
import { expectQuietPage, plainChats, signedIn } from '../support/signed-in.ts';

/** The page as different people have it; in each of them all of the extension works. */
const worlds: Readonly<Record<string, SimulatorOptions>> = {
  'as it is for most': {},
  'with minified keys, test ids and lists that follow a frame later': {
    ids: 'minified',
    testIds: true,
    listTiming: 'frame',
  },
  'in Arabic, dark, with LIDs': { locale: 'ar', theme: 'dark', identity: 'lid' },
  'half moved to LIDs, slow to load and to sync, few rows drawn': {
    identity: 'mixed',
    moduleDelayMs: 20,
    syncDelayMs: 800,
    overscan: 5,
  },
  'without a policy, with partners whom nobody knows': { csp: 'none', identity: 'unknown' },
};

for (const [name, world] of Object.entries(worlds)) {
  test(`on a page ${name}, everything that the extension needs is there`, async ({ product }) => {
    const { simulator, popup, on } = await signedIn(product, { chats: 40, ...world });
    const reports = await reportsOf(popup);
    const [chat] = plainChats(simulator);
    if (!chat) throw new Error('the world is too small');
    await on.page.bringToFront();
    await on.createFolder('Customers');
    await on.file(chat.name, 'Customers');
    await on.folder(/^Customers/).click();
    await expect.poll(() => on.titles()).toEqual([chat.name]);
    await on.row(chat.name).click();

    await expect
      .poll(() => reports.last()?.report ?? '')
      .toMatch(new RegExp(capabilities.map((capability) => `${capability}: on`).join('\n')));
    expect(reports.last()?.report).not.toContain('not found');
    await expectQuietPage(on.page);
  });
}
