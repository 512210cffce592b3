import { expect, test as base } from '@playwright/test';
import type { Locator, Page } from 'playwright';
import { startSimulator, type Simulator } from '../../simulator/server.ts';
import type { DriftName } from '../../simulator/drift/versions.ts';
import { withProduct } from '../support/product.ts';
import { reportsOf, type PageReport, type Reports } from '../support/reports.ts';
import { plainChats, signedIn } from '../support/signed-in.ts';

declare global {
  interface Window {
    /** In WhatsApp Web: when the first chat was drawn, in milliseconds since 1970. */
    drawnAt: number | undefined;
    /** In WhatsApp Web: when our notice was first there, in milliseconds since 1970. */
    noticedAt: number | undefined;
  }
}

const WORLD = { chats: 30, seed: 4 };
export const FOLDER = 'Two';
const NOTICE = /WhatsApp Web has changed|can not read this version/;

/** One person's WhatsApp Web, on which one version after another is loaded. */
export class DriftingTab {
  simulator: Simulator;
  readonly page: Page;
  readonly popup: Page;
  readonly sidePanel: Page;
  /** Everything that the background said of the tab since the version was loaded. */
  readonly reports: Reports;
  /** Names of chats that stand once in the list: two in the folder, and one that is not. */
  readonly filed: readonly [string, string];
  readonly outside: string;
  readonly #errors: string[] = [];

  constructor(parts: {
    simulator: Simulator;
    page: Page;
    popup: Page;
    sidePanel: Page;
    reports: Reports;
    filed: readonly [string, string];
    outside: string;
  }) {
    this.simulator = parts.simulator;
    this.page = parts.page;
    this.popup = parts.popup;
    this.sidePanel = parts.sidePanel;
    this.filed = parts.filed;
    this.outside = parts.outside;
    this.reports = parts.reports;
    this.page.on('pageerror', ({ message }) => this.#errors.push(message));
    this.page.on('console', (message) => message.type() === 'error' && this.#errors.push(message.text()));
  }

  /** Another version of the page at the same address, loaded anew. */
  async load(drift: DriftName): Promise<void> {
    await this.page.goto('about:blank');
    // Else what is still said of the version before would count for this one.
    await expect.poll(() => this.reports.last()?.state, { intervals: [10] }).toBe('closed');
    const { port } = this.simulator;
    await this.simulator.close();
    this.simulator = await startSimulator({ ...WORLD, port, drift });
    this.#errors.length = 0;
    this.reports.forget();
    await this.page.goto('https://web.whatsapp.com/', { waitUntil: 'commit' });
    await this.title(this.outside).first().waitFor();
  }

  /** The name of a chat, wherever the page shows it in a list. */
  title(name: string): Locator {
    return this.page.locator(`#app span[dir="auto"][title="${name}"]`);
  }

  async titles(): Promise<string[]> {
    return this.page.locator('#app span[dir="auto"][title]').allTextContents();
  }

  get opened(): Locator {
    return this.page.locator('#app [title="Profile details"]');
  }

  get composer(): Locator {
    return this.page.locator('#app :is([contenteditable="true"], textarea)');
  }

  get search(): Locator {
    return this.page.locator('#app input[data-tab="3"]');
  }

  /** WhatsApp's own filter of groups. */
  get groups(): Locator {
    return this.page.locator('#groups-filter');
  }

  get strip(): Locator {
    return this.page.getByRole('tablist', { name: 'Folders' });
  }

  folder(name: RegExp): Locator {
    return this.strip.getByRole('tab', { name });
  }

  noticeIn(page: Page): Locator {
    return page.getByRole('status').filter({ hasText: NOTICE });
  }

  async drawnAt(): Promise<number> {
    const drawn = await this.page.waitForFunction(() => window.drawnAt);
    return Number(await drawn.jsonValue());
  }

  async noticedAt(): Promise<number> {
    const noticed = await this.page.waitForFunction(() => window.noticedAt);
    return Number(await noticed.jsonValue());
  }

  /** What went wrong in the page, its own error log included. */
  async errors(): Promise<string[]> {
    const logged = await this.page.evaluate(() => [...window.__simErrors, ...window.__simViolations]);
    return [...new Set([...logged, ...this.#errors])];
  }
}

/** What a person would send us as lost. */
export const lostByReport = ({ report }: PageReport): string[] =>
  [...report.matchAll(/^(\S+): LOST$/gm)].map(([, name = '']) => name).toSorted();

export const test = base.extend<object, { tab: DriftingTab }>({
  tab: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
    async ({}, use) => {
      await withProduct(async (product) => {
        const { simulator, device, popup, on } = await signedIn(product, WORLD);
        const [first, second, outside] = plainChats(simulator);
        if (!first || !second || !outside) throw new Error('the world is too small');
        await on.createFolder(FOLDER);
        await on.file(first.name, FOLDER);
        await on.file(second.name, FOLDER);
        const sidePanel = await device.context.newPage();
        await sidePanel.goto(`chrome-extension://${device.extensionId}/sidepanel.html`);
        await sidePanel
          .getByRole('button', { name: new RegExp(FOLDER) })
          .first()
          .click();
        const reports = await reportsOf(popup);
        await on.page.addInitScript(noteDrawing);
        await on.page.bringToFront();
        const tab = new DriftingTab({
          simulator,
          page: on.page,
          popup,
          sidePanel,
          reports,
          filed: [first.name, second.name],
          outside: outside.name,
        });
        await use(tab);
        await tab.simulator.close();
      });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

function noteDrawing(): void {
  const look = () => {
    if (document.querySelector('#app span[dir="auto"][title]')) window.drawnAt = Date.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  // End-to-end builds have open shadow roots.
  const timer = setInterval(() => {
    const hosts = [...document.querySelectorAll('#app div, body > div')];
    if (!hosts.some(({ shadowRoot }) => shadowRoot?.querySelector('.notice[role="status"]'))) return;
    window.noticedAt = Date.now();
    clearInterval(timer);
  }, 25);
}
