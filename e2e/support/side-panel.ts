import type { Page } from 'playwright';
import type { browser } from 'wxt/browser';
import type { Simulator } from '../../simulator/server.ts';
import type { Device } from './device.ts';

/** The side panel, as wide as a browser shows it. */
export async function openSidePanel({ context, extensionId }: Device): Promise<Page> {
  const panel = await context.newPage();
  await panel.setViewportSize({ width: 380, height: 700 });
  await panel.goto(`chrome-extension://${extensionId}/sidepanel.html`);
  return panel;
}

/** What a phone reads from the QR code that the side panel shows. */
export async function shownCode(panel: Page): Promise<string> {
  return panel.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: typeof browser };
    const accountId = document.querySelector<HTMLSelectElement>('.account-choice select')?.value;
    const answer: unknown = await chrome.runtime.sendMessage({
      id: 1,
      type: 'sessionView',
      data: { accountId },
      timestamp: Date.now(),
    });
    const { res } = answer as { res: { value: { state: { shown: string } } } };
    return res.value.state.shown;
  });
}

/** Adds an account that no tab has shown, and gets as far as to choose how it is linked. */
export async function addAccount(panel: Page, phoneNumber: string): Promise<void> {
  await panel.getByRole('button', { name: 'Add an account by its number' }).click();
  await panel.getByLabel('Phone number, with the country code').fill(phoneNumber);
  await panel.getByLabel('What you call it').fill('Shop');
  await panel.getByRole('button', { name: 'Add and link' }).click();
  await panel.getByRole('button', { name: 'Run this account on the server' }).click();
  await panel.getByRole('checkbox').check();
}

/** Links the account of the simulator's phone; resolves when it is connected. */
export async function linkByCode(panel: Page, simulator: Simulator): Promise<void> {
  await addAccount(panel, '+1 555 010 0001');
  await panel.getByRole('button', { name: 'Link with a code instead' }).click();
  const code = panel.locator('.pairing-code');
  await code.filter({ hasText: /^[A-Z0-9]{4}-[A-Z0-9]{4}$/ }).waitFor({ timeout: 40_000 });
  simulator.enterPairingCode(((await code.textContent()) ?? '').replace('-', ''));
  await panel.getByText('Connected on the server').waitFor({ timeout: 40_000 });
}
