import { findFirefox } from './support/browser.ts';
import { buildExtension } from './support/build-extension.ts';
import { Firefox, keys, type FirefoxTab } from './support/firefox.ts';
import { expect, PASSWORD, test, type Product } from './support/product.ts';

/** An expression for the first match of a selector, in the document or in one of our shadow roots. */
const first = (selector: string) =>
  `[document, ...[...document.querySelectorAll('div')].flatMap((each) => each.shadowRoot ?? [])]
    .map((root) => root.querySelector(${JSON.stringify(selector)})).find(Boolean)`;

async function placeOf(tab: FirefoxTab, element: string): Promise<{ x: number; y: number }> {
  const expression = `(() => {
    const box = (${element})?.getBoundingClientRect();
    return box ? JSON.stringify({ x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }) : '';
  })()`;
  await expect.poll(() => tab.evaluate(expression)).not.toBe('');
  return JSON.parse(String(await tab.evaluate(expression))) as { x: number; y: number };
}

const row = (index: number) =>
  `[...document.querySelectorAll('#pane-side [role=row]')]
    .sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y)[${index}]`;

/** A Firefox on a simulator and a server, and the extension that was built for them. */
async function startFirefox(product: Product): Promise<{ firefox: Firefox; extension: string }> {
  const binary = findFirefox();
  if (!binary) throw new Error('Install Firefox, or set FIREFOX_PATH.');
  const simulator = await product.simulate({ chats: 60 });
  const server = await product.startServer();
  const extension = await buildExtension({
    apiOrigin: server.url,
    hasOpenShadowRoots: true,
    browser: 'firefox',
  });
  return { firefox: await Firefox.start({ path: binary, whatsAppPort: simulator.port }), extension };
}

test('in Firefox a page that was open when the extension is installed is left alone, and asks for a reload', async ({
  product,
}) => {
  const { firefox, extension } = await startFirefox(product);
  try {
    const page = await firefox.open('https://web.whatsapp.com/');
    await placeOf(page, row(2));
    // A page that waits for our port, and one that plays our page script.
    await page.evaluate(`(() => {
      window.heard = [];
      const own = new WeakSet();
      for (const type of ['nexischat:port', 'nexischat:hello']) {
        addEventListener(type, (event) => own.has(event) || heard.push(type), true);
      }
      window.offer = new MessageChannel();
      offer.port1.onmessage = ({ data }) => heard.push(JSON.stringify(data));
      const say = (event) => (own.add(event), dispatchEvent(event) || heard.push('taken'));
      setInterval(() => {
        say(new Event('nexischat:hello'));
        say(new MessageEvent('nexischat:port', { ports: [offer.port2], cancelable: true }));
      }, 5);
      const getters = importNamespace('WAWebFrontendChatGetters');
      window.getter = getters.getShouldAppearInList;
    })()`);
    await firefox.install(extension);

    await placeOf(page, first('.notice button'));
    expect(await page.evaluate('JSON.stringify(heard)')).toBe('[]');
    expect(
      await page.evaluate(
        `getter === importNamespace('WAWebFrontendChatGetters').getShouldAppearInList ? 'untouched' : 'hooked'`,
      ),
    ).toBe('untouched');
    expect(await page.evaluate('JSON.stringify([window.__simErrors, window.__simViolations])')).toBe(
      '[[],[]]',
    );
  } finally {
    await firefox.close();
  }
});

test('in Firefox a folder is made, filled by menu and by dragging, and filters the list', async ({
  product,
}) => {
  const { firefox, extension } = await startFirefox(product);
  try {
    await firefox.install(extension);
    const popup = await firefox.openPopup();
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

    const page = await firefox.open('https://web.whatsapp.com/');
    await page.click(await placeOf(page, first('button.new')));
    await placeOf(page, first('.editor input'));
    await page.type(`Suppliers${keys.enter}`);
    const folder = await placeOf(page, first('[data-drop]'));

    await page.pointer([{ type: 'pointerMove', ...(await placeOf(page, row(2))) }]);
    await page.click(await placeOf(page, first('button.file')));
    await page.click(await placeOf(page, first('[role=menuitemcheckbox]')));
    await page.type(keys.escape);

    await page.pointer([{ type: 'pointerMove', ...(await placeOf(page, row(4))) }]);
    await page.pointer([
      { type: 'pointerMove', ...(await placeOf(page, first('button.grip'))) },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerMove', x: folder.x, y: folder.y + 60, duration: 50 },
      { type: 'pointerMove', ...folder, duration: 50 },
      { type: 'pointerUp', button: 0 },
    ]);
    await page.click(await placeOf(page, first('[data-drop] [role=tab]')));

    const rowCount = `document.querySelector('#pane-side [role=grid]').getAttribute('aria-rowcount')`;
    await expect.poll(() => page.evaluate(rowCount)).toBe('2');
    expect(await page.evaluate('JSON.stringify([window.__simErrors, window.__simViolations])')).toBe(
      '[[],[]]',
    );
    await expect
      .poll(() => product.query('select count(*)::int as filed from chat_folders'))
      .toEqual([{ filed: 2 }]);
  } finally {
    await firefox.close();
  }
});
