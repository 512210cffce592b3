import { connection } from './support/connect-account.ts';
import { startFirefox, signUpInFirefox } from './support/firefox-product.ts';
import type { Firefox, FirefoxTab } from './support/firefox.ts';
import { expect, test, type Product } from './support/product.ts';
import { replicaScript } from './support/replica-client.ts';

/** The browser's own is half a minute. */
const IDLE_TIMEOUT_MS = 1000;
/** The server is back before it. */
const ALARM_MS = 12_000;
/** The background asks to be woken each minute. */
const ALARM_TIMEOUT_MS = 75_000;

const preferences = { 'extensions.background.idle.timeout': IDLE_TIMEOUT_MS };

/** The popup with a client in it, and an account to make folders for. */
async function openScreen(
  firefox: Firefox,
  product: Product,
): Promise<{ popup: FirefoxTab; accountId: string }> {
  const popup = await firefox.openPopup();
  await signUpInFirefox(popup);
  const edit = await connection(product);
  await connectIn(popup);
  await popup.evaluate(`connected.client.mutate(${JSON.stringify([edit])})`);
  await expect.poll(() => product.query('select 1 from accounts')).toHaveLength(1);
  return { popup, accountId: edit.id };
}

async function connectIn(page: FirefoxTab): Promise<void> {
  await page.evaluate(await replicaScript());
  await page.evaluate('replicaInPage.connect().then((made) => { globalThis.connected = made; })');
}

const newFolder = (accountId: string, name: string) =>
  JSON.stringify([
    {
      op: 'create',
      entity: 'folder',
      id: crypto.randomUUID(),
      fields: { accountId, name, color: 'teal', position: 'a0' },
    },
  ]);

const namesOnServer = async (product: Product) =>
  (await product.query<{ name: string }>('select name from folders order by name')).map(({ name }) => name);

test('in Firefox an edit that finds the event page suspended wakes it, and is on the server once', async ({
  product,
}) => {
  const { firefox, extension } = await startFirefox(product, preferences);
  try {
    const id = await firefox.install(extension);
    const { popup, accountId } = await openScreen(firefox, product);

    await firefox.evaluateInBrowser(
      `globalThis.suspensions = 0;
      WebExtensionPolicy.getByID('${id}').extension.on('shutdown-background-script', () => (suspensions += 1));`,
    );
    for (const name of ['First', 'Second', 'Third']) {
      const edit = newFolder(accountId, name);
      const result = await popup.evaluate(`connected.mutateWhenClosed(${edit}).then(JSON.stringify)`);
      expect(result).toBe('{"ok":true,"value":null}');
    }

    await expect.poll(() => namesOnServer(product)).toEqual(['First', 'Second', 'Third']);
    expect(await product.query('select "lastSequence"::int from sync_clients')).toEqual([
      { lastSequence: 4 },
    ]);
    expect(await firefox.evaluateInBrowser('suspensions')).toBeGreaterThanOrEqual(3);
  } finally {
    await firefox.close();
  }
});

test('in Firefox an edit made while the server is away outlives the event page, and arrives with no screen open', async ({
  product,
}) => {
  test.setTimeout(60_000 + ALARM_TIMEOUT_MS);
  const { firefox, extension, server } = await startFirefox(product, preferences);
  try {
    const id = await firefox.install(extension);
    const { popup, accountId } = await openScreen(firefox, product);
    await server.stop();
    await popup.evaluate(`connected.client.mutate(${newFolder(accountId, 'Offline')})`);
    await popup.evaluate(`browser.alarms.create('sync', { when: Date.now() + ${ALARM_MS} })`);
    // The sidebar opens by itself when the extension is installed.
    await firefox.evaluateInBrowser('SidebarController.hide()');
    await popup.goto('about:blank');
    await expect.poll(() => firefox.backgroundState(id)).toBe('stopped');
    await product.startServer({ port: server.port });
    expect(await namesOnServer(product)).toEqual([]);
    expect(await firefox.backgroundState(id)).toBe('stopped');

    await expect.poll(() => namesOnServer(product), { timeout: ALARM_TIMEOUT_MS }).toEqual(['Offline']);
    expect(await product.query('select "lastSequence"::int from sync_clients')).toEqual([
      { lastSequence: 2 },
    ]);
  } finally {
    await firefox.close();
  }
});
