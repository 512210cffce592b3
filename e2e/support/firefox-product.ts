import { findFirefox } from './browser.ts';
import { buildExtension } from './build-extension.ts';
import { Firefox, type FirefoxTab, type Preferences } from './firefox.ts';
import { expect, PASSWORD, test, type Product } from './product.ts';
import type { ServerProcess } from './server.ts';

/** Where the middle of an element is, once it is there; `element` is an expression. */
export async function placeOf(tab: FirefoxTab, element: string): Promise<{ x: number; y: number }> {
  const expression = `(() => {
    const box = (${element})?.getBoundingClientRect();
    return box ? JSON.stringify({ x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }) : '';
  })()`;
  await expect.poll(() => tab.evaluate(expression)).not.toBe('');
  return JSON.parse(String(await tab.evaluate(expression))) as { x: number; y: number };
}

/** A Firefox on a simulator and a server, and the extension that was built for them. */
export async function startFirefox(
  product: Product,
  preferences: Preferences = {},
): Promise<{ firefox: Firefox; extension: string; server: ServerProcess }> {
  const binary = findFirefox();
  if (!binary) throw new Error('Install Firefox, or set FIREFOX_PATH.');
  const simulator = await product.simulate({ chats: 60 });
  const server = await product.startServer();
  const extension = await buildExtension({
    apiOrigin: server.url,
    hasOpenShadowRoots: true,
    // Others may run beside it.
    name: `e2e-${test.info().parallelIndex}`,
    browser: 'firefox',
  });
  const firefox = await Firefox.start({ path: binary, whatsAppPort: simulator.port, preferences });
  return { firefox, extension, server };
}

export async function signUpInFirefox(popup: FirefoxTab): Promise<void> {
  const fill = (name: string, value: string) =>
    popup.evaluate(`(() => {
      const input = document.querySelector('[name=${name}]');
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, ${JSON.stringify(value)});
      input.dispatchEvent(new Event('input', { bubbles: true }));
    })()`);
  await popup.click(await placeOf(popup, `document.querySelector('form button.quiet')`));
  await fill('email', 'ada@example.com');
  await fill('password', PASSWORD);
  await popup.click(await placeOf(popup, `document.querySelector('form button.primary')`));
  await expect
    .poll(() => popup.evaluate('document.body.innerText'))
    .toContain('Signed in as ada@example.com');
}
