import { mkdirSync } from 'node:fs';
import type { Locator, Page } from 'playwright';
import type { Device } from './device.ts';
import { expect } from './product.ts';
import { openSidePanel } from './side-panel.ts';
import { violations } from './violations.ts';

const SHOTS = '.data/shots';

/** For a person to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/templates-${name}.png` });
}

/** Nothing may be hard to perceive or to operate. What looks for it breaks the page's policy, so no test of that may follow. */
export async function lookThrough(page: Page, name: string): Promise<void> {
  const isOurs = page.url().startsWith('chrome-extension:');
  expect.soft(await violations(page, isOurs), name).toEqual([]);
  await shoot(page, name);
}

export const csv = (name: string, text: string) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

/** What a person does with templates in the side panel. */
export class TemplateList {
  readonly panel: Page;
  readonly section: Locator;
  readonly items: Locator;
  readonly form: Locator;
  readonly preview: Locator;
  readonly message: Locator;

  constructor(panel: Page) {
    this.panel = panel;
    this.section = panel.getByRole('region', { name: 'Templates', exact: true });
    this.items = this.section.locator('.template');
    this.form = this.section.locator('.template-form');
    this.preview = this.section.getByRole('region', { name: 'Preview' }).locator('.bubble');
    this.message = this.section.getByLabel('Message');
  }

  /** Opens the form of a new template and fills in what is given. */
  async begin(fields: { name?: string; shortcut?: string; content?: string }): Promise<void> {
    await this.section.getByRole('button', { name: 'New template' }).click();
    await this.section.getByLabel('Name', { exact: true }).fill(fields.name ?? '');
    await this.section.getByLabel('Shortcut').fill(fields.shortcut ?? '');
    await this.message.fill(fields.content ?? '');
  }

  async save(): Promise<void> {
    await this.section.getByRole('button', { name: /^(Create template|Save)$/ }).click();
  }

  async create(name: string, content: string, shortcut = ''): Promise<void> {
    await this.begin({ name, content, shortcut });
    await this.save();
    await this.form.waitFor({ state: 'detached' });
  }

  /** From the top. */
  async names(): Promise<string[]> {
    return this.items.locator('.template-title > bdi').allTextContents();
  }

  async press(tool: 'Move' | 'Duplicate' | 'Edit' | 'Delete', name: string, way = ''): Promise<void> {
    // The name stands in marks that keep its direction to itself.
    await this.section
      .getByRole('button', { name: `${tool} \u2068${name}\u2069${way && ` ${way}`}` })
      .click();
  }

  async choose(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const [chooser] = await Promise.all([
      this.panel.waitForEvent('filechooser'),
      this.section.getByRole('button', { name: 'Import from CSV…' }).click(),
    ]);
    await chooser.setFiles(file);
  }
}

/** The side panel, with the templates in front. */
export async function openTemplates(device: Device): Promise<TemplateList> {
  const panel = await openSidePanel(device);
  await panel.getByRole('tab', { name: 'Templates' }).click();
  return new TemplateList(panel);
}

/** What a person does with templates in WhatsApp Web. */
export class TemplatePicker {
  readonly page: Page;
  readonly composer: Locator;
  readonly button: Locator;
  readonly popup: Locator;
  readonly search: Locator;
  readonly options: Locator;
  readonly preview: Locator;

  constructor(page: Page) {
    this.page = page;
    this.composer = page.locator('#main footer [contenteditable=true]');
    this.button = page.getByRole('button', { name: 'Templates' });
    this.popup = page.getByRole('dialog', { name: 'Templates' });
    this.search = this.popup.getByRole('combobox', { name: 'Search templates' });
    this.options = this.popup.getByRole('option');
    this.preview = this.popup.getByRole('region', { name: 'Preview' }).locator('.bubble');
  }

  /** Opens it as a person at the keyboard does. */
  async slash(): Promise<void> {
    await this.composer.press('/');
    await this.search.waitFor();
    await this.page.waitForFunction(
      () => document.activeElement?.shadowRoot?.activeElement?.getAttribute('role') === 'combobox',
    );
  }

  async type(query: string, count: number): Promise<void> {
    await this.page.keyboard.type(query);
    await expect(this.options).toHaveCount(count);
  }

  async gone(): Promise<void> {
    await this.popup.waitFor({ state: 'detached' });
  }

  /** Empties the message box. */
  async empty(): Promise<void> {
    await expect(this.composer).toBeFocused();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete');
    await expect(this.composer).toHaveText('');
  }
}
