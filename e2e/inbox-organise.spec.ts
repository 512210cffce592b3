import type { Page } from 'playwright';
import { inboxLooks, seeing, wordsIn } from './support/inbox-looks.ts';
import { expect, test } from './support/product.ts';
import { chat, fillInbox, withServerAccount } from './support/scripted-inbox.ts';
import { wordsOf } from './support/words.ts';

const row = (panel: Page, name: string) => panel.locator('.inbox-row', { hasText: name });
const chip = (panel: Page, name: string) => panel.locator('.chat-bar').getByRole('button', { name });

/** With the menu of a chip of the chat that is open. */
async function makeFolder(panel: Page, name: string, t = wordsOf('en')): Promise<void> {
  await chip(panel, t('folders.give')).click();
  await panel.getByRole('menuitem', { name: t('folders.new') }).click();
  await panel.getByLabel(t('folders.name')).fill(name);
  await panel.keyboard.press('Enter');
  await expect(chip(panel, name)).toBeVisible();
}

/** With the keys that lead through a menu. */
async function choose(panel: Page, name: string): Promise<void> {
  const item = panel.getByRole('menuitem', { name });
  await item.waitFor();
  await panel.keyboard.press('End');
  for (let steps = 0; steps < 10 && !(await item.evaluate((each) => each.matches(':focus'))); steps += 1)
    await panel.keyboard.press('ArrowUp');
  await panel.keyboard.press('Enter');
}

for (const [look, options, width] of inboxLooks) {
  test(`organising in the inbox can be perceived and operated by everybody (${look})`, async ({
    product,
  }) => {
    test.setTimeout(120_000);
    const seen = seeing('organise', look);
    const t = wordsIn(look);
    await withServerAccount(
      product,
      async ({ panel, session }) => {
        const see = (name: string) => seen(name, panel);
        await panel.setViewportSize({ width, height: 700 });
        fillInbox(session);
        await row(panel, 'Ana Souza').click();
        await panel.getByText('The small ones.').last().waitFor();
        await see('none-yet');
        await makeFolder(panel, 'Suppliers', t);
        await see('said');
        await chip(panel, 'Suppliers').click();
        await panel.getByRole('menu').waitFor();
        await see('menu');
        await panel.getByRole('menuitem', { name: t('priorities.new') }).click();
        await panel.getByLabel(t('priorities.name')).fill('Urgent');
        await see('editor');
        await panel.keyboard.press('Enter');
        await chip(panel, t('tags.give')).click();
        await panel.getByRole('combobox', { name: t('tags.type') }).fill('waiting for the invoice of May');
        await see('tag');
        await panel.keyboard.press('Enter');
        await expect(chip(panel, 'waiting for the invoice')).toBeVisible();
        await see('organised-chat');
        await panel.keyboard.press('Escape');
        await expect(row(panel, 'Ana Souza')).toContainText('Suppliers');
        await see('list');
        await row(panel, 'Ana Souza').hover();
        await row(panel, 'Ana Souza').locator('.inbox-organise').click();
        await panel.getByRole('menu').waitFor();
        await see('row-menu');
        await panel.keyboard.press('Escape');
        await panel.getByLabel(t('views.folder'), { exact: true }).selectOption({ label: 'Suppliers' });
        await expect(panel.locator('.inbox-row')).toHaveCount(1);
        await see('narrowed');
      },
      options,
    );
  });
}

test('a chat is filed, prioritised and tagged from its row with the keyboard alone, and it is taken back', async ({
  product,
}) => {
  await withServerAccount(product, async ({ panel, session }) => {
    const { ana } = fillInbox(session);
    await row(panel, 'Family').locator('.inbox-chat').focus();
    await panel.keyboard.press('ArrowDown');
    await panel.keyboard.press('Tab');
    await expect(panel.getByRole('button', { name: 'Organise “Ana Souza”' })).toBeFocused();
    await panel.keyboard.press('Enter');
    await choose(panel, 'New folder');
    await panel.getByLabel('Folder name').fill('Suppliers');
    await panel.keyboard.press('Enter');
    await expect(row(panel, 'Ana Souza').locator('.row-chip')).toHaveText(['Suppliers']);
    await expect(row(panel, 'Ana Souza').locator('.inbox-chat')).toBeFocused();

    await panel.keyboard.press('Shift+F10');
    await choose(panel, 'New priority');
    await panel.getByLabel('Priority name').fill('Urgent');
    await panel.keyboard.press('Enter');
    await panel.keyboard.press('Shift+F10');
    await choose(panel, 'Tag');
    await expect(panel.getByRole('combobox', { name: 'Type a tag' })).toBeFocused();
    await panel.keyboard.type('vip');
    await panel.keyboard.press('Enter');
    await expect(row(panel, 'Ana Souza').locator('.row-chip')).toHaveText(['Urgent', 'Suppliers', 'vip']);
    await expect
      .poll(() =>
        product.query(`select "chatId" from chat_folders union all select "chatId" from chat_priorities
          union all select "chatId" from chat_tags`),
      )
      .toEqual(Array.from({ length: 3 }, () => ({ chatId: ana.id })));
    await panel.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect(row(panel, 'Ana Souza').locator('.row-chip')).toHaveText(['Urgent', 'Suppliers']);
  });
});

test('in an open chat Escape closes its menu and not the chat, and what was done is taken back there', async ({
  product,
}) => {
  await withServerAccount(product, async ({ panel, session }) => {
    fillInbox(session);
    await row(panel, 'Ana Souza').click();
    await makeFolder(panel, 'Suppliers');
    await chip(panel, 'Suppliers').click();
    await panel.getByRole('menuitemcheckbox', { name: 'Suppliers' }).click();
    await expect(panel.getByText('“Ana Souza” taken out of “Suppliers”')).toBeVisible();
    await panel.keyboard.press('Escape');
    await expect(panel.getByRole('menu')).toHaveCount(0);
    await expect(chip(panel, 'Folders')).toBeFocused();
    await chip(panel, 'Tag').click();
    await panel.getByRole('combobox', { name: 'Type a tag' }).press('Escape');
    await expect(chip(panel, 'Tag')).toBeFocused();
    await panel.getByRole('dialog', { name: 'Ana Souza' }).getByRole('button', { name: 'Undo' }).click();
    await expect(chip(panel, 'Suppliers')).toBeVisible();
    await panel.keyboard.press('Escape');
    await expect(row(panel, 'Ana Souza').locator('.row-chip')).toHaveText(['Suppliers']);
  });
});

test('what the server refuses is said in the open chat', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    fillInbox(session);
    const [account] = await product.query<{ id: string }>('select id from accounts');
    await product.query(
      `insert into subscriptions ("userId", "planType", status) select "userId", 'free', 'active' from accounts`,
    );
    await product.query(
      `insert into folders ("accountId", name, color, position)
       select $1, 'F' || nr, 'teal', 'a' || nr from generate_series(1, 5) as nr`,
      [account?.id],
    );
    await row(panel, 'Ana Souza').click();
    await chip(panel, 'Folders').click();
    await panel.getByRole('menuitem', { name: 'New folder' }).click();
    await panel.getByLabel('Folder name').fill('One more');
    await panel.keyboard.press('Enter');
    const dialog = panel.getByRole('dialog', { name: 'Ana Souza' });
    await expect(dialog.getByText('Your plan allows 5 folders for each account.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Dismiss' }).click();
    await expect(dialog.locator('.notice')).toHaveCount(0);
  });
});

test('a chat that was filed under its other id is found, and so on every device', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session, rowSays }) => {
    const [phoneId, lid] = ['15550107777@c.us', '88000000000777@lid'];
    session.chats = [chat('Nina', { id: lid, alias: phoneId })];
    session.become({ status: 'connected', attempt: 0, since: Date.now() }, { hasConsent: true });
    await row(panel, 'Nina').waitFor();
    await product.query(
      `with folder as (insert into folders ("accountId", name, color, position)
         values ($1, 'Suppliers', 'teal', 'a0') returning id)
       insert into chat_folders ("accountId", "folderId", "chatId") select $1, id, $2 from folder`,
      [session.accountId, phoneId],
    );
    await rowSays('connected');
    await expect(row(panel, 'Nina').locator('.row-chip')).toHaveText(['Suppliers']);
    await expect
      .poll(() => product.query('select "chatId", "canonicalChatId" from chat_aliases'))
      .toEqual([{ chatId: phoneId, canonicalChatId: lid }]);
  });
});

test('the list is narrowed to a folder, or to what is in none', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    session.chats = [chat('Ana'), chat('Ben')];
    session.become({ status: 'connected', attempt: 0, since: Date.now() }, { hasConsent: true });
    await row(panel, 'Ana').click();
    await makeFolder(panel, 'Suppliers');
    await panel.keyboard.press('Escape');
    const choice = panel.getByLabel('Folder', { exact: true });
    await choice.selectOption('Suppliers');
    await expect(panel.locator('.inbox-row')).toHaveText([/Ana/]);
    await choice.selectOption('Unfiled');
    await expect(panel.locator('.inbox-row')).toHaveText([/Ben/]);
    await choice.selectOption('All');
    await expect(panel.locator('.inbox-row')).toHaveCount(2);
  });
});
