import type { Page } from 'playwright';
import type { browser } from 'wxt/browser';
import { signUp } from './support/device.ts';
import { inboxLooks, seeing, SHOTS, wordsIn } from './support/inbox-looks.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { chat, fillInbox, message, withServerAccount } from './support/scripted-inbox.ts';
import { linkByCode, openSidePanel } from './support/side-panel.ts';
import { plainChats } from './support/signed-in.ts';

const row = (panel: Page, name: string) => panel.locator('.inbox-chat', { hasText: name });

for (const [look, options, width] of inboxLooks) {
  test(`the inbox can be perceived and operated by everybody (${look})`, async ({ product }) => {
    test.setTimeout(120_000);
    const seen = seeing('inbox', look);
    const t = wordsIn(look);
    await withServerAccount(
      product,
      async ({ panel, session }) => {
        const see = (name: string) => seen(name, panel);
        await panel.setViewportSize({ width, height: 700 });
        session.become({ status: 'connected', attempt: 0, since: Date.now() }, { hasConsent: true });
        await panel.getByText(t('inbox.empty')).waitFor();
        await see('empty');
        const { ana, group } = fillInbox(session);
        session.tell({ chats: [{ chatId: ana.id, isIncoming: false }] });
        await row(panel, 'Ana Souza').waitFor();
        await see('list');
        await panel.getByRole('button', { name: t('inbox.connection.title') }).click();
        await see('connection');
        await panel.getByRole('button', { name: t('inbox.connection.title') }).click();
        await row(panel, 'Ana Souza').click();
        await panel.getByText('The small ones.').last().waitFor();
        await panel.locator('.message-picture').waitFor();
        await see('chat');
        await panel.getByRole('textbox').fill('Two boxes,\nno problem');
        session.refusals.set('POST chats messages', { code: 'send_unknown' });
        await panel.keyboard.press('Enter');
        await panel.locator('.message-problem').waitFor();
        await see('not-sent');
        session.become({
          status: 'reconnecting',
          attempt: 1,
          retryAt: Date.now() + 30_000,
          cause: 'network',
        });
        await panel.locator('.composer-hint[data-off]').waitFor();
        await see('chat-lost');
        await panel.keyboard.press('Escape');
        await see('lost');
        session.become({ status: 'connected', attempt: 0, since: Date.now() });
        await row(panel, 'Weekend football').click();
        await panel.getByText('And drinks').waitFor();
        await see('group');
        await panel.getByRole('button', { name: t('guard.templatesHint') }).click();
        await panel.locator('.template-picker').waitFor();
        await see('templates');
        expect(group.isMuted).toBe(true);
      },
      options,
    );
  });
}

test('a message that arrives is there at once, and marks nothing as read', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    const { ana } = fillInbox(session);
    await row(panel, 'Ana Souza').click();
    await panel.getByText('The small ones.').last().waitFor();
    session.say(ana.id, message('And a bag, please.'));
    await expect(panel.getByRole('log').getByText('And a bag, please.')).toBeVisible();
    expect(session.asked).not.toContain('POST chats read');
    await panel.getByRole('button', { name: 'Mark as read' }).click();
    await expect(panel.getByRole('button', { name: 'Mark as read' })).toHaveCount(0);
    expect(session.asked.filter((name) => name === 'POST chats read')).toHaveLength(1);
    await panel.keyboard.press('Escape');
    await expect(row(panel, 'Ana Souza')).toBeFocused();
    await expect(row(panel, 'Ana Souza').locator('.unread-mark')).toHaveCount(0);
  });
});

test('what is sent is shown at once, and what failed is sent once, however often it is tried', async ({
  product,
}) => {
  await withServerAccount(product, async ({ panel, session, popup, rowSays }) => {
    fillInbox(session);
    await row(panel, 'Ana Souza').click();
    const box = panel.getByRole('textbox', { name: 'Write a message' });
    await box.fill('Three of');
    await box.press('Shift+Enter');
    await box.pressSequentially('each');
    const { promise, resolve } = Promise.withResolvers<void>();
    session.hold = promise;
    await box.press('Enter');
    await expect(panel.getByRole('img', { name: 'Waiting' })).toBeVisible();
    await expect(box).toHaveValue('');
    session.refusals.set('POST chats messages', { code: 'session_not_ready' });
    session.hold = null;
    resolve();
    await expect(panel.getByRole('alert')).toContainText('The account is not connected yet.');
    // Nobody knows whether the first reached WhatsApp: its key does.
    const [key] = await panel.evaluate(() =>
      Object.values(localStorage).map(
        (text) => (JSON.parse(String(text)) as { outgoing: { key: string }[] }).outgoing[0]?.key ?? '',
      ),
    );
    await rowSays('connected');
    await expect(popup.getByText('Connected on the server')).toBeVisible();
    await panel.reload();
    await row(panel, 'Ana Souza').click();
    session.refusals.clear();
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(panel.getByRole('alert')).toHaveCount(0);
    await expect(panel.getByRole('log').getByText('Three of each')).toHaveCount(1);
    expect(session.sent).toEqual([expect.objectContaining({ key, text: 'Three of\neach' })]);
  });
});

test('a draft is kept for each chat, and goes when its user signs out', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session, popup, rowSays }) => {
    fillInbox(session);
    await row(panel, 'Ana Souza').click();
    const box = panel.getByRole('textbox', { name: 'Write a message' });
    await box.fill('I will ask');
    await box.press('Escape');
    await row(panel, 'Family').click();
    await expect(box).toHaveValue('');
    await box.press('Escape');
    await rowSays('connected');
    await expect(popup.getByText('Connected on the server')).toBeVisible();
    await panel.reload();
    await row(panel, 'Ana Souza').click();
    await expect(box).toHaveValue('I will ask');
    await popup.getByRole('button', { name: 'Sign out' }).click();
    await popup.getByLabel('E-mail').waitFor();
    await expect.poll(() => popup.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });
});

test('a template is put into the message box and not sent', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    fillInbox(session);
    await panel.getByRole('tab', { name: 'Templates' }).click();
    await panel.getByRole('button', { name: 'New template' }).click();
    await panel.getByLabel('Name', { exact: true }).fill('Ready');
    await panel.getByLabel('Message', { exact: true }).fill('Hi {{first_name}}, it is ready');
    await panel.getByRole('button', { name: 'Create template' }).click();
    await panel.getByRole('tab', { name: 'Inbox' }).click();
    await row(panel, 'Ana Souza').click();
    await panel.getByRole('textbox', { name: 'Write a message' }).press('/');
    await panel.getByRole('option', { name: /Ready/ }).waitFor();
    await panel.keyboard.press('Escape');
    await expect(panel.getByRole('option', { name: /Ready/ })).toHaveCount(0);
    await expect(panel.getByRole('textbox', { name: 'Write a message' })).toBeFocused();
    await panel.keyboard.press('/');
    await panel.getByRole('option', { name: /Ready/ }).click();
    await expect(panel.getByRole('textbox', { name: 'Write a message' })).toHaveValue('Hi Ana, it is ready');
    expect(session.sent).toEqual([]);
  });
});

test('what people write is text, and leads nowhere but the web', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    const evil = '<img src=x onerror="document.title=1"> javascript:alert(1) https://example.com/a';
    const hostile = chat('<b>Eve</b>', { id: '15550109999@c.us', last: message(evil) });
    session.chats = [hostile];
    session.messagesByChat.set(hostile.id, [message(evil)]);
    session.become({ status: 'connected', attempt: 0, since: Date.now() }, { hasConsent: true });
    await row(panel, '<b>Eve</b>').click();
    await expect(panel.getByRole('log').getByText(evil)).toBeVisible();
    const links = panel.getByRole('log').getByRole('link');
    await expect(links).toHaveCount(1);
    await expect(links).toHaveAttribute('href', 'https://example.com/a');
    await expect(links).toHaveAttribute('rel', 'noreferrer');
    await expect(panel.locator('b, img[src="x"]')).toHaveCount(0);
  });
});

test('more chats and earlier messages come on the way, each once', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    const talkative = chat('Talkative', { id: '15550108888@c.us' });
    session.messagesByChat.set(
      talkative.id,
      Array.from({ length: 90 }, (_, index) => message(`Line ${index + 1}`, { sentAt: 1e12 + index * 1000 })),
    );
    session.chats = [
      talkative,
      ...Array.from({ length: 70 }, (_, index) =>
        chat(`Customer ${index + 1}`, {
          id: `1555030${1000 + index}@c.us`,
          lastAt: 1e12 - index,
        }),
      ),
    ];
    session.become({ status: 'connected', attempt: 0, since: Date.now() }, { hasConsent: true });
    await row(panel, 'Talkative').waitFor();
    await expect
      .poll(async () => {
        await panel.mouse.wheel(0, 4000);
        return panel.locator('.inbox-chat').count();
      })
      .toBe(71);
    await row(panel, 'Talkative').click();
    await expect(panel.getByText('Line 90')).toBeInViewport();
    await panel.getByRole('log').hover();
    await expect
      .poll(async () => {
        await panel.mouse.wheel(0, -4000);
        return panel.locator('.message').count();
      })
      .toBe(90);
  });
});

test('the list is walked with the keyboard', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    fillInbox(session);
    await row(panel, 'Family').focus();
    await panel.keyboard.press('ArrowDown');
    await expect(row(panel, 'Ana Souza')).toBeFocused();
    await panel.keyboard.press('Enter');
    await expect(panel.getByRole('textbox', { name: 'Write a message' })).toBeFocused();
    await panel.keyboard.press('Escape');
    await expect(row(panel, 'Ana Souza')).toBeFocused();
  });
});

test('the channels that are followed are listed', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    fillInbox(session);
    await panel.getByRole('searchbox').fill('Ana');
    await panel.getByText('Channels').click();
    await expect(panel.locator('.inbox-channels li')).toHaveText([/City news.*3/, /Wholesale prices/]);
  });
});

test('the badge and the popup count what waits, until nobody knows it any more', async ({ product }) => {
  await withServerAccount(product, async ({ device, panel, session, popup }) => {
    const worker = await device.background();
    const badge = () => worker.evaluate<string>('chrome.action.getBadgeText({})');
    fillInbox(session);
    await row(panel, 'Ana Souza').waitFor();
    await expect.poll(badge).toBe('2');
    await expect(popup.getByRole('img', { name: '2 unread chats' })).toBeVisible();
    session.become({ status: 'ended', reason: 'logged_out' }, { unread: null });
    await expect.poll(badge).toBe('');
    await expect(popup.getByRole('img', { name: '2 unread chats' })).toHaveCount(0);
    fillInbox(session);
    await expect.poll(badge).toBe('2');
    await popup.getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(badge).toBe('');
  });
});

test('WhatsApp Web’s tab gets nothing of it', async ({ product }) => {
  await withServerAccount(product, async ({ device, panel, session }) => {
    fillInbox(session);
    await row(panel, 'Ana Souza').waitFor();
    const page = await device.openWhatsApp();
    const [{ id } = { id: '' }] = await product.query<{ id: string }>('select id from accounts');
    const before = session.asked.length;
    const worker = await device.background();
    // From where the content script runs, as a page that took it over would.
    const answers = await worker.evaluate(async (accountId) => {
      const { tabs, scripting } = (globalThis as unknown as { chrome: typeof browser }).chrome;
      const [tab] = await tabs.query({ url: 'https://web.whatsapp.com/*' });
      const [done] = await scripting.executeScript({
        target: { tabId: tab?.id ?? 0 },
        args: [accountId],
        func: async (of: string) => {
          const { runtime } = (globalThis as unknown as { chrome: typeof browser }).chrome;
          const ask = (type: string, data: object) =>
            runtime.sendMessage({ id: 1, type, data, timestamp: Date.now() });
          return Promise.all([
            ask('sessionView', { accountId: of }),
            ask('inboxChats', { accountId: of }),
            ask('inboxMessages', { accountId: of, chatId: '1@c.us' }),
            ask('inboxSend', { accountId: of, chatId: '1@c.us', key: crypto.randomUUID(), text: 'x' }),
            ask('sessionStart', { accountId: of, method: 'qr', hasConsent: true }),
            ask('inboxLead', { accountId: of, chatId: null }),
          ]);
        },
      });
      return done?.result ?? [];
    }, id);
    expect(JSON.stringify(answers).match(/"forbidden"/g)).toHaveLength(6);
    expect(session.asked.length).toBe(before);
    await page.close();
  });
});

test('what was read of chats orders the queue, with no tab open', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    fillInbox(session);
    await row(panel, 'Ana Souza').waitFor();
    await panel.getByRole('tab', { name: 'Queue' }).click();
    await panel.getByRole('button', { name: /^Ana Souza.*waits/ }).click();
    await expect(panel.getByRole('dialog', { name: 'Ana Souza' })).toBeVisible();
    await expect(panel.getByRole('log').getByText('The small ones.')).toBeVisible();
  });
});

test('who allowed it is told that somebody wrote, and where, but never what, nor of what they look at', async ({
  product,
}) => {
  await withServerAccount(product, async ({ device, panel, session }) => {
    const { ana, group } = fillInbox(session);
    await row(panel, 'Ana Souza').waitFor();
    const worker = await device.background();
    // The browser's own question can not be answered by a test.
    await worker.evaluate(() => {
      const told: object[] = [];
      const create = (id: string, said: object) => told.push({ id, ...said });
      const { browser: standard, chrome } = globalThis as unknown as Record<string, typeof browser>;
      for (const api of [standard, chrome]) {
        if (!api) continue;
        Object.assign(api.permissions, { contains: () => Promise.resolve(true) });
        Object.defineProperty(api, 'notifications', { value: { create }, configurable: true });
      }
      Object.assign(globalThis, { told });
    });
    const told = () => worker.evaluate(() => (globalThis as unknown as { told: { message: string }[] }).told);
    session.tell({ chats: [{ chatId: group.id, isIncoming: false }] });
    session.say(ana.id, message('Nobody else may read this'));
    await expect.poll(async () => (await told()).map((each) => each.message)).toEqual(['Ana Souza']);
    expect((await told())[0]).toMatchObject({ title: 'New message', contextMessage: 'Shop' });
    expect(JSON.stringify(await told())).not.toContain('Nobody else');

    await row(panel, 'Ana Souza').click();
    await expect(panel.getByRole('log').getByText('Nobody else may read this')).toBeVisible();
    session.say(ana.id, message('Nor this'));
    await expect(panel.getByRole('log').getByText('Nor this')).toBeVisible();
    expect(await told()).toHaveLength(1);
  });
});

test('an account of the popup that runs on the server leads to its inbox', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session, popup, rowSays }) => {
    fillInbox(session);
    await rowSays('connected');
    await panel.getByRole('tab', { name: 'Folders' }).click();
    await popup.bringToFront();
    await expect(popup.getByText('Connected on the server')).toBeVisible();
    await popup.getByRole('button', { name: /^Shop/ }).click();
    await expect(panel.getByRole('tab', { name: 'Inbox' })).toHaveAttribute('aria-selected', 'true');
    await expect(row(panel, 'Ana Souza')).toBeVisible();
  });
});

test('a person reads, answers and marks as read what happens in WhatsApp, on the server alone', async ({
  product,
}) => {
  test.setTimeout(150_000);
  const simulator = await product.simulate({ chats: 12, login: 'unlinked' });
  await product.startServer({ hasWorker: true });
  const device = await product.device();
  await signUp(device, 'ada@example.com', PASSWORD);
  const panel = await openSidePanel(device);
  await linkByCode(panel, simulator);
  const known = plainChats(simulator).find(({ id, muted }) => id.endsWith('@c.us') && !muted);
  if (!known) throw new Error('the world is too small');

  const first = row(panel, known.name);
  await first.waitFor({ timeout: 30_000 });
  simulator.incoming(known.id, 'Is the red one still there?');
  await expect(first).toContainText('Is the red one still there?', { timeout: 10_000 });
  await first.click();
  await expect(panel.getByRole('log').getByText('Is the red one still there?')).toBeVisible();
  const unread = simulator.chats().find(({ id }) => id === known.id)?.unread ?? 0;
  expect(unread).toBeGreaterThan(0);
  await panel.screenshot({ path: `${SHOTS}/inbox-real-chat.png` });

  const box = panel.getByRole('textbox', { name: 'Write a message' });
  await box.fill('Yes, it is.');
  await box.press('Enter');
  await expect(panel.getByRole('log').getByText('Yes, it is.')).toBeVisible();
  await expect.poll(() => simulator.sent()).toMatchObject([{ chatId: known.id, body: 'Yes, it is.' }]);
  await expect(panel.getByRole('log').getByText('Yes, it is.')).toHaveCount(1);
  await expect(panel.getByRole('img', { name: 'Waiting' })).toHaveCount(0);

  const markRead = panel.getByRole('button', { name: 'Mark as read' });
  if (await markRead.isVisible()) await markRead.click();
  await expect.poll(() => simulator.chats().find(({ id }) => id === known.id)?.unread).toBe(0);
  await box.press('Escape');
  await panel.getByText('Channels').click();
  await panel.locator('.inbox-channels, .inbox-fold > .quiet-line').first().waitFor();
  await panel.screenshot({ path: `${SHOTS}/inbox-real-list.png`, fullPage: true });
});
