import type { Page } from 'playwright';
import { expect, test } from './support/product.ts';
import { expectQuietPage, listedChats, plainChats, signedIn } from './support/signed-in.ts';

type User = keyof Window['__simUsers'];

const sawBy = (page: Page, user: User): Promise<string[]> =>
  page.evaluate((name) => window.__simUsers[name].toSorted(), user);

const forget = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const user of ['search', 'archived', 'markAllRead', 'forward'] as const) {
      window.__simUsers[user] = [];
    }
  });

/** Opens each part of the page that asks which chats may be shown; `sort` is called while it is open. */
async function askEveryUser(page: Page, sort: () => Promise<void>): Promise<Record<string, string[]>> {
  await forget(page);
  const seen: Record<string, string[]> = {};
  const note = async (user: User, when: string) => {
    await expect.poll(() => sawBy(page, user), `${user} ${when}`).not.toEqual([]);
    seen[`${user} ${when}`] = await sawBy(page, user);
  };
  const search = page.locator('#side input[role=textbox]');
  await search.fill('a');
  await note('search', 'on opening');
  await sort();
  await search.fill('ar');
  await expect.poll(() => sawBy(page, 'search')).not.toEqual(seen['search on opening']);
  await forget(page);
  await search.fill('a');
  await page.locator('#pane-side .section-title', { hasText: 'Chats' }).waitFor();
  await note('search', 'after a message');
  seen['search contacts'] = await page
    .locator('#pane-side .frame-preview', { hasText: /^\+\d+$/ })
    .allTextContents();
  await search.fill('');

  await page.getByRole('button', { name: 'Archived' }).click();
  await note('archived', 'on opening');
  await forget(page);
  await sort();
  await note('archived', 'after a message');
  await page.getByRole('button', { name: 'Back' }).click();

  await page.locator('#side').getByRole('button', { name: 'Menu' }).click();
  await note('markAllRead', 'on opening');
  await sort();
  await page.keyboard.press('Escape');
  await page.locator('#side h1').click();

  await page.locator('.message-out').last().hover();
  await page.locator('.message-out').last().locator('[aria-label="Context menu"]').click();
  await page.getByRole('menuitem', { name: 'Forward' }).click();
  const dialog = page.getByRole('dialog');
  await note('forward', 'on opening');
  await sort();
  await dialog.getByRole('textbox').fill('zzzz');
  await dialog.getByRole('textbox').fill('');
  await expect.poll(() => dialog.getByRole('listitem').count()).toBeGreaterThan(10);
  await note('forward', 'after a message');
  await dialog.getByRole('button', { name: 'Close' }).click();
  return seen;
}

for (const listTiming of ['sync', 'frame'] as const) {
  test(`with a folder open, everything but the list sees every chat (${listTiming})`, async ({ product }) => {
    const { simulator, on } = await signedIn(product, { chats: 90, listTiming });
    const { page } = on;
    const plain = plainChats(simulator);
    const [first, second] = plain.filter(({ unread }) => unread === 0);
    const outside = plain.findLast(({ unread }) => unread > 0);
    if (!first || !second || !outside) throw new Error('the world is too small');
    let messages = 0;
    const sort = async () => {
      messages += 1;
      const body = `message ${messages}`;
      simulator.incoming(outside.id, body);
      await page.waitForFunction(
        ([id, text]) =>
          (
            window as unknown as {
              importNamespace: (name: string) => {
                ChatCollection: { get: (id: string) => { msgs: { last: () => { body: string } } } };
              };
            }
          )
            .importNamespace('WAWebChatCollection')
            .ChatCollection.get(id ?? '')
            .msgs.last().body === text,
        [outside.id, body],
      );
    };
    await on.row(first.name).click();
    await page.locator('.message-out').first().waitFor();
    const all = await on.rowCount();
    const before = await askEveryUser(page, sort);

    await on.createFolder('Two');
    await on.file(first.name, 'Two');
    await on.file(second.name, 'Two');
    await on.folder(/^Two/).click();
    await expect.poll(() => on.titles()).toEqual([first.name, second.name]);

    expect(await askEveryUser(page, sort)).toEqual(before);
    expect(await on.titles()).toEqual([first.name, second.name]);

    await page.locator('#side').getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Mark all as read' }).click();
    await expect
      .poll(() => simulator.chats().filter(({ unread, kind }) => unread !== 0 && kind !== 'channel'))
      .toEqual([]);
    expect(await on.titles()).toEqual([first.name, second.name]);

    await on.folder(/^All/).click();
    await expect.poll(() => on.rowCount()).toBe(all);
    expect(all).toBe(listedChats(simulator).length);
    await expectQuietPage(page);
  });
}

test("a folder and WhatsApp's own filter are never both active", async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 60 });
  const { page } = on;
  const read = plainChats(simulator).find(({ unread }) => unread === 0);
  if (!read) throw new Error('the world is too small');
  await on.createFolder('Read');
  await on.file(read.name, 'Read');
  const unread = listedChats(simulator).filter((chat) => chat.unread !== 0);

  await on.folder(/^Read/).click();
  await expect.poll(() => on.titles()).toEqual([read.name]);
  await page.locator('#unread-filter').click();
  await expect(on.folder(/^All/)).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => on.rowCount()).toBe(unread.length);

  await on.folder(/^Read/).click();
  await expect(page.locator('#unread-filter')).toHaveAttribute('aria-selected', 'false');
  await expect.poll(() => on.titles()).toEqual([read.name]);

  await page.locator('#unread-filter').click();
  await expect.poll(() => on.rowCount()).toBe(unread.length);
  await page.locator('#unread-filter').click();
  await expect.poll(() => on.rowCount()).toBe(listedChats(simulator).length);
  await expectQuietPage(page);
});

test('a folder stays right while messages arrive, chats get archived and new chats appear', async ({
  product,
}) => {
  const { simulator, on } = await signedIn(product, { chats: 60 });
  const [first, second, third, outside] = plainChats(simulator);
  if (!first || !second || !third || !outside) throw new Error('the world is too small');
  await on.createFolder('Three');
  for (const { name } of [first, second, third]) await on.file(name, 'Three');
  await on.folder(/^Three/).click();
  await expect.poll(() => on.titles()).toEqual([first.name, second.name, third.name]);

  simulator.incoming(outside.id, 'from outside');
  simulator.incoming(third.id, 'from inside');
  await expect.poll(() => on.titles()).toEqual([third.name, first.name, second.name]);

  simulator.set(first.id, { archived: true });
  await expect.poll(() => on.titles()).toEqual([third.name, second.name]);

  const added = simulator.newChat({ name: 'Nina Neumann' });
  simulator.incoming(second.id, 'after the new chat');
  await expect.poll(() => on.titles()).toEqual([second.name, third.name]);
  await on.folder(/^Unfiled/).click();
  await on.file('Nina Neumann', 'Three');
  await expect(on.row('Nina Neumann')).toHaveCount(0);
  await on.folder(/^Three/).click();
  await expect.poll(() => on.titles()).toEqual([second.name, 'Nina Neumann', third.name]);

  simulator.set(first.id, { archived: false });
  simulator.set(added, { archived: true });
  await expect.poll(() => on.titles()).toEqual([second.name, third.name, first.name]);
  await expectQuietPage(on.page);
});
