import { chromium, type Browser, type Page } from 'playwright';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server.ts';
import { findChromium, usualArgs } from '../support/browser.ts';
import { expect, test as base } from './stage.ts';

// The simulator's page without any client: what the real page is known to do, and tests of the product rely on.
base.describe.configure({ mode: 'default' });

interface Opened {
  readonly simulator: Simulator;
  readonly page: Page;
  /** The value of an expression in the page. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
}
/** One browser for all of these, so that all simulators are on one port, one after the other. */
interface Shared {
  readonly browser: Browser;
  readonly port: number;
}
const test = base.extend<{ open: (options?: SimulatorOptions) => Promise<Opened> }, { shared: Shared }>({
  shared: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
    async ({}, use) => {
      const first = await startSimulator();
      await first.close();
      const { port } = first;
      const args = [...usualArgs, ...first.chromiumArgs];
      const browser = await chromium.launch({ executablePath: findChromium(), args });
      await use({ browser, port });
      await browser.close();
    },
    { scope: 'worker' },
  ],
  open: async ({ shared: { browser, port } }, use) => {
    const context = await browser.newContext();
    let simulator: Simulator | undefined;
    await use(async (options = {}) => {
      simulator = await startSimulator({ ...options, port });
      const page = await context.newPage();
      await page.goto(simulator.url);
      return { simulator, page, evaluate: <T>(expression: string) => page.evaluate<T>(expression) };
    });
    await context.close();
    await simulator?.close();
  },
});

const SOCKET = `require('WAWebSocketModel').Socket`;
const CHATS = `require('WAWebChatCollection').ChatCollection`;
const UNREAD = `Object.fromEntries(${CHATS}.getModelsArray().map((chat) => [chat.id.toString(), chat.unreadCount]))`;

const unreadOf = (simulator: Simulator) =>
  Object.fromEntries(
    simulator.chats().flatMap(({ id, kind, unread }) => (kind === 'channel' ? [] : [[id, unread]])),
  );

test('a chat that moves to its LID while it is open keeps its messages, its place and its conversation', async ({
  open,
}) => {
  const { simulator, page, evaluate } = await open({ isLidMapKnown: false });
  const { id = '', lid = '', name = '' } = simulator.chats().find(({ kind }) => kind === 'person') ?? {};
  const lidOf = `String(require('WAWebApiContact').getCurrentLid(require('WAWebWidFactory').createWid('${id}')))`;
  await page.locator(`#pane-side [title="${name}"]`).first().click();
  await expect(page.locator('#main .copyable-text').last()).toBeVisible();
  const texts = await page.locator('#main .message-list').innerText();
  expect(await evaluate(lidOf)).toBe('undefined');
  await evaluate(`window.told = []; void ${CHATS}.on('add remove', (chat) => told.push(chat.id.toString()))`);

  simulator.migrateToLid(id);
  await expect.poll(() => evaluate('told')).toEqual([id, lid]);
  expect(await evaluate(lidOf)).toBe(lid);
  expect(await evaluate(`${CHATS}.get('${lid}').accountLid.toString()`)).toBe(lid);
  expect(await evaluate(`${CHATS}.get('${id}') === undefined`)).toBe(true);
  expect(await evaluate(`${CHATS}.getLatestChatForWid('${lid}').active`)).toBe(true);
  await expect.poll(() => page.locator('#main .message-list').innerText()).toBe(texts);
  simulator.incoming(lid, 'under the new id');
  await expect(page.locator('#main .message-list')).toContainText('under the new id');
});

test('when every chat moves to its LID, the list stays what it is', async ({ open }) => {
  const { simulator, page, evaluate } = await open();
  const titles = () => page.locator('#pane-side [role="row"] span[dir="auto"][title]').allInnerTexts();
  await page.locator('#pane-side [role="row"]').first().waitFor();
  const before = await titles();
  simulator.migrateToLid();
  const isMoved = `${CHATS}.getModelsArray().every(({ id }) => id.isLid() || id.isGroup())`;
  await expect.poll(() => evaluate(isMoved)).toBe(true);
  await expect.poll(titles).toEqual(before);
});

test('of a partner who shows no number, the page knows none', async ({ open }) => {
  const { simulator, evaluate } = await open({ identity: 'unknown' });
  const { id } = simulator.chats().find(({ kind }) => kind === 'person') ?? {};
  await expect.poll(() => evaluate(`${SOCKET}.hasSynced`)).toBe(true);
  const phone = `require('WAWebApiContact').getPhoneNumber(require('WAWebWidFactory').createWid('${id}'))`;
  expect(await evaluate(`String(${phone})`)).toBe('undefined');
});

test('after a storm of 1,000 changes a second over 2,000 chats, every unread count is right', async ({
  open,
}) => {
  const { simulator, evaluate } = await open({ chats: 2000 });
  await expect.poll(() => evaluate(`${SOCKET}.hasSynced`)).toBe(true);
  await simulator.storm({ changesPerSecond: 1000, seconds: 2 });
  await expect.poll(() => evaluate(UNREAD)).toEqual(unreadOf(simulator));
});

test('10,000 chats are there and can be scrolled to the end', async ({ open }) => {
  const { simulator, page } = await open({ chats: 10_000 });
  const listed = simulator.chats().filter(({ archived, kind }) => !archived && kind !== 'channel');
  const grid = page.locator('#pane-side [role="grid"]');
  await expect(grid).toHaveAttribute('aria-rowcount', String(listed.length));
  await page.locator('#pane-side').evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));
  await expect(page.locator(`#pane-side [title="${listed.at(-1)?.name}"]`).last()).toBeInViewport();
});

test('modules arrive in batches: the version and the socket first, the chats later, the end of the sync last', async ({
  open,
}) => {
  const { evaluate } = await open({ moduleDelayMs: 1500 });
  const known = `['WAWebSocketModel', 'WAWebChatCollection', 'WAWebSendMsgChatAction']
    .map((id) => id in require('__debug').modulesMap)`;
  expect(await evaluate(`[typeof Debug.VERSION, ${SOCKET}.hasSynced === true, ...${known}]`)).toEqual([
    'string',
    false,
    true,
    false,
    false,
  ]);
  await expect.poll(() => evaluate(`${SOCKET}.hasSynced`)).toBe(true);
  expect(await evaluate(known)).toEqual([true, true, true]);
});

test('who asks for modules before the loader is there is answered when they are', async ({ open }) => {
  const { page, simulator } = await open();
  await page.addInitScript(`document.addEventListener(
    'readystatechange',
    () => requireLazy(['WAWebChatCollection'], (module) => (window.given = 'ChatCollection' in module)),
    { once: true },
  )`);
  await page.goto(simulator.url);
  await expect.poll(() => page.evaluate('window.given')).toBe(true);
});

test('a sync that never ends shows no list', async ({ open }) => {
  const { page, evaluate } = await open({ syncDelayMs: Infinity });
  await expect.poll(() => evaluate(`${SOCKET}.state`)).toBe('CONNECTED');
  await expect(
    page.getByText('Loading your chats').or(page.locator('#wa_web_initial_startup')),
  ).toBeVisible();
  expect(await evaluate(`[${SOCKET}.hasSynced === true, ${SOCKET}.stream]`)).toEqual([false, 'SYNCING']);
});

test('a second tab of the profile takes the connection, and the first takes it back when it is asked to', async ({
  open,
}) => {
  const { simulator, page } = await open();
  await page.locator('#pane-side [role="row"]').first().waitFor();
  const second = await page.context().newPage();
  await second.goto(simulator.url);
  await second.locator('#pane-side [role="row"]').first().waitFor();
  await expect(page.getByText('WhatsApp is open in another window')).toBeVisible();
  expect([simulator.online(), simulator.devices()]).toEqual([1, 1]);
  await page.getByRole('button', { name: 'Use here' }).click();
  await expect(second.getByText('WhatsApp is open in another window')).toBeVisible();
  await page.locator('#pane-side [role="row"]').first().waitFor();
});

test('the login page shows a code to scan in a canvas, and takes a phone number instead', async ({
  open,
}) => {
  const { simulator, page } = await open({ login: 'unlinked' });
  const code = page.locator('div[data-ref]');
  await expect(code.locator('canvas')).toBeVisible();
  expect((await code.getAttribute('data-ref'))?.split(',')).toHaveLength(5);
  expect(page.frames()).toHaveLength(2);
  await page.getByRole('button', { name: 'Link with phone number' }).click();
  await page.getByLabel('Type your phone number.').fill('+1 555 010 0042');
  await page.getByRole('button', { name: 'Next' }).click();
  simulator.enterPairingCode(await page.getByLabel('Code').innerText());
  await page.locator('#pane-side [role="row"]').first().waitFor();
  expect(simulator.account('15550100042').online()).toBe(1);
});

test('the login is in IndexedDB under a key that no script can read, and survives a reload', async ({
  open,
}) => {
  const { simulator, page, evaluate } = await open();
  await expect.poll(() => evaluate(`${SOCKET}.hasSynced`)).toBe(true);
  const isExtractable = await evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open('wawc_db_enc');
    opening.onsuccess = () => {
      const getting = opening.result.transaction('keys').objectStore('keys').get('enc');
      getting.onsuccess = () => resolve(getting.result.extractable);
    };
  })`);
  expect(isExtractable).toBe(false);
  await page.reload();
  await expect.poll(() => evaluate(`${SOCKET}.hasSynced`)).toBe(true);
  expect([simulator.devices(), simulator.rollbacks()]).toEqual([1, []]);
});

test('a login of which one half is missing, or is that of another login, is none', async ({ open }) => {
  const { simulator, page, evaluate } = await open();
  await expect.poll(() => evaluate(`${SOCKET}.hasSynced`)).toBe(true);
  const salt = await evaluate(`localStorage.getItem('WebEncKeySalt')`);
  simulator.configure({ login: 'unlinked' });
  await evaluate(`localStorage.removeItem('WANoiseInfo')`);
  await page.reload();
  await expect(page.locator('div[data-ref] canvas')).toBeVisible();
  await evaluate(`localStorage.setItem('WebEncKeySalt', '${String(salt)}')`);
  await page.reload();
  await expect(page.locator('div[data-ref] canvas')).toBeVisible();
});

test('what is stored besides the login is as big as asked for', async ({ open }) => {
  const { evaluate } = await open({ storageMb: 3 });
  const megabytes = () =>
    evaluate<number>('navigator.storage.estimate().then(({ usage }) => usage / 2 ** 20)');
  await expect.poll(megabytes).toBeGreaterThan(3);
});
