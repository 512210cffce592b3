import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright';
import { signUp } from './support/device.ts';
import { expect, PASSWORD, test, type Product } from './support/product.ts';
import { openSidePanel } from './support/side-panel.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

/** What a person does with their data in the side panel. */
class YourData {
  readonly #panel: Page;
  readonly dryRun;
  readonly status;

  constructor(panel: Page) {
    this.#panel = panel;
    const section = panel.getByRole('region', { name: 'Your data' });
    this.dryRun = section.getByRole('group', { name: 'Import of' });
    this.status = section.getByRole('status');
  }

  async export(button: string): Promise<Download> {
    const [download] = await Promise.all([this.#panel.waitForEvent('download'), this.press(button)]);
    return download;
  }

  async press(button: string): Promise<void> {
    await this.#panel.getByRole('button', { name: button, exact: true }).click();
  }

  async choose(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const [chooser] = await Promise.all([this.#panel.waitForEvent('filechooser'), this.press('Import…')]);
    await chooser.setFiles(file);
  }

  /** New, changed, same, not taken. */
  async counts(thing: string): Promise<string[]> {
    const row = this.dryRun.getByRole('row').filter({ has: this.#panel.getByText(thing, { exact: true }) });
    return row.getByRole('cell').allTextContents();
  }
}

async function withTwoFiled(product: Product) {
  const { simulator, device, on } = await signedIn(product, { chats: 30 });
  const chats = plainChats(simulator).slice(0, 2);
  await on.createFolder('Suppliers');
  for (const { name } of chats) await on.file(name, 'Suppliers');
  const panel = await openSidePanel(device);
  const folder = panel.getByRole('button', { name: /^Suppliers/ });
  await expect(folder).toContainText('2 chats');
  const filed = async () =>
    (await product.query('select "chatId" from chat_folders join folders on folders.id = "folderId"')).length;
  await expect.poll(filed).toBe(2);
  return { panel, folder, filed, data: new YourData(panel), page: on.page };
}

test('a deleted folder comes back from an export, with its chats and on the server, and goes again', async ({
  product,
}) => {
  const { panel, folder, filed, data, page } = await withTwoFiled(product);
  const file = await data.export('Export everything (JSON)');
  expect(file.suggestedFilename()).toMatch(/^nexischat-\d{4}-\d\d-\d\d\.json$/);
  await data.press('Delete folder Suppliers');
  await expect.poll(filed).toBe(0);

  await data.choose(await file.path());
  await expect(data.dryRun).toBeVisible();
  expect(await data.counts('WhatsApp accounts')).toEqual(['0', '0', '1', '0']);
  expect(await data.counts('Folders')).toEqual(['1', '0', '0', '0']);
  expect(await data.counts('Chats in folders')).toEqual(['2', '0', '0', '0']);
  await expect(folder).toHaveCount(0);
  await data.press('Import');
  await expect(data.status).toHaveText('Imported: 3 added, 0 changed.');
  await expect(folder).toContainText('2 chats');
  await expect.poll(filed).toBe(2);

  await data.choose(await file.path());
  await expect(data.dryRun).toContainText('Everything in this file is here already, just as it is there.');
  await expect(panel.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);
  await data.press('Close');

  await data.press('Undo import');
  await expect(data.status).toHaveText('The import is undone.');
  await expect(folder).toHaveCount(0);
  await expect.poll(filed).toBe(0);
  await expect(panel.getByRole('button', { name: 'Undo import' })).toHaveCount(0);
  await expectQuietPage(page);
});

test('a folder that was renamed in a spreadsheet is renamed by its import', async ({ product }) => {
  const { panel, folder, data } = await withTwoFiled(product);
  await panel.getByText('As spreadsheets (CSV)').click();
  const file = await data.export('Download Folders as a spreadsheet');
  expect(file.suggestedFilename()).toMatch(/^nexischat-folder-.*\.csv$/);
  const csv = await readFile(await file.path(), 'utf8');
  expect(csv).toContain('Suppliers');

  const saved = csv.replace('Suppliers', '"Lieferanten; Ünïcode"').replaceAll('\r\n', '\n');
  await data.choose({ name: 'folders.csv', mimeType: 'text/csv', buffer: Buffer.from(saved) });
  await expect(data.dryRun).toBeVisible();
  expect(await data.counts('Folders')).toEqual(['0', '1', '0', '0']);
  await data.press('Import');
  await expect(data.status).toHaveText('Imported: 0 added, 1 changed.');
  await expect(panel.getByRole('button', { name: /^Lieferanten; Ünïcode/ })).toContainText('2 chats');
  const names = () => product.query('select name from folders');
  await expect.poll(names).toEqual([{ name: 'Lieferanten; Ünïcode' }]);
  await data.press('Undo import');
  await expect(folder).toContainText('2 chats');
});

test("another person's file is taken for the importing person's own, and theirs stays as it is", async ({
  product,
}) => {
  const { data: hers, filed } = await withTwoFiled(product);
  const file = await hers.export('Export everything (JSON)');
  const grace = await product.device();
  await signUp(grace, 'grace@example.com', PASSWORD);
  const panel = await openSidePanel(grace);
  const his = new YourData(panel);

  await his.choose(await file.path());
  await expect(his.dryRun).toBeVisible();
  expect(await his.counts('WhatsApp accounts')).toEqual(['1', '0', '0', '0']);
  await his.press('Import');
  await expect(panel.getByRole('button', { name: /^Suppliers/ })).toContainText('2 chats');
  await expect.poll(filed).toBe(4);
  const owners = () =>
    product.query('select count(*)::int as folders from folders group by "userId" order by "userId"');
  expect(await owners()).toEqual([{ folders: 1 }, { folders: 1 }]);
  await expect(panel.getByRole('status').getByText('Up to date')).toBeVisible();
  await expect(panel.getByText('Not saved')).toHaveCount(0);

  await his.press('Undo import');
  await expect.poll(filed).toBe(2);
  await expect(panel.getByText('Nothing to export yet.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the section is easy to perceive and to operate (${colorScheme})`, async ({ product }) => {
    const { panel, data } = await withTwoFiled(product);
    await panel.emulateMedia({ colorScheme });
    const violations = async () =>
      (await new AxeBuilder({ page: panel }).setLegacyMode().include('.your-data').analyze()).violations;
    await panel.getByText('As spreadsheets (CSV)').click();
    expect.soft(await violations(), 'the export').toEqual([]);
    const file = await data.export('Export everything (JSON)');
    const chooser = panel.waitForEvent('filechooser', { timeout: 8000 });
    await panel.getByRole('button', { name: 'Import…' }).focus();
    await panel.keyboard.press('Enter');
    await (
      await chooser
    ).setFiles({
      name: 'משפחה.json',
      mimeType: 'application/json',
      buffer: Buffer.from(
        (await readFile(await file.path(), 'utf8')).replace('Suppliers', '=Others').replace('@c.us', ''),
      ),
    });
    await expect(data.dryRun.getByRole('heading')).toBeFocused();
    await expect(data.dryRun).toContainText('Chat aliases, row 1: “chatId” is missing or not valid.');
    expect.soft(await violations(), 'the dry run').toEqual([]);
    await panel.keyboard.press('Tab');
    await panel.keyboard.press('Enter');
    await expect(data.status).toHaveText('Imported: 0 added, 1 changed.');
    await expect(panel.getByRole('button', { name: 'Import…' })).toBeFocused();
    expect.soft(await violations(), 'the result').toEqual([]);
  });
}

test('what the plan does not allow is told where it was imported', async ({ product }) => {
  await product.simulate({ chats: 30 });
  await product.startServer({ plan: 'free' });
  const device = await product.device();
  await signUp(device, 'ada@example.com', PASSWORD);
  const panel = await openSidePanel(device);
  const data = new YourData(panel);
  const accountId = randomUUID();
  const account = {
    id: accountId,
    phoneNumber: '15550100001',
    name: 'Shop',
    color: 'teal',
    isBusinessAccount: false,
  };
  const folder = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((name, index) => ({
    id: randomUUID(),
    accountId,
    name,
    color: 'teal',
    position: `a${index}`,
  }));
  const text = JSON.stringify({ nexischat: 1, rows: { account: [account], folder } });

  await data.choose({ name: 'export.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await data.press('Import');
  await expect(data.status).toContainText(
    'The server refused 1 of them: Your plan allows 5 folders for each account.',
  );
  await expect.poll(() => product.query('select 1 from folders')).toHaveLength(5);
  await data.press('Undo import');
  await expect.poll(() => product.query('select 1 from folders')).toEqual([]);
});

test('a file that is none of ours is refused with a sentence, and nothing happens', async ({ product }) => {
  const { folder, filed, data } = await withTwoFiled(product);
  const files = [
    ['letter.json', '{"dear": "Ada"}', 'This is not a file that NexisChat exported.'],
    ['cut.json', '{"nexischat": 1, "rows": {', 'This file is damaged, so nothing was taken from it.'],
    ['next.json', '{"nexischat": 2}', /newer version of NexisChat/],
    ['table.csv', 'name,e-mail\nAda,ada@example.com\n', 'This is not a file that NexisChat exported.'],
    ['empty.csv', '', 'There is nothing in this file.'],
  ] as const;
  for (const [name, text, sentence] of files) {
    await data.choose({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await expect(data.status).toHaveText(sentence);
    await expect(data.dryRun).toHaveCount(0);
  }
  await expect(folder).toContainText('2 chats');
  expect(await filed()).toBe(2);
});

test('with nothing organised yet there is nothing to export', async ({ product }) => {
  await product.simulate({ chats: 30 });
  await product.startServer();
  const device = await product.device();
  await signUp(device, 'ada@example.com', PASSWORD);
  const panel = await openSidePanel(device);
  await expect(panel.getByRole('region', { name: 'Your data' })).toContainText('Nothing to export yet.');
});
