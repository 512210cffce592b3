import type { Page } from 'playwright';
import { buildExtension } from './support/build-extension.ts';
import { signUp } from './support/device.ts';
import { API_HOST, expect, PASSWORD, test } from './support/product.ts';
import { expectQuietPage, plainChats, signedIn } from './support/signed-in.ts';

/** What a hostile page could do with our roots if they were open, as they are in this build. */
const attack = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const elements = [...document.querySelectorAll('*')].flatMap((host) => [
      ...(host.shadowRoot?.querySelectorAll<HTMLElement>('button, input, form, [role], .chip-group') ?? []),
    ]);
    for (const element of elements) {
      const init = { bubbles: true, composed: true, cancelable: true, button: 0, clientX: 5, clientY: 5 };
      for (const type of ['pointerdown', 'pointerup', 'contextmenu']) {
        element.dispatchEvent(new PointerEvent(type, { ...init, pointerId: 1 }));
      }
      for (const type of ['mousedown', 'mouseup', 'click']) {
        element.dispatchEvent(new MouseEvent(type, init));
      }
      for (const key of ['Enter', ' ', 'Delete', 'F2', 'ContextMenu']) {
        element.dispatchEvent(new KeyboardEvent('keydown', { ...init, key }));
        element.dispatchEvent(new KeyboardEvent('keyup', { ...init, key }));
      }
      element.click();
      if (element instanceof HTMLFormElement) element.requestSubmit();
    }
    return elements.length;
  });

test('events that the page makes up change nothing of ours', async ({ product }) => {
  const { simulator, on } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const [chat] = plainChats(simulator);
  if (!chat) throw new Error('the world is too small');
  await on.createFolder('Kept');
  await on.createFolder('Second');
  const all = await on.rowCount();
  await on.row(chat.name).hover();
  await expect(page.getByRole('button', { name: `Organise “${chat.name}”` })).toBeVisible();

  expect(await attack(page)).toBeGreaterThan(8);
  await expect(on.folder(/^All/)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByLabel('Folder name')).toHaveCount(0);

  await on.openChatMenu(chat.name);
  await page.getByRole('menuitem', { name: 'New folder' }).click();
  await page.getByLabel('Folder name').fill('By the page');
  expect(await attack(page)).toBeGreaterThan(8);
  await expect(page.getByLabel('Folder name')).toHaveValue('By the page');
  await page.keyboard.press('Escape');
  await on.openChatMenu(chat.name);
  await attack(page);
  await page.keyboard.press('Escape');

  await on.createFolder('Last');
  await expect.poll(() => product.query('select 1 from folders')).toHaveLength(3);
  expect(await on.folderNames()).toEqual(['Kept', 'Second', 'Last']);
  expect(await product.query('select 1 from chat_folders')).toEqual([]);
  expect(await on.rowCount()).toBe(all);
  await expectQuietPage(page);
});

test('the page gets neither our port nor our token', async ({ product }) => {
  const { on, device } = await signedIn(product, { chats: 30 });
  const { page } = on;
  const got = await page.evaluate(() => {
    const ports: string[] = [];
    addEventListener('nexischat:port', (event) => ports.push(event.type), true);
    dispatchEvent(new Event('nexischat:hello'));
    document.dispatchEvent(new Event('nexischat:hello', { bubbles: true }));
    return ports;
  });
  expect(got).toEqual([]);

  const worker = await device.background();
  const stored = await worker.evaluate(async () => {
    const databases = await indexedDB.databases();
    return databases.map(({ name }) => name ?? '');
  });
  expect(stored.length).toBeGreaterThan(0);
  const inPage = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
    globals: Object.keys(window).filter((key) => /nexis/i.test(key)),
  }));
  expect(inPage.databases.filter((name) => name && stored.includes(name))).toEqual([]);
  expect([...inPage.keys, ...inPage.globals].filter((name) => /nexis|token/i.test(name))).toEqual([]);
  const manifest = await worker.evaluate<{ permissions: string[]; web_accessible_resources?: string[] }>(
    'chrome.runtime.getManifest()',
  );
  expect(manifest.permissions).not.toContain('storage');
  expect(manifest.web_accessible_resources ?? []).toEqual([]);
});

test('in what ships, no shadow root of ours is open to the page', async ({ product }) => {
  const extension = await buildExtension({ apiOrigin: `http://${API_HOST}` });
  await product.simulate({ chats: 30 });
  await product.startServer();
  const device = await product.device({ extension });
  await signUp(device, 'ada@example.com', PASSWORD);
  const page = await device.openWhatsApp();
  const hosts = page.locator('#side > :not(:first-child):empty, body > :empty');
  const strip = page.locator('#pane-side').locator('xpath=preceding-sibling::*[1]');
  await expect.poll(async () => (await strip.boundingBox())?.height ?? 0).toBeGreaterThan(20);

  await expect.poll(() => hosts.count()).toBeGreaterThanOrEqual(3);
  expect(
    await page.evaluate(() => [...document.querySelectorAll('*')].filter((each) => each.shadowRoot).length),
  ).toBe(0);
  await expectQuietPage(page);
});
