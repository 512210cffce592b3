import type { Locator, Page } from 'playwright';
import { pressPaletteShortcut } from '../support/palette.ts';
import { expect, test, type Product } from '../support/product.ts';
import { listedChats, signedIn } from '../support/signed-in.ts';
import { switchTo } from '../support/switch-folder.ts';
import { figuresOf, LENIENCY, repeats, tell } from './figures.ts';

const CHATS = 10_000;
const FOLDERS = 200;
const CHATS_PER_FOLDER = 40;
const REPEATS = repeats(15, 25);
/** Enough for a 95th percentile. */
const EDITS = repeats(45, 100);
const SWITCH_MS = 50;
const KEY_MS = 30;
const PAINT_MS = 16;

/** Folders with chats, as another writer of the database would make them. */
async function fill(product: Product, chatIds: readonly string[]): Promise<void> {
  await product.query(
    `with made as (
       insert into folders (id, "accountId", name, color, position)
       select gen_random_uuid(), accounts.id, 'Folder ' || to_char(nr, 'FM000'), 'teal', 'a' || to_char(nr, 'FM000')
       from accounts, generate_series(1, $1::int) as nr
       returning id, "accountId", substr(name, 8)::int as nr
     )
     insert into chat_folders (id, "accountId", "chatId", "folderId")
     select gen_random_uuid(), "accountId", ($2::text[])[(nr - 1) * $3::int + place], made.id
     from made, generate_series(1, $3::int) as place`,
    [FOLDERS, chatIds, CHATS_PER_FOLDER],
  );
}

type Timed = { paintedMs?: Promise<number> };

/** Milliseconds from an event of a person's on an element to the first frame in which the element says what is wanted. */
async function timeOf(
  target: Locator,
  type: string,
  wanted: { checked: string } | { typed: string },
  act: () => Promise<void>,
): Promise<number> {
  await target.evaluate(
    (element, [event, answer]) => {
      (globalThis as Timed).paintedMs = new Promise<number>((resolve) => {
        const isDone = () =>
          'checked' in answer
            ? element.getAttribute('aria-checked') === answer.checked
            : element instanceof HTMLInputElement && element.value === answer.typed;
        const look = (since: number) => {
          if (isDone()) resolve(performance.now() - since);
          else requestAnimationFrame(() => look(since));
        };
        const begin = ({ timeStamp }: Event) => requestAnimationFrame(() => look(timeStamp));
        element.addEventListener(event, begin, { once: true, capture: true });
      });
    },
    [type, wanted] as const,
  );
  await act();
  return target.page().evaluate(() => (globalThis as Timed).paintedMs ?? NaN);
}

/** A box of the page that ticks itself in the click: what a browser needs for that at least, the wait for its next frame included. */
async function addBareBox(page: Page): Promise<Locator> {
  await page.evaluate(() => {
    const box = document.createElement('div');
    box.id = 'bare-box';
    box.setAttribute('aria-checked', 'false');
    box.style.cssText = 'position:fixed;right:0;bottom:0;width:40px;height:40px;z-index:9999';
    box.addEventListener('pointerup', () =>
      box.setAttribute('aria-checked', String(box.getAttribute('aria-checked') !== 'true')),
    );
    document.body.append(box);
  });
  return page.locator('#bare-box');
}

/** Clicks boxes in turn; how long each took to be ticked, or not, in ms. */
async function measureTicks(boxes: readonly Locator[], count: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const box = boxes[round % boxes.length];
    if (!box) throw new Error('no box');
    const checked = String((await box.getAttribute('aria-checked')) !== 'true');
    times.push(await timeOf(box, 'pointerup', { checked }, () => box.click()));
  }
  return times;
}

/** Whatever else the page does, one key at a time. */
async function measureKeys(page: Page, typed: string): Promise<number[]> {
  const field = page.getByRole('combobox');
  await expect(field).toBeFocused();
  const times: number[] = [];
  for (const key of typed) {
    const before = await field.inputValue();
    times.push(await timeOf(field, 'keydown', { typed: before + key }, () => page.keyboard.press(key)));
  }
  return times;
}

test('with 10,000 chats and 200 folders a folder, a search and an edit are there at once', async ({
  product,
}) => {
  test.setTimeout(180_000);
  const { simulator, on, popup, device } = await signedIn(product, { chats: CHATS });
  const { page } = on;
  const listed = listedChats(simulator);
  await expect.poll(() => product.query('select 1 from accounts')).toHaveLength(1);
  await fill(
    product,
    listed.map(({ id }) => id),
  );
  await on.createFolder('A push, so that the device pulls');
  await expect(popup.getByText('Up to date')).toBeVisible();
  await expect(on.folder('Folder 200')).toBeAttached();

  const switches: number[] = [];
  for (let round = 0; round < REPEATS; round += 1) {
    switches.push(await switchTo(on, new RegExp(`^Folder 00${1 + (round % 2)}`), CHATS_PER_FOLDER));
  }
  tell('folder switch with 10,000 chats and 200 folders', figuresOf(switches), `≤ ${SWITCH_MS} ms`);
  await switchTo(on, /^All/, listed.length);

  await pressPaletteShortcut(device);
  const keys = await measureKeys(page, 'maria silva put in folder 1');
  tell('a key in the palette', figuresOf(keys), `≤ ${KEY_MS} ms`);
  await page.keyboard.press('Escape');

  const first = listed[0];
  if (!first) throw new Error('the world is too small');
  const floor = await measureTicks([await addBareBox(page)], EDITS);
  await on.openChatMenu(first.name);
  const items = page.getByRole('menuitemcheckbox');
  const edits = await measureTicks(
    Array.from({ length: 8 }, (_, nr) => items.nth(nr)),
    EDITS,
  );
  tell('an edit from click to painted', figuresOf(edits), `p95 ≤ ${PAINT_MS} ms`, {
    what: 'a bare box of the page',
    figures: figuresOf(floor),
  });

  expect(figuresOf(switches).p50).toBeLessThan(LENIENCY * SWITCH_MS);
  expect(figuresOf(keys).p50).toBeLessThan(LENIENCY * KEY_MS);
  expect(figuresOf(edits).p95).toBeLessThan(LENIENCY * PAINT_MS);
});
