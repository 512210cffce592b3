import { endReasons, type SessionState } from '../shared/whatsapp/session.ts';
import { signUp } from './support/device.ts';
import { inboxLooks, seeing, wordsIn } from './support/inbox-looks.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { withServerAccount } from './support/scripted-inbox.ts';
import { addAccount, linkByCode, openSidePanel, shownCode } from './support/side-panel.ts';

const states: readonly (readonly [string, SessionState])[] = [
  ['starting', { status: 'starting', attempt: 0, percent: 40 }],
  ['needs-passkey', { status: 'needs_passkey' }],
  ...endReasons.map((reason) => [`ended-${reason}`, { status: 'ended', reason }] as const),
];

for (const [look, options, width] of inboxLooks) {
  test(`every state of linking can be perceived and operated by everybody (${look})`, async ({ product }) => {
    test.setTimeout(120_000);
    const see = seeing('linking', look);
    const t = wordsIn(look);
    await withServerAccount(
      product,
      async ({ panel, session, popup, rowSays }) => {
        await panel.setViewportSize({ width, height: 700 });
        const card = panel.locator('.link-card');
        await expect(card).toHaveAttribute('data-status', 'disconnected');
        await see('off', panel);
        await card.locator('.primary').click();
        await card.getByRole('checkbox').waitFor();
        await card.locator('.primary').click();
        await see('consent', panel);
        expect(session.asked).not.toContain('POST');
        await card.getByRole('checkbox').check();
        await card.locator('.primary').click();
        await card.locator('.qr').waitFor();
        await see('qr', panel);
        await card.locator('.link-ways .outlined').click();
        await expect(card.locator('.pairing-code')).toHaveText('ABCD-1234');
        await see('code', panel);
        for (const [name, state] of states) {
          const before = await card.textContent();
          session.become(state);
          await expect.poll(() => card.textContent()).not.toBe(before);
          await expect(card).toHaveAttribute('data-status', state.status);
          await see(name, panel);
        }
        await panel.getByRole('button', { name: t('accounts.add') }).click();
        await card.locator('.primary').click();
        await card.getByRole('alert').waitFor();
        await see('add', panel);
        await rowSays('ended:logged_out');
        await popup.bringToFront();
        await expect(popup.locator('[data-tone="needs-you"]')).toBeVisible();
        await see('popup', popup);
      },
      options,
    );
  });
}

test('the code that is scanned changes by itself, and says so', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    await panel.getByRole('button', { name: 'Run this account on the server' }).click();
    await panel.getByRole('checkbox').check();
    await panel.getByRole('button', { name: 'Link this account' }).click();
    const drawn = () => panel.locator('.qr path').last().getAttribute('d');
    await panel.locator('.qr').waitFor();
    const first = await drawn();
    session.become({ status: 'pairing', method: 'qr', shown: `2@${'x'.repeat(180)},second` });
    await expect(panel.getByText('The code was renewed.')).toBeVisible();
    expect(await drawn()).not.toBe(first);
    session.become({ status: 'ended', reason: 'pairing_expired' });
    await panel.getByRole('button', { name: 'Get a new code' }).click();
    await expect(panel.locator('.qr')).toBeVisible();
  });
});

test('news that are missed cost a moment, and nothing else', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    await panel.getByRole('button', { name: 'Run this account on the server' }).click();
    await panel.getByRole('checkbox').check();
    await panel.getByRole('button', { name: 'Link this account' }).click();
    await panel.locator('.qr').waitFor();
    session.view = { ...session.view, state: { status: 'connected', attempt: 0, since: Date.now() } };
    await expect(panel.getByText('Connected on the server')).toBeVisible();
  });
});

test('what the plan has no room for is said', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    session.refusals.set('POST', {
      code: 'plan_limit',
      detail: 'Your plan includes no accounts on the server.',
    });
    await panel.getByRole('button', { name: 'Run this account on the server' }).click();
    await panel.getByRole('checkbox').check();
    await panel.getByRole('button', { name: 'Link with a code instead' }).click();
    await expect(panel.getByRole('alert')).toHaveText(
      'Your plan has no room for another account on the server.',
    );
  });
});

test('an account that its plan stopped says how that changes, and starts again without a new consent', async ({
  product,
}) => {
  await withServerAccount(product, async ({ panel, session }) => {
    session.become({ status: 'ended', reason: 'plan_limit' }, { hasConsent: true });
    await panel.getByRole('button', { name: 'Upgrade' }).click();
    await expect(panel.getByText('Pro runs 5 accounts on the server at a time.')).toBeVisible();
    await panel.getByRole('button', { name: 'Start it again' }).click();
    await expect(panel.locator('.qr')).toBeVisible();
  });
});

test('an account is logged out only after it was asked what that does', async ({ product }) => {
  await withServerAccount(product, async ({ panel, session }) => {
    session.become({ status: 'connected', attempt: 0, since: Date.now() }, { hasConsent: true });
    await panel.getByRole('button', { name: 'Connection' }).click();
    await panel.getByRole('button', { name: 'Log out' }).click();
    await expect(panel.getByRole('alertdialog')).toContainText('its login is deleted from the server');
    expect(session.asked).not.toContain('POST log-out');
    await panel.getByRole('alertdialog').getByRole('button', { name: 'Log out' }).click();
    await expect(panel.getByText('Logged out. Your phone does not list it any more.')).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Run this account on the server' })).toBeVisible();
  });
});

test('a number is checked before it becomes an account', async ({ product }) => {
  await withServerAccount(product, async ({ panel }) => {
    await panel.getByRole('button', { name: 'Add an account by its number' }).click();
    const number = panel.getByLabel('Phone number, with the country code');
    await number.fill('010 0001');
    await panel.getByRole('button', { name: 'Add and link' }).click();
    await expect(number).toHaveAccessibleDescription(/with its country code/);
    await expect(number).toBeFocused();
    // What is there already is not added once more.
    await number.fill('0015550100001');
    await panel.getByLabel('What you call it').fill('Shop again');
    await panel.getByRole('button', { name: 'Add and link' }).click();
    await expect(panel.getByRole('combobox', { name: 'WhatsApp account' })).toContainText('Shop · ');
    expect(await product.query('select 1 from accounts')).toHaveLength(1);
  });
});

test('an account is linked by the code that the panel shows, and runs with no tab at all', async ({
  product,
}) => {
  test.setTimeout(150_000);
  const simulator = await product.simulate({ chats: 12, login: 'unlinked' });
  await product.startServer({ hasWorker: true });
  const device = await product.device();
  const popup = await signUp(device, 'ada@example.com', PASSWORD);
  const panel = await openSidePanel(device);
  await addAccount(panel, '+1 555 010 0001');
  await panel.getByRole('button', { name: 'Link this account' }).click();
  await panel.locator('.qr').waitFor({ timeout: 30_000 });

  simulator.scan(await shownCode(panel));
  await expect(panel.getByText('Connected on the server')).toBeVisible({ timeout: 40_000 });
  await expect(popup.getByText('Connected on the server')).toBeVisible();
  await expect(panel.locator('.inbox-chat').first()).toBeVisible({ timeout: 20_000 });
  expect(simulator.devices()).toBe(1);

  await panel.getByRole('button', { name: 'Connection' }).click();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await panel.getByRole('button', { name: 'Run this account on the server' }).click({ timeout: 40_000 });
  // Its login was kept, so no phone is needed.
  await expect(panel.getByText('Connected on the server')).toBeVisible({ timeout: 40_000 });
  await panel.getByRole('button', { name: 'Connection' }).click();
  await panel.getByRole('button', { name: 'Log out' }).click();
  await panel.getByRole('alertdialog').getByRole('button', { name: 'Log out' }).click();
  await expect(panel.getByText('Logged out. Your phone does not list it any more.')).toBeVisible({
    timeout: 40_000,
  });
  await expect(popup.getByText('Not open here')).toBeVisible();
  expect(simulator.devices()).toBe(0);
});

test('an account is linked by a code that is typed on its phone', async ({ product }) => {
  test.setTimeout(150_000);
  const simulator = await product.simulate({ chats: 12, login: 'unlinked' });
  await product.startServer({ hasWorker: true });
  const device = await product.device();
  await signUp(device, 'ada@example.com', PASSWORD);
  await linkByCode(await openSidePanel(device), simulator);
  expect(simulator.devices()).toBe(1);
});

test('a phone of another number is let go again, and the panel says which one is wanted', async ({
  product,
}) => {
  test.setTimeout(150_000);
  const simulator = await product.simulate({ chats: 12, login: 'unlinked' });
  await product.startServer({ hasWorker: true });
  const device = await product.device();
  await signUp(device, 'ada@example.com', PASSWORD);
  const panel = await openSidePanel(device);
  await addAccount(panel, '+1 555 010 0999');
  await panel.getByRole('button', { name: 'Link this account' }).click();
  await panel.locator('.qr').waitFor({ timeout: 30_000 });
  simulator.scan(await shownCode(panel));
  await expect(panel.getByText(/another number than .*\+15550100999/)).toBeVisible({ timeout: 40_000 });
});
