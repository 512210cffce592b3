import type { Page } from 'playwright';
import { probeNames } from '../extension/whatsapp/capabilities.ts';
import { hostileScript } from './support/hostile-script.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

const FORGERIES = 100_000;

/** Everything that a script of the page can say, in every way that it can say it. Returns what it got back. */
const forge = (page: Page, extensionId: string, count: number): Promise<{ answers: number; said: number }> =>
  page.evaluate(
    async ([id, total, places]) => {
      let answers = 0;
      const own = new WeakSet<Event>();
      for (const type of ['message', 'nexischat:port', 'nexischat:hello', `${id}:whatsapp:wxt`]) {
        addEventListener(type, (event) => own.has(event) || (answers += 1), true);
      }
      const account = '15550100001@c.us';
      const chat = {
        id: '1@c.us',
        alias: null,
        title: 'Forged',
        unread: 7,
        isArchived: false,
        isPinned: false,
        isMuted: false,
        isListed: true,
      };
      const messages: unknown[] = [
        { type: 'started' },
        { type: 'health', version: '9', on: [], lost: ['chats', 'account'], places },
        { type: 'account', id: '19990000000@c.us', name: 'Eve', isBusinessAccount: false },
        { type: 'chats', isReset: true, changed: [chat], removed: [] },
        { type: 'native-filter' },
        { type: 'active-chat', chatId: '1@c.us' },
        { type: 'answer', request: 1, outcome: 'done' },
        { type: 'stop' },
        {
          type: 'request',
          number: 1,
          accountId: account,
          request: { kind: 'filter', filter: { isExcluding: false, ids: [] } },
        },
        {
          type: 'request',
          number: 2,
          accountId: account,
          request: { kind: 'insert-text', chatId: '1@c.us', text: 'Forged' },
        },
        { type: `${id}:wxt:content-script-started`, contentScriptName: 'whatsapp', messageId: 'x' },
        { type: 'openPopup', data: null, id: 1, timestamp: 1 },
        null,
        'nexischat',
        { __proto__: null, type: { toString: 1 } },
      ];
      const names = [
        'nexischat:port',
        'nexischat:hello',
        'message',
        `${id}:whatsapp:wxt:content-script-started`,
        `${id}:page:wxt:content-script-started`,
        'wxt:content-script-started',
      ];
      let said = 0;
      const channels: MessageChannel[] = [];
      while (said < total) {
        for (let batch = 0; batch < 1000 && said < total; batch += 1, said += 1) {
          const data = messages[said % messages.length];
          const name = names[said % names.length]!;
          const target = said % 2 === 0 ? window : document;
          if (said % 7 === 0) window.postMessage(data, '*');
          else if (said % 7 === 1) {
            const channel = new MessageChannel();
            channels.push(channel);
            channel.port1.addEventListener('message', () => (answers += 1));
            channel.port1.start();
            const event = new MessageEvent(name, { data, ports: [channel.port2], cancelable: true });
            own.add(event);
            // A taken offer would be prevented.
            if (!target.dispatchEvent(event)) answers += 1;
            channel.port1.postMessage(data);
          } else {
            const detail = { contentScriptName: 'whatsapp', messageId: String(said), ...Object(data) };
            const event = new CustomEvent(name, { detail, cancelable: true, bubbles: true });
            own.add(event);
            if (!target.dispatchEvent(event)) answers += 1;
          }
        }
        await new Promise((resolve) => setTimeout(resolve));
      }
      for (const { port1 } of channels) port1.close();
      // Our own window messages arrive as events too.
      const mine = Math.ceil(total / 7);
      return { answers: answers - mine, said };
    },
    [extensionId, count, probeNames.map(() => 0)] as const,
  );

test('a hundred thousand forged messages of the page have no effect, no answer and cause no error', async ({
  product,
}) => {
  test.setTimeout(90_000);
  const { simulator, device, on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [chat] = plainChats(simulator);
  if (!chat) throw new Error('the world is too small');
  const ownErrors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && ownErrors.push(message.text()));
  page.on('pageerror', ({ message }) => ownErrors.push(message));
  await on.createFolder('Kept');
  await on.file(chat.name, 'Kept');
  await on.folder('Kept').click();
  await expect.poll(() => on.titles()).toEqual([chat.name]);
  const counts = await on.strip.getByRole('tab').allTextContents();

  expect(await forge(page, device.extensionId, FORGERIES)).toEqual({ answers: 0, said: FORGERIES });
  expect(await on.strip.getByRole('tab').allTextContents()).toEqual(counts);
  expect(await on.titles()).toEqual([chat.name]);
  await expect(page.getByText('WhatsApp Web has changed')).toHaveCount(0);
  await on.createFolder('Still works');
  await on.folder(/^All/).click();
  await expect.poll(() => on.rowCount()).toBeGreaterThan(20);
  expect(await product.query('select name from accounts')).toEqual([{ name: 'Ada Example' }]);
  expect(simulator.sent()).toEqual([]);
  expect(ownErrors).toEqual([]);
  await expectQuietPage(page);
});

test('a script that runs before any other of the page hears nothing of our handover and sees no port of ours', async ({
  product,
}) => {
  const { simulator, on } = await signedIn(product, { chats: 30, firstScript: hostileScript });
  const { page } = on;
  const [chat] = plainChats(simulator);
  if (!chat) throw new Error('the world is too small');
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await page.reload();
  await on.createFolder('Kept');
  await on.file(chat.name, 'Kept');
  await on.folder('Kept').click();
  await expect.poll(() => on.titles()).toEqual([chat.name]);
  await on.row(chat.name).click();
  await page.locator('#main footer [contenteditable=true]').waitFor();
  await on.folder(/^All/).click();
  await expect.poll(() => on.rowCount()).toBeGreaterThan(20);

  const { stolen, attempts } = await page.evaluate(() => ({
    stolen: [...new Set(window.__stolen)],
    attempts: window.__attempts,
  }));
  expect(stolen).toEqual([]);
  expect(attempts.offers).toBeGreaterThan(10);
  expect(attempts.reads).toBeGreaterThan(100);
  expect(errors).toEqual([]);
  await expectQuietPage(page);
});

test('what was asked for one account is refused when another is open by then', async ({ product }) => {
  const { on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  await on.createFolder('Empty');
  const all = await on.rowCount();
  await page.evaluate(() => {
    const { importNamespace, require } = window as unknown as {
      importNamespace: (id: string) => Record<string, unknown>;
      require: (id: string) => { createWid: (id: string) => unknown };
    };
    const grid = document.querySelector('#pane-side [role=grid]')!;
    const shortest = { rows: Infinity };
    Object.assign(window, { __shortest: shortest });
    new MutationObserver(() => {
      shortest.rows = Math.min(shortest.rows, Number(grid.getAttribute('aria-rowcount')));
    }).observe(grid, { attributeFilter: ['aria-rowcount'] });
    const other = require('WAWebWidFactory').createWid('15550109999@c.us');
    // With the press itself, before anybody can have noticed.
    const change = () => (importNamespace('WAWebUserPrefsMeUser')['getMaybeMePnUser'] = () => other);
    addEventListener('pointerdown', change, { capture: true, once: true });
  });
  await on.folder('Empty').click();

  await expect.poll(() => product.query('select 1 from accounts')).toHaveLength(2);
  expect(await on.rowCount()).toBe(all);
  expect(
    await page.evaluate(() => (window as unknown as { __shortest: { rows: number } }).__shortest.rows),
  ).toBe(Infinity);
  await expectQuietPage(page);
});
