import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium, type Page } from 'playwright';
import { startSimulator, type Simulator } from '../../simulator/server.ts';
import { findChromium, usualArgs } from '../support/browser.ts';
import { expect, test as base } from './stage.ts';

// wa-js as it is published, in the simulator's page under its policy.
base.describe.configure({ mode: 'default' });

interface Peer {
  readonly simulator: Simulator;
  readonly page: Page;
  /** The value of an expression in the page, where WPP is wa-js. */
  readonly evaluate: (expression: string) => Promise<unknown>;
}

const waJs = readFile(createRequire(import.meta.url).resolve('@wppconnect/wa-js'), 'utf8');

async function openPeer(ids: 'serialized' | 'minified'): Promise<Peer & { close(): Promise<void> }> {
  const simulator = await startSimulator({ chats: 60, ids });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...usualArgs, ...simulator.chromiumArgs],
  });
  const page = await browser.newPage();
  await page.addInitScript('window.WPPConfig = { disableGoogleAnalytics: true }');
  await page.addInitScript(await waJs);
  await page.goto(simulator.url);
  const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
  await expect.poll(() => evaluate('window.WPP?.isFullReady')).toBe(true);
  return {
    simulator,
    page,
    evaluate,
    async close() {
      await browser.close();
      await simulator.close();
    },
  };
}

for (const ids of ['serialized', 'minified'] as const) {
  const test = base.extend<object, { peer: Peer }>({
    peer: [
      // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
      async ({}, use) => {
        const peer = await openPeer(ids);
        await use(peer);
        await peer.close();
      },
      { scope: 'worker' },
    ],
  });

  test.describe(`with ${ids} message keys, wa-js`, () => {
    test('is injected, ready and fully ready', async ({ peer }) => {
      expect(await peer.evaluate('[WPP.isInjected, WPP.isReady, WPP.isFullReady]')).toEqual([
        true,
        true,
        true,
      ]);
    });

    test('lists every chat in the order of the page', async ({ peer }) => {
      const known = peer.simulator.chats().filter(({ kind }) => kind !== 'channel');
      expect(
        await peer.evaluate('WPP.chat.list().then((chats) => chats.map(({ id }) => id.toString()))'),
      ).toEqual(known.map(({ id }) => id));
    });

    test('lists groups, unread chats and channels apart', async ({ peer }) => {
      const known = peer.simulator.chats().filter(({ kind }) => kind !== 'channel');
      const count = (options: string) =>
        peer.evaluate(`WPP.chat.list(${options}).then(({ length }) => length)`);
      expect([
        await count('{ onlyGroups: true }'),
        await count('{ onlyWithUnreadMessage: true }'),
        await count('{ onlyNewsletter: true }'),
      ]).toEqual([
        known.filter(({ kind }) => kind === 'group').length,
        known.filter(({ unread }) => unread !== 0).length,
        1,
      ]);
    });

    test('opens a chat and knows that it is the active one', async ({ peer }) => {
      const { id, name } = peer.simulator.chats().find(({ kind }) => kind === 'person') ?? {};
      await peer.evaluate(`WPP.chat.openChatBottom('${id}')`);
      expect(await peer.evaluate('WPP.chat.getActiveChat().id.toString()')).toBe(id);
      await expect(peer.page.locator('#main header .profile-name')).toHaveText(name ?? '');
    });

    test('sends a text', async ({ peer }) => {
      const chatId = peer.simulator.chats().find(({ kind }) => kind === 'person')?.id ?? '';
      const id = await peer.evaluate(
        `WPP.chat.sendTextMessage('${chatId}', 'from wa-js').then(({ id }) => id)`,
      );
      expect(id).toMatch(new RegExp(`^true_${chatId}_3EB0[0-9A-F]{18}$`));
      await expect.poll(() => peer.simulator.sent()).toContainEqual({ chatId, body: 'from wa-js' });
    });

    test('sends a text to a group', async ({ peer }) => {
      const chatId = peer.simulator.chats().find(({ kind }) => kind === 'group')?.id ?? '';
      await peer.evaluate(`WPP.chat.sendTextMessage('${chatId}', 'to all').then(({ id }) => id)`);
      await expect.poll(() => peer.simulator.sent()).toContainEqual({ chatId, body: 'to all' });
      const ack = `WPP.whatsapp.ChatStore.get('${chatId}').msgs.last().ack`;
      await expect.poll(() => peer.evaluate(ack)).toBe(2);
    });

    test('hears of a new message', async ({ peer }) => {
      const chatId = peer.simulator.chats().find(({ kind }) => kind === 'person')?.id ?? '';
      await peer.evaluate(
        `window.heard = []; void WPP.on('chat.new_message', ({ body, id }) => heard.push([body, id.remote.toString()]))`,
      );
      peer.simulator.incoming(chatId, 'hello wa-js');
      await expect.poll(() => peer.evaluate('heard')).toEqual([['hello wa-js', chatId]]);
    });
  });
}
