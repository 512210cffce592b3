import { placeOf, signUpInFirefox, startFirefox } from './support/firefox-product.ts';
import { keys } from './support/firefox.ts';
import { expect, test } from './support/product.ts';

const COMPOSER = `document.querySelector('#main footer [contenteditable=true]')`;

/** An expression for what matches a selector in one of our shadow roots. */
const ours = (selector: string) =>
  `[...document.querySelectorAll('div')].flatMap((each) => each.shadowRoot ?? [])
    .flatMap((root) => [...root.querySelectorAll(${JSON.stringify(selector)})])[0]`;

test('in Firefox a template is made in the picker and inserted where the cursor is', async ({ product }) => {
  const { firefox, extension } = await startFirefox(product);
  try {
    await firefox.install(extension);
    await signUpInFirefox(await firefox.openPopup());
    const page = await firefox.open('https://web.whatsapp.com/');
    const valueOf = (element: string) => page.evaluate(`${element}?.value ?? null`);
    const press = async (selector: string) => page.click(await placeOf(page, ours(selector)));
    await placeOf(page, ours('[role=tablist][aria-label=Folders]'));
    await page.click(await placeOf(page, `document.querySelectorAll('#pane-side [role=row]')[3]`));
    await placeOf(page, ours('.composer-bar button'));
    await page.click(await placeOf(page, COMPOSER));

    await page.type('/');
    await press('.picker-first');
    await placeOf(page, ours('.template-form'));
    await page.type('Thanks');
    await press('.template-form textarea');
    await page.type('Thanks from ');
    await press('.variables button[title="{{account}}"]');
    await expect.poll(() => valueOf(ours('.template-form textarea'))).toBe('Thanks from {{account}}');
    await press('.template-form [name=name]');
    await page.type(keys.enter);
    await placeOf(page, ours('[role=option]'));
    await page.type(keys.escape);
    await expect.poll(() => page.evaluate(`document.activeElement === ${COMPOSER}`)).toBe(true);

    await page.type('Hello ! Bye\uE012\uE012\uE012\uE012\uE012');
    await press('.composer-bar button');
    await press('[role=option]');
    await expect
      .poll(() => page.evaluate(`${COMPOSER}.textContent`))
      .toBe('Hello Thanks from Ada Example! Bye');
  } finally {
    await firefox.close();
  }
});
