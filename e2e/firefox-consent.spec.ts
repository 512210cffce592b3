import { placeOf, signUpInFirefox, startFirefox } from './support/firefox-product.ts';
import type { Firefox, FirefoxTab } from './support/firefox.ts';
import { expect, test } from './support/product.ts';

const find = (selector: string) => `document.querySelector(${JSON.stringify(selector)})`;
const press = async (tab: FirefoxTab, selector: string) => tab.click(await placeOf(tab, find(selector)));

/** Firefox's own question, and what a person presses there. */
async function answer(firefox: Firefox, choice: 'primary' | 'secondary'): Promise<void> {
  const said = `document.querySelector('#notification-popup popupnotification')?.textContent ?? ''`;
  await expect.poll(() => firefox.evaluateInBrowser(said)).toContain('NexisChat');
  await firefox.evaluateInBrowser(
    `document.querySelector('#notification-popup popupnotification').${choice === 'primary' ? 'button' : 'secondaryButton'}.click()`,
  );
}

test('in Firefox an account is linked only where the person lets messages be sent, and is asked by the press', async ({
  product,
}) => {
  const { firefox, extension } = await startFirefox(product);
  try {
    await firefox.install(extension);
    await signUpInFirefox(await firefox.openPopup());
    const panel = await firefox.openSidePanel();
    const text = () => panel.evaluate('document.body.innerText');
    const started = () => product.query(`select desired from session_leases`);
    await press(panel, 'main > button.outlined');
    await press(panel, '.account-form input[type=tel]');
    await panel.type('15550100001');
    await press(panel, '.account-form .field:nth-of-type(2) input');
    await panel.type('Shop');
    await press(panel, '.account-form .primary');
    await expect.poll(() => product.query('select 1 from accounts')).toHaveLength(1);
    await press(panel, '.link-card .primary');
    await press(panel, '.link-card input[type=checkbox]');

    await press(panel, '.link-card .primary');
    await answer(firefox, 'secondary');
    await expect.poll(text).toContain('Nothing was linked');
    expect(await started()).toEqual([]);

    await press(panel, '.link-card .primary');
    await answer(firefox, 'primary');
    await expect.poll(started).toEqual([{ desired: 'running' }]);
  } finally {
    await firefox.close();
  }
});
