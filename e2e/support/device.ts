import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page, type Worker } from 'playwright';
import { findChromium, usualArgs } from './browser.ts';

export interface DeviceOptions {
  /** The built extension. */
  readonly extension: string;
  /** Chromium flags of the simulator; none for the real WhatsApp Web. */
  readonly browserArgs?: readonly string[];
  /** `MAP host address, …` for more hosts than the simulator's. */
  readonly hostRules?: string;
  readonly isHeadless?: boolean;
  /** A lasting profile; without it one is made and removed at the end. */
  readonly profile?: string;
  readonly viewport?: { width: number; height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** What the browser itself speaks; a Chromium without its languages still takes the extension's texts from it. */
  readonly language?: string;
  /** So that `updateExtension` can be called. */
  readonly isUpdatable?: boolean;
}

export interface Device {
  readonly context: BrowserContext;
  readonly extensionId: string;
  readonly background: () => Promise<Worker>;
  /** WhatsApp Web with its chat list drawn; a list of another form is known by the title of a chat in it. */
  readonly openWhatsApp: (title?: string) => Promise<Page>;
  readonly openPopup: () => Promise<Page>;
  /** Puts the extension in anew under the open tabs, as an update does. */
  readonly updateExtension: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** One browser profile with the extension: what one person has on one computer. */
export async function openDevice(options: DeviceOptions): Promise<Device> {
  const profile = options.profile ?? mkdtempSync(path.join(tmpdir(), 'nexischat-device-'));
  const viewport = options.viewport ?? { width: 1280, height: 800 };
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: options.isHeadless ?? true,
    viewport: options.isHeadless === false ? null : viewport,
    colorScheme: options.colorScheme ?? 'light',
    handleSIGINT: false,
    handleSIGTERM: false,
    ...(options.language && { env: { ...process.env, LANGUAGE: options.language.replace('-', '_') } }),
    args: [
      ...usualArgs,
      `--disable-extensions-except=${options.extension}`,
      `--load-extension=${options.extension}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--hide-crash-restore-bubble',
      ...(options.language ? [`--lang=${options.language}`] : []),
      // No bar about the flags above in a window that a person looks at.
      ...(options.isHeadless === false ? ['--test-type'] : []),
      ...(options.isUpdatable ? ['--enable-unsafe-extension-debugging'] : []),
      ...(options.browserArgs ?? []),
      ...(options.hostRules ? [`--host-resolver-rules=${options.hostRules}`] : []),
    ],
    ignoreDefaultArgs: ['--disable-extensions'],
  });
  const background = async () =>
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 20_000 }));
  const extensionId = new URL((await background()).url()).host;

  return {
    context,
    extensionId,
    background,
    async openWhatsApp(title) {
      const page = context.pages().find((each) => each.url() === 'about:blank') ?? (await context.newPage());
      await page.bringToFront();
      await page.goto('https://web.whatsapp.com/');
      const drawn = title ? page.getByText(title) : page.locator('#pane-side [role="row"]');
      await drawn.first().waitFor();
      return page;
    },
    async openPopup() {
      const page = await context.newPage();
      await page.setViewportSize({ width: 360, height: 600 });
      await page.goto(`chrome-extension://${extensionId}/popup.html`);
      return page;
    },
    async updateExtension() {
      const browser = context.browser();
      if (!browser) throw new Error('no browser behind the context');
      const session = await browser.newBrowserCDPSession();
      // Newer than the protocol's types.
      const send = session.send.bind(session) as (method: string, parameters: object) => Promise<unknown>;
      await send('Extensions.loadUnpacked', { path: options.extension });
    },
    async close() {
      await context.close();
      if (!options.profile) rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Signs up through the popup, as a person does. */
export async function signUp(device: Device, email: string, password: string): Promise<Page> {
  const popup = await device.openPopup();
  await popup.getByRole('button', { name: 'New here? Create an account' }).click();
  await popup.getByLabel('E-mail').fill(email);
  await popup.getByLabel('Password').fill(password);
  await popup.getByRole('button', { name: 'Create account', exact: true }).click();
  await popup.getByText(`Signed in as ${email}`).waitFor();
  return popup;
}

export async function signIn(device: Device, email: string, password: string): Promise<Page> {
  const popup = await device.openPopup();
  await popup.getByLabel('E-mail').fill(email);
  await popup.getByLabel('Password').fill(password);
  await popup.getByRole('button', { name: 'Sign in', exact: true }).click();
  await popup.getByText(`Signed in as ${email}`).waitFor();
  return popup;
}
