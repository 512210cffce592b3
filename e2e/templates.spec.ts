import { expect, test, type Product } from './support/product.ts';
import { signedIn } from './support/signed-in.ts';
import { csv, lookThrough, openTemplates } from './support/templates.ts';

async function withPanel(product: Product) {
  const { device } = await signedIn(product, { chats: 30 });
  const list = await openTemplates(device);
  await list.section.getByText('No templates yet.').waitFor();
  const stored = () =>
    product.query<{ name: string; content: string; shortcut: string }>(
      'select name, content, shortcut from templates order by position collate "C", id',
    );
  return { list, stored, device };
}

test('templates are written with their preview in view, and nothing wrong is saved', async ({ product }) => {
  const { list, stored } = await withPanel(product);
  const { panel, section, message, preview } = list;

  await test.step('the preview follows what is typed, for a contact, a number and a group', async () => {
    await list.begin({ name: 'Order ready', shortcut: '/ready' });
    await message.pressSequentially('Hi {{first_name|there}} 😊,\n*');
    await section.getByRole('button', { name: 'Ask me…' }).click();
    await panel.keyboard.type('item');
    await panel.keyboard.press('End');
    await panel.keyboard.type('* is ready.');
    await expect(message).toHaveValue('Hi {{first_name|there}} 😊,\n*{{?item}}* is ready.');
    await expect(preview).toHaveText('Hi Maria 😊,\n*item* is ready.', { useInnerText: true });
    await section.getByLabel('Preview for').selectOption('A group');
    await expect(preview).toContainText('Hi there 😊');
    await lookThrough(panel, 'form-light');
    await panel.emulateMedia({ colorScheme: 'dark' });
    await lookThrough(panel, 'form-dark');
    await panel.emulateMedia({ colorScheme: 'light' });
  });

  await test.step('an unknown variable is an error with its place, and keeps the template from being saved', async () => {
    await message.fill('Dear {{name}},\n{{surname}}');
    await expect(section.getByRole('alert')).toHaveText(
      'Line 2: “\u2068{{surname}}\u2069” is not a variable.',
    );
    await list.save();
    await expect(message).toBeFocused();
    await lookThrough(panel, 'form-problem');
    await section.getByRole('alert').getByRole('button').click();
    await panel.keyboard.type('{{account}}');
    await expect(preview).toHaveText('Dear Weekend football,\nAda Example', { useInnerText: true });
    expect(await stored()).toEqual([]);
    await list.save();
    await expect
      .poll(stored)
      .toEqual([{ name: 'Order ready', content: 'Dear {{name}},\n{{account}}', shortcut: 'ready' }]);
  });

  await test.step('a name is needed, limits are said before they are reached, and what is too long stays to be cut', async () => {
    await list.begin({ content: 'x'.repeat(9000) });
    await expect(section.getByText('9,000 of 10,000')).toBeVisible();
    await list.save();
    await expect(section.getByText('Give the template a name.')).toBeVisible();
    await section.getByLabel('Name', { exact: true }).fill('y'.repeat(61));
    await expect(section.getByText('A name has at most 60 characters.')).toBeVisible();
    await list.save();
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue('y'.repeat(61));
    await section.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => list.names()).toEqual(['Order ready']);
  });

  await test.step('a name and a shortcut that are there already are allowed, and said', async () => {
    await list.begin({ name: 'Order ready', shortcut: 'ready', content: 'Another' });
    await expect(section.getByText('Another template has this name too.')).toBeVisible();
    await expect(section.getByText('“\u2068Order ready\u2069” has this shortcut too')).toBeVisible();
    await list.save();
    await expect.poll(() => list.names()).toEqual(['Order ready', 'Order ready']);
  });
});

test('templates are ordered, copied, found, deleted with a way back, and imported in one act', async ({
  product,
}) => {
  const { list, stored } = await withPanel(product);
  const { panel, section } = list;
  const storedNames = async () => (await stored()).map(({ name }) => name);

  await test.step('order, by keyboard alone', async () => {
    for (const name of ['One', 'Two', 'Three'])
      await list.create(name, `Text of ${name}`, name.toLowerCase());
    await list.press('Move', 'Three', 'up');
    await panel.keyboard.press('Enter');
    await expect.poll(() => list.names()).toEqual(['Three', 'One', 'Two']);
    await expect(section.getByRole('button', { name: 'Move \u2068Three\u2069 up' })).toBeFocused();
    await expect.poll(storedNames).toEqual(['Three', 'One', 'Two']);
  });

  await test.step('a copy, deletion and its undo', async () => {
    await list.press('Duplicate', 'One');
    await expect.poll(() => list.names()).toEqual(['Three', 'One', 'One (copy)', 'Two']);
    await list.press('Delete', 'One');
    await expect.poll(storedNames).toEqual(['Three', 'One (copy)', 'Two']);
    await panel.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(storedNames).toEqual(['Three', 'One', 'One (copy)', 'Two']);
    await lookThrough(panel, 'list-light');
    await panel.emulateMedia({ colorScheme: 'dark' });
    await lookThrough(panel, 'list-dark');
    await panel.emulateMedia({ colorScheme: 'light' });
  });

  await test.step('an import says what it would do, is one act and goes with one undo', async () => {
    const file = [
      'Name;Content;Shortcut',
      'Two;Text of Two;two',
      'Prices;"Hi {{first_name|there}},\nour *prices*: 😊";prices',
      'Wrong;Dear {{surname}};',
      ...Array.from({ length: 6 }, (_, index) => `Extra ${index};Text;`),
    ];
    await list.choose(csv('mine.csv', `\uFEFF${file.join('\r\n')}\r\n`));
    const plan = section.getByRole('group', { name: 'Import of' });
    await expect(plan).toContainText('7 templates will be added.');
    await expect(plan).toContainText('1 is here already.');
    await expect(plan).toContainText(
      'Row 4 (\u2068Wrong\u2069): The message has a variable that does not exist.',
    );
    await lookThrough(panel, 'import');
    expect(await storedNames()).toHaveLength(4);
    await plan.getByRole('button', { name: 'Import' }).click();
    await expect.poll(storedNames).toHaveLength(11);
    expect((await stored())[4]).toEqual({
      name: 'Prices',
      content: 'Hi {{first_name|there}},\nour *prices*: 😊',
      shortcut: 'prices',
    });
    await section.getByLabel('Search templates').fill('pric');
    await expect.poll(() => list.names()).toEqual(['Prices']);
    await panel.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(storedNames).toEqual(['Three', 'One', 'One (copy)', 'Two']);
  });

  await test.step('a file that can not be taken is refused with a sentence', async () => {
    await list.choose(csv('letter.csv', 'Dear Ada\nhow are you?'));
    await expect(section.getByText('These are no templates.')).toBeVisible();
    await list.choose(csv('large.csv', 'x'.repeat(10 * 1024 * 1024 + 1)));
    await expect(section.getByText('This file is larger than 10 MB')).toBeVisible();
  });

  await test.step('hostile names are text, cut with an ellipsis, and turn nothing around them', async () => {
    const hostile = ['<img src=x onerror=alert(1)>', '\u202Egnp.exe', `\u0007${'long '.repeat(11)}end`];
    for (const name of hostile) await list.create(name, `${name}\u2066\n`.repeat(40), '<b>x</b>');
    await expect
      .poll(() => list.names())
      .toEqual(['Three', 'One', 'One (copy)', 'Two', ...hostile.map((name) => name.replace('\u0007', ''))]);
    await expect(section.locator('img, b')).toHaveCount(0);
    const [width, wide] = await section.evaluate((element) => [element.clientWidth, element.scrollWidth]);
    expect(wide).toBe(width);
    await panel.locator('html').evaluate((html) => html.setAttribute('dir', 'rtl'));
    await lookThrough(panel, 'hostile-rtl');
  });
});
