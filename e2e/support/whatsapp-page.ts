import { expect } from '@playwright/test';
import type { Locator, Page } from 'playwright';

/** What a person sees of WhatsApp Web with our folders in it. */
export class WhatsAppPage {
  readonly page: Page;
  readonly strip: Locator;
  readonly newFolder: Locator;
  readonly rows: Locator;
  readonly grid: Locator;

  constructor(page: Page) {
    this.page = page;
    this.strip = page.getByRole('tablist', { name: 'Folders' });
    this.newFolder = page.getByRole('button', { name: 'New folder' });
    this.grid = page.locator('#pane-side [role="grid"]');
    this.rows = page.locator('#pane-side [role="row"]');
  }

  folder(name: string | RegExp): Locator {
    return this.strip.getByRole('tab', { name });
  }

  async createFolder(name: string, color?: string): Promise<void> {
    await this.newFolder.click();
    await this.page.getByLabel('Folder name').fill(name);
    if (color) await this.page.getByRole('radio', { name: color }).check();
    await this.page.getByRole('button', { name: 'Create folder' }).click();
    await this.folder(new RegExp(`^${name}`)).waitFor();
  }

  row(title: string): Locator {
    return this.rows.filter({ has: this.page.locator(`span[title="${title}"]`) });
  }

  /** Ready to type the name of a new folder. */
  async openEditor(): Promise<void> {
    await this.newFolder.click();
    await this.page.getByLabel('Folder name').waitFor();
  }

  async openFolderMenu(name: string): Promise<void> {
    await this.folder(new RegExp(`^${name}`)).hover();
    await this.strip.getByTitle(`Options of folder ${name}`).click();
    await this.page.getByRole('menu').waitFor();
  }

  async openChatMenu(title: string, nth = 0): Promise<void> {
    const button = this.page.getByRole('button', { name: `Organise “${title}”` }).last();
    // A row that is drawn anew under the pointer has its tools again when the pointer moves.
    await expect(async () => {
      await this.row(title).nth(nth).hover();
      await button.click({ timeout: 5000 });
    }).toPass();
    await this.page.getByRole('menu').waitFor();
  }

  /** Files a chat by its row's menu, or takes it out. */
  async file(title: string, folder: string): Promise<void> {
    await this.openChatMenu(title);
    await this.page.getByRole('menuitemcheckbox', { name: folder }).click();
    await this.page.keyboard.press('Escape');
    await this.page.getByRole('menu').waitFor({ state: 'detached' });
  }

  /** Makes a priority that a chat has from now on. */
  async createPriority(title: string, name: string): Promise<void> {
    await this.openChatMenu(title);
    await this.page.getByRole('menuitem', { name: 'New priority' }).click();
    await this.page.getByLabel('Priority name').fill(name);
    await this.page.getByRole('button', { name: 'Create priority' }).click();
    await this.page.getByText(`Priority “${name}” made`).waitFor();
  }

  async prioritise(title: string, priority: string): Promise<void> {
    await this.openChatMenu(title);
    await this.page.getByRole('menuitemradio', { name: priority }).click();
    await this.page.keyboard.press('Escape');
    await this.page.getByRole('menu').waitFor({ state: 'detached' });
  }

  async tag(title: string, tag: string): Promise<void> {
    await this.openChatMenu(title);
    await this.page.getByRole('menuitem', { name: /^Tag/ }).click();
    await this.typeTag(tag);
  }

  /** Into the open picker. */
  async typeTag(tag: string): Promise<void> {
    const field = this.page.getByRole('combobox', { name: 'Type a tag' });
    await field.fill(tag);
    await this.page.getByRole('option', { name: tag }).first().waitFor();
    await field.press('Enter');
    await field.waitFor({ state: 'detached' });
  }

  /** In a field that one chooses from: by its keys, as a script's choice is not a person's. */
  async choose(label: string, choice: string): Promise<void> {
    const field = this.page.getByLabel(label, { exact: true });
    await field.focus();
    await this.page.keyboard.type(choice);
  }

  /** What our marks on the row of a chat say. */
  marks(title: string): Locator {
    return this.row(title).locator('.note');
  }

  async pick(...titles: readonly string[]): Promise<void> {
    for (const title of titles) {
      await this.row(title).hover();
      await this.page.getByRole('button', { name: `Pick “${title}”` }).click();
    }
  }

  async openPanel(section: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Organise', exact: true }).first().click();
    await this.page.getByRole('dialog').getByRole('tab', { name: section }).click();
  }

  get panel(): Locator {
    return this.page.getByRole('dialog', { name: 'Organise' });
  }

  /** Takes a chat by its grip and holds it over a folder. */
  async startDrag(title: string, folder: string | RegExp): Promise<void> {
    await this.row(title).hover();
    await this.page.getByRole('button', { name: `Drag “${title}” onto a folder` }).hover();
    await this.page.mouse.down();
    const target = await this.middleOf(folder);
    await this.page.mouse.move(target.x, target.y + 45, { steps: 4 });
    await this.page.mouse.move(target.x, target.y, { steps: 4 });
  }

  /** Drags a chat by its grip onto a folder. */
  async drag(title: string, folder: string): Promise<void> {
    await this.startDrag(title, folder);
    await this.page.mouse.up();
  }

  /** Drags a folder to the place of another. */
  async dragFolder(name: string, to: string): Promise<void> {
    const from = await this.middleOf(name);
    const target = await this.middleOf(to);
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move(target.x, target.y, { steps: 6 });
    await this.page.mouse.up();
  }

  /** The folders of the strip from the start, All and Unfiled left out. */
  async folderNames(): Promise<string[]> {
    return this.strip.locator('[data-drop] .chip-name').allTextContents();
  }

  private async middleOf(folder: string | RegExp): Promise<{ x: number; y: number }> {
    const box = await this.folder(
      typeof folder === 'string' ? new RegExp(`^${folder}`) : folder,
    ).boundingBox();
    if (!box) throw new Error(`no folder ${String(folder)}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** The titles of the list from the top, by what is drawn. */
  async titles(): Promise<string[]> {
    return this.rows.evaluateAll((rows) =>
      rows
        .map((row) => ({
          top: row.getBoundingClientRect().top,
          title: row.querySelector('span[dir="auto"][title]')?.getAttribute('title') ?? '',
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ title }) => title),
    );
  }

  /** Chats that the list holds, drawn or not. */
  async rowCount(): Promise<number> {
    return Number(await this.grid.getAttribute('aria-rowcount'));
  }
}
