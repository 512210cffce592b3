import type { Locator, Page } from 'playwright';

/** What a person sees of WhatsApp Web with our folders in it. */
export class WhatsAppPage {
  readonly page: Page;
  readonly strip: Locator;
  readonly rows: Locator;
  readonly grid: Locator;

  constructor(page: Page) {
    this.page = page;
    this.strip = page.getByRole('tablist', { name: 'Folders' });
    this.grid = page.locator('#pane-side [role="grid"]');
    this.rows = page.locator('#pane-side [role="row"]');
  }

  folder(name: string | RegExp): Locator {
    return this.strip.getByRole('tab', { name });
  }

  async createFolder(name: string, color?: string): Promise<void> {
    await this.strip.getByRole('button', { name: 'New folder' }).click();
    await this.page.getByLabel('Folder name').fill(name);
    if (color) await this.page.getByRole('radio', { name: color }).check();
    await this.page.getByRole('button', { name: 'Create folder' }).click();
    await this.folder(new RegExp(`^${name}`)).waitFor();
  }

  row(title: string): Locator {
    return this.rows.filter({ has: this.page.locator(`span[title="${title}"]`) });
  }

  /** Files a chat by its row's menu. */
  async file(title: string, folder: string): Promise<void> {
    await this.row(title).hover();
    await this.page.getByRole('button', { name: `Put “${title}” in folders` }).click();
    await this.page.getByRole('menuitemcheckbox', { name: folder }).click();
    await this.page.keyboard.press('Escape');
    await this.page.getByRole('menu').waitFor({ state: 'detached' });
  }

  /** Drags a chat by its grip onto a folder. */
  async drag(title: string, folder: string): Promise<void> {
    await this.row(title).hover();
    await this.page.getByRole('button', { name: `Drag “${title}” onto a folder` }).hover();
    await this.page.mouse.down();
    const target = await this.folder(new RegExp(`^${folder}`)).boundingBox();
    if (!target) throw new Error(`no folder ${folder}`);
    await this.page.mouse.move(target.x + target.width / 2, target.y + 60, { steps: 4 });
    await this.page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 4 });
    await this.page.mouse.up();
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
