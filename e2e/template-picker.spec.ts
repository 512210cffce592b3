import type { SimulatorOptions } from '../simulator/server.ts';
import { pressPaletteShortcut } from './support/palette.ts';
import { expect, test, type Product } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';
import { csv, lookThrough, openTemplates, shoot, TemplatePicker } from './support/templates.ts';

const person = (name: string) => [`${name},"Dear {{name}},\n\n*{{first_name|friend}}*, 😊 \\{{x}} _שלום_",p`];

/** WhatsApp Web with a person's chat open, and templates from a spreadsheet. */
async function withChat(product: Product, rows: readonly string[], world: SimulatorOptions = {}) {
  const { simulator, device, on } = await signedIn(product, { chats: 30, ...world });
  const { page } = on;
  if (rows.length > 0) {
    const list = await openTemplates(device);
    await list.section.getByText('No templates yet.').waitFor();
    await list.choose(csv('mine.csv', rows.join('\n')));
    await list.section.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.poll(() => product.query('select 1 from templates')).toHaveLength(rows.length);
    await list.panel.close();
  }
  const chats = plainChats(simulator);
  const [chat, other] = chats.filter(({ kind }) => kind === 'person');
  const group = chats.find(({ kind }) => kind === 'group');
  if (!chat || !other || !group) throw new Error('the world is too small');
  const picker = new TemplatePicker(page);
  const open = async (name: string) => {
    await on.row(name).click();
    await expect(page.locator('#main header')).toContainText(name);
    await expect(picker.composer).toBeFocused();
    await picker.button.waitFor();
  };
  await page.bringToFront();
  await open(chat.name);
  /** What is in the message box, as the person sends it. */
  const sentByHand = async () => {
    await expect(picker.composer).toBeFocused();
    const before = simulator.sent().length;
    await page.keyboard.press('Enter');
    await expect.poll(() => simulator.sent()).toHaveLength(before + 1);
    return simulator.sent().at(-1);
  };
  return { simulator, device, on, page, picker, chat, other, group, open, sentByHand };
}

test('a slash finds a template and inserts it filled in; only the person sends', async ({ product }) => {
  const { simulator, page, picker, chat, group, open, sentByHand } = await withChat(product, [
    ...person('Greeting'),
    'Bill,"You owe {{?amount}} by {{?day|Friday}}, {{first_name}}.",bill',
    'Thanks,Thank you!,ty',
  ]);
  const [firstName = ''] = chat.name.split(' ');

  await test.step('what is typed before the picker is there is its search', async () => {
    await page.keyboard.type('/p');
    await expect(picker.options).toHaveCount(1);
    await expect(picker.search).toBeFocused();
    await expect(picker.preview).toHaveText(`Dear ${chat.name},\n\n*${firstName}*, 😊 {{x}} _שלום_`, {
      useInnerText: true,
    });
    await shoot(page, 'picker-light');
  });

  await test.step('Enter inserts it whole, and sends nothing', async () => {
    await page.keyboard.press('Enter');
    await picker.gone();
    await expect(picker.composer).toContainText(`Dear ${chat.name}`);
    expect(simulator.sent()).toEqual([]);
    expect(await sentByHand()).toEqual({
      chatId: chat.id,
      body: `Dear ${chat.name},\n\n*${firstName}*, 😊 {{x}} _שלום_`,
    });
  });

  await test.step('Escape, and going back in the empty search, leave the message box as it was', async () => {
    for (const key of ['Escape', 'Backspace']) {
      await picker.slash();
      await page.keyboard.press(key);
      await picker.gone();
      await expect(picker.composer).toBeFocused();
      await expect(picker.composer).toHaveText('');
    }
  });

  await test.step('a second slash is a slash in the message box, and so is one after other words', async () => {
    await picker.slash();
    await page.keyboard.press('/');
    await picker.gone();
    await expect(picker.composer).toHaveText('/');
    await page.keyboard.type('a/');
    await expect(picker.composer).toHaveText('/a/');
    await expect(picker.popup).toHaveCount(0);
    await picker.empty();
  });

  await test.step('a slash that the page makes up opens nothing', async () => {
    await picker.composer.dispatchEvent('keydown', { key: '/', bubbles: true });
    await page.keyboard.type('x');
    await expect(picker.composer).toHaveText('x');
    await expect(picker.popup).toHaveCount(0);
    await picker.empty();
  });

  await test.step('what is asked can not be forgotten, and Enter goes on', async () => {
    await picker.slash();
    await picker.type('bill', 1);
    await page.keyboard.press('Enter');
    const amount = picker.popup.getByLabel('amount');
    await expect(amount).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(picker.popup.getByText('Fill this in first.')).toBeVisible();
    await page.keyboard.type('   ');
    await picker.popup.getByRole('button', { name: 'Insert' }).click();
    await expect(amount).toBeFocused();
    await shoot(page, 'ask-light');
    await page.keyboard.type('5 {{name}}');
    await page.keyboard.press('Enter');
    await expect(picker.popup.getByLabel('day')).toBeFocused();
    await expect(picker.composer).toHaveText('');
    await page.keyboard.press('Enter');
    await picker.gone();
    await expect(picker.composer).toHaveText(`You owe 5 {{name}} by Friday, ${firstName}.`);
    await picker.empty();
  });

  await test.step('in a group the fallback stands in, and a variable that has none is asked', async () => {
    await open(group.name);
    await picker.slash();
    await picker.type('p', 1);
    await page.keyboard.press('Enter');
    await picker.gone();
    await expect(picker.composer).toContainText('*friend*');
    await picker.empty();
    await picker.slash();
    await picker.type('bill', 1);
    await page.keyboard.press('Enter');
    await expect(picker.popup.getByLabel('First name (not known of this chat)')).toBeVisible();
    await page.keyboard.press('Escape');
    await picker.gone();
    await expect(picker.composer).toBeFocused();
    await expect(picker.composer).toHaveText('');
  });

  await test.step('the button inserts where the cursor is, by the mouse alone', async () => {
    await page.keyboard.type('Hello ! Bye');
    for (let step = 0; step < '! Bye'.length; step += 1) await page.keyboard.press('ArrowLeft');
    await picker.button.click();
    await picker.popup.waitFor();
    await shoot(page, 'by-button');
    await picker.popup.getByRole('option', { name: 'Thanks' }).click();
    await picker.gone();
    await expect(picker.composer).toHaveText('Hello Thank you!! Bye');
    expect(simulator.sent()).toHaveLength(1);
  });
  await expectQuietPage(page);
});

test('a text that is meant for one person reaches no other, and one that can not be written can be copied', async ({
  product,
}) => {
  const { simulator, device, on, page, picker, chat, other, open } = await withChat(product, [
    'Secret,"Your code is {{?code}}, {{first_name|you}}.",code',
    'Plain,Only for you,plain',
  ]);
  const palette = page.getByRole('combobox', { name: 'Go to a chat or a folder, or do something' });
  const said = page.getByText('Another chat was opened, so the template was not inserted.');

  await test.step('another chat is opened while the picker is open', async () => {
    await picker.slash();
    await lookThrough(page, 'list-in-page');
    await on.row(other.name).evaluate((row) => {
      const cell = row.querySelector('span[title]') ?? row;
      for (const type of ['mousedown', 'mouseup', 'click']) {
        cell.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
      }
    });
    await expect(said).toBeVisible();
    await picker.gone();
    await expect(page.locator('#main header')).toContainText(other.name);
    await expect(picker.composer).toHaveText('');
  });

  await test.step('another chat is opened while something is asked', async () => {
    await open(chat.name);
    await picker.slash();
    await picker.type('code', 1);
    await page.keyboard.press('Enter');
    await lookThrough(page, 'ask-in-page');
    await picker.popup.getByLabel('code').fill('1234');
    await on.row(other.name).click();
    await picker.gone();
    await expect(said).toBeVisible();
    await expect(picker.composer).toHaveText('');
  });

  await test.step('the palette inserts one by its name, or asks what it asks', async () => {
    await open(chat.name);
    await pressPaletteShortcut(device);
    await expect(palette).toBeFocused();
    await page.keyboard.type('plain');
    await expect(page.getByRole('option').first()).toContainText('Plain');
    await page.keyboard.press('Enter');
    await expect(picker.composer).toHaveText('Only for you');
    await picker.empty();
    await pressPaletteShortcut(device);
    await expect(palette).toBeFocused();
    await page.keyboard.type('secret');
    await expect(page.getByRole('option').first()).toContainText('Secret');
    await page.keyboard.press('Enter');
    await expect(picker.popup.getByLabel('code')).toBeFocused();
    await lookThrough(page, 'by-palette');
    await page.keyboard.press('Escape');
    await picker.gone();
    await expect(picker.composer).toBeFocused();
  });

  await test.step('the page does not take the text: it can be tried again, or copied', async () => {
    await page.evaluate(() => {
      const stop = (event: Event) => event.stopImmediatePropagation();
      document.addEventListener('paste', stop, { capture: true });
      window.addEventListener('let-paste', () =>
        document.removeEventListener('paste', stop, { capture: true }),
      );
    });
    await picker.slash();
    await picker.type('plain', 1);
    await page.keyboard.press('Enter');
    await expect(picker.popup.getByRole('alert')).toHaveText(
      'WhatsApp Web did not take the text, so nothing was inserted.',
    );
    await lookThrough(page, 'failed');
    await device.context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: new URL(page.url()).origin,
    });
    await picker.popup.getByRole('button', { name: 'Copy instead' }).click();
    await expect(picker.popup.getByRole('status')).toHaveText('Copied. Paste it into the message box.');
    expect(await page.evaluate(async () => navigator.clipboard.readText())).toBe('Only for you');
    await page.evaluate(() => window.dispatchEvent(new Event('let-paste')));
    await picker.popup.getByRole('button', { name: 'Try again' }).click();
    await picker.gone();
    await expect(picker.composer).toHaveText('Only for you');
  });
  expect(simulator.sent()).toEqual([]);
});

test('the first template is made where it is needed; what became wrong is never inserted', async ({
  product,
}) => {
  const { simulator, page, picker } = await withChat(product, [], { theme: 'dark', locale: 'ar' });

  await test.step('with none, the picker has a way to make one', async () => {
    await picker.slash();
    await expect(picker.popup.getByText('No templates yet.')).toBeVisible();
    await lookThrough(page, 'picker-none-dark-rtl');
    await picker.popup.getByRole('button', { name: 'Make a template' }).click();
    await picker.popup.getByLabel('Name', { exact: true }).fill('Wrong');
    await picker.popup.getByLabel('Message').fill('مرحبا {{first_name|there}}, *{{?amount}}*\n');
    await picker.popup.getByRole('button', { name: 'Greeting' }).click();
    await expect(picker.popup.getByLabel('Message')).toHaveValue(
      'مرحبا {{first_name|there}}, *{{?amount}}*\n{{greeting}}',
    );
    await lookThrough(page, 'form-in-page-dark-rtl');
    await picker.popup.getByRole('button', { name: 'Create template' }).click();
    await expect(picker.options).toHaveCount(1);
    await expect(picker.search).toBeFocused();
    await lookThrough(page, 'picker-dark-rtl');
  });

  await test.step('what is typed is there again after a key pressed too much', async () => {
    await picker.popup.getByRole('button', { name: 'New template' }).click();
    await picker.popup.getByLabel('Message').fill('Half a message');
    await page.keyboard.press('Escape');
    await picker.gone();
    await expect(picker.composer).toBeFocused();
    await picker.slash();
    await picker.popup.getByRole('button', { name: 'New template' }).click();
    await expect(picker.popup.getByLabel('Message')).toHaveValue('Half a message');
    await picker.popup.getByRole('button', { name: 'Cancel' }).click();
    await expect(picker.search).toBeFocused();
    await page.keyboard.press('Escape');
    await picker.gone();
  });

  await test.step('the panel in the page has the same list', async () => {
    await page.getByRole('button', { name: 'Organise', exact: true }).click();
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page.getByRole('button', { name: 'Edit \u2068Wrong\u2069' }).click();
    await expect(page.getByRole('dialog', { name: 'Organise' }).getByLabel('Message')).toBeVisible();
    await lookThrough(page, 'page-panel-dark-rtl');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await lookThrough(page, 'page-panel-list-dark-rtl');
    await page.getByRole('button', { name: 'Close' }).click();
    await picker.composer.click();
  });

  await test.step('a variable that only another version knows is said to be wrong', async () => {
    await expect.poll(() => product.query('select 1 from templates')).toHaveLength(1);
    await product.query(`update templates set content = 'Dear {{surname}}'`);
    await product.query(`select pg_notify('nexis_sync', "userId" || ' ' || revision) from sync_heads`);
    await picker.slash();
    await expect(picker.popup.getByRole('alert')).toHaveText(
      'This template can not be inserted: Line 1: “\u2068{{surname}}\u2069” is not a variable.',
    );
    await page.keyboard.press('Enter');
    await expect(picker.popup).toBeVisible();
    await lookThrough(page, 'broken-dark-rtl');
    await picker.popup.getByRole('button', { name: 'Edit' }).click();
    await expect(picker.popup.getByLabel('Message')).toHaveValue('Dear {{surname}}');
    await page.keyboard.press('Escape');
    await picker.gone();
    await expect(picker.composer).toHaveText('');
  });
  expect(simulator.sent()).toEqual([]);
});

/** On a machine of its own. */
const KEY_MS_MAX = 30;

test('five hundred templates are searched without a wait', async ({ product }) => {
  const text =
    'A longer message with *many* words, {{first_name|there}}, so that there is a lot to search in. ';
  const rows = Array.from({ length: 500 }, (_, index) => `Template ${index},"${text.repeat(8)}",t${index}`);
  const { page, picker } = await withChat(product, rows);
  await picker.slash();
  await page.evaluate(() => {
    const took: number[] = [];
    const follow = ({ timeStamp }: Event) => setTimeout(() => took.push(performance.now() - timeStamp));
    document.addEventListener('keydown', follow, { capture: true });
    Object.assign(window, { took });
  });
  const keys = 't 1 2 Backspace 3 Backspace Backspace m a n y ArrowDown ArrowUp'.split(' ');
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate(
      async () => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted, 20))),
    );
  }
  const took = await page.evaluate(() => (window as unknown as { took: number[] }).took);
  console.log(`ms of the page for each key: ${took.map(Math.round).join(' ')}`);
  expect(took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)]).toBeLessThan(KEY_MS_MAX * 10);
});
