import { fileMany } from './support/file-many.ts';
import { expect, test } from './support/product.ts';
import { expectQuietPage, listedChats, signedIn } from './support/signed-in.ts';
import { switchTo } from './support/switch-folder.ts';

const SWITCH_MS_MAX = 100;
const SWITCHES = 8;

test('with 2,000 chats, a folder is shown at once and scrolls without a blank', async ({ product }) => {
  test.setTimeout(120_000);
  const { simulator, on, popup } = await signedIn(product, { chats: 2000 });
  const { page } = on;
  const listed = listedChats(simulator);
  const many = listed.filter((_, index) => index % 4 === 1).slice(0, 400);
  await on.createFolder('Many');
  await on.createFolder('Few');
  await expect.poll(() => product.query('select 1 from folders')).toHaveLength(2);
  const ids = many.map(({ id }) => id);
  await fileMany(product, 'Many', ids);
  await fileMany(product, 'Few', ids.slice(0, 12));
  await on.createFolder('A push, so that the device pulls');
  await expect(popup.getByText('Up to date')).toBeVisible();

  const times: number[] = [];
  await expect.poll(async () => switchTo(on, /^Many/, 400)).toBeGreaterThan(0);
  for (let round = 0; round < SWITCHES / 4; round += 1) {
    times.push(await switchTo(on, /^All/, listed.length));
    times.push(await switchTo(on, /^Few/, 12));
    times.push(await switchTo(on, /^Unfiled/, listed.length - 400));
    times.push(await switchTo(on, /^Many/, 400));
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Infinity;
  const figures = times.map((time) => Math.round(time)).join(' ');
  console.log(`folder switch with 2,000 chats: median ${Math.round(median)} ms (${figures})`);
  expect(median).toBeLessThanOrEqual(SWITCH_MS_MAX);

  const blanks = await page.evaluate(async () => {
    const scroller = document.querySelector('#pane-side');
    const grid = scroller?.querySelector('[role="grid"]');
    if (!scroller || !grid) throw new Error('no list');
    const found: string[] = [];
    const seen = new Set<number>();
    for (let top = 0; ; top += 380) {
      scroller.scrollTop = top;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const view = scroller.getBoundingClientRect();
      const list = grid.getBoundingClientRect();
      const tops = new Set(
        [...grid.querySelectorAll('[role="row"]')].map((row) =>
          Math.round(row.getBoundingClientRect().top - list.top),
        ),
      );
      for (const each of tops) seen.add(each);
      const first = Math.max(0, Math.ceil((view.top - list.top) / 76));
      const last = Math.min(400, Math.floor((view.bottom - list.top) / 76));
      for (let slot = first; slot < last; slot += 1)
        if (!tops.has(slot * 76)) found.push(`${slot} at ${top}`);
      if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) break;
    }
    return { found, seen: seen.size };
  });
  expect(blanks).toEqual({ found: [], seen: 400 });

  await switchTo(on, /^Few/, 12);
  expect(await on.titles()).toEqual(many.slice(0, 12).map(({ name }) => name));
  await switchTo(on, /^All/, listed.length);
  expect(await page.locator('#pane-side').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  expect((await on.titles()).slice(0, 20)).toEqual(listed.slice(0, 20).map(({ name }) => name));
  await expectQuietPage(page);
});
