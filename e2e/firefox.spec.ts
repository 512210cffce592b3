import { placeOf, signUpInFirefox, startFirefox } from './support/firefox-product.ts';
import { keys, type Firefox, type FirefoxTab } from './support/firefox.ts';
import { expect, test } from './support/product.ts';

/** An expression for what matches a selector, in the document or in one of our shadow roots. */
const every = (selector: string) =>
  `[document, ...[...document.querySelectorAll('div')].flatMap((each) => each.shadowRoot ?? [])]
    .flatMap((root) => [...root.querySelectorAll(${JSON.stringify(selector)})])`;
const first = (selector: string) => `${every(selector)}[0]`;

const row = (index: number) =>
  `[...document.querySelectorAll('#pane-side [role=row]')]
    .sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y)[${index}]`;

const ROW_COUNT = `document.querySelector('#pane-side [role=grid]').getAttribute('aria-rowcount')`;

async function expectQuietPage(page: FirefoxTab): Promise<void> {
  const said = await page.evaluate('JSON.stringify([window.__simErrors, window.__simViolations])');
  expect(said).toBe('[[],[]]');
}

/** Signs up, and opens WhatsApp Web with a new folder in it. */
async function openWithFolder(firefox: Firefox, folder: string): Promise<FirefoxTab> {
  await signUpInFirefox(await firefox.openPopup());
  const page = await firefox.open('https://web.whatsapp.com/');
  await page.click(await placeOf(page, first('button.new')));
  await placeOf(page, first('.editor input'));
  await page.type(`${folder}${keys.enter}`);
  return page;
}

test('in Firefox a page that was open when the extension is installed is left alone, and asks for a reload', async ({
  product,
}) => {
  const { firefox, extension } = await startFirefox(product);
  try {
    const page = await firefox.open('https://web.whatsapp.com/');
    await placeOf(page, row(2));
    // A page that waits for our port, and one that plays our page script.
    await page.evaluate(`(() => {
      window.heard = [];
      const own = new WeakSet();
      for (const type of ['nexischat:port', 'nexischat:hello']) {
        addEventListener(type, (event) => own.has(event) || heard.push(type), true);
      }
      window.offer = new MessageChannel();
      offer.port1.onmessage = ({ data }) => heard.push(JSON.stringify(data));
      const say = (event) => (own.add(event), dispatchEvent(event) || heard.push('taken'));
      setInterval(() => {
        say(new Event('nexischat:hello'));
        say(new MessageEvent('nexischat:port', { ports: [offer.port2], cancelable: true }));
      }, 5);
      const getters = importNamespace('WAWebFrontendChatGetters');
      window.getter = getters.getShouldAppearInList;
    })()`);
    await firefox.install(extension);

    await placeOf(page, first('.notice button'));
    expect(await page.evaluate('JSON.stringify(heard)')).toBe('[]');
    expect(
      await page.evaluate(
        `getter === importNamespace('WAWebFrontendChatGetters').getShouldAppearInList ? 'untouched' : 'hooked'`,
      ),
    ).toBe('untouched');
    await expectQuietPage(page);
  } finally {
    await firefox.close();
  }
});

test('in Firefox a folder is made, filled by menu and by dragging, and filters the list', async ({
  product,
}) => {
  const { firefox, extension } = await startFirefox(product);
  try {
    await firefox.install(extension);
    const page = await openWithFolder(firefox, 'Suppliers');
    const folder = await placeOf(page, first('[data-drop]'));

    await page.pointer([{ type: 'pointerMove', ...(await placeOf(page, row(2))) }]);
    await page.click(await placeOf(page, first('button.row-tool[aria-haspopup=menu]')));
    await page.click(await placeOf(page, first('[role=menuitemcheckbox]')));
    await page.type(keys.escape);

    await page.pointer([{ type: 'pointerMove', ...(await placeOf(page, row(4))) }]);
    await page.pointer([
      { type: 'pointerMove', ...(await placeOf(page, first('button.grip'))) },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerMove', x: folder.x, y: folder.y + 60, duration: 50 },
      { type: 'pointerMove', ...folder, duration: 50 },
      { type: 'pointerUp', button: 0 },
    ]);
    await page.click(await placeOf(page, first('[data-drop] [role=tab]')));

    await expect.poll(() => page.evaluate(ROW_COUNT)).toBe('2');
    await expectQuietPage(page);
    await expect
      .poll(() => product.query('select count(*)::int as filed from chat_folders'))
      .toEqual([{ filed: 2 }]);
  } finally {
    await firefox.close();
  }
});

const texts = (page: FirefoxTab, selector: string) =>
  page.evaluate(`JSON.stringify(${every(selector)}.map((each) => each.innerText))`);

test('in Firefox chats get priorities and tags, are picked, queued, and found in the palette', async ({
  product,
}) => {
  const { firefox, extension } = await startFirefox(product);
  try {
    await firefox.install(extension);
    const page = await openWithFolder(firefox, 'Suppliers');
    const hover = async (index: number) =>
      page.pointer([{ type: 'pointerMove', ...(await placeOf(page, row(index))) }]);
    const item = (role: string, text: string) =>
      `${every(`[role=${role}]`)}.find((each) => each.innerText.includes(${JSON.stringify(text)}))`;
    const marks = () => texts(page, '#pane-side .note, .note');

    await hover(2);
    await page.click(await placeOf(page, first('button.row-tool[aria-haspopup=menu]')));
    await page.click(await placeOf(page, item('menuitem', 'New priority')));
    await placeOf(page, first('.editor input'));
    await page.type(`Urgent${keys.enter}`);
    await expect.poll(marks).toBe('["Urgent"]');

    for (const index of [3, 4]) {
      await hover(index);
      await page.click(await placeOf(page, first('button.row-tool[aria-pressed]')));
    }
    await page.click(await placeOf(page, first('.picked .primary')));
    await page.click(await placeOf(page, item('menuitem', 'Tag…')));
    await placeOf(page, first('[role=combobox]'));
    await page.type('lead');
    await placeOf(page, item('option', 'New tag “lead”'));
    await page.type(keys.enter);
    await expect.poll(marks).toBe('["Urgent","lead","lead"]');

    await firefox.pressPaletteShortcut();
    await placeOf(page, first('.palette [role=combobox]'));
    await page.type('queue');
    await placeOf(page, item('option', 'Queue'));
    await page.type(keys.enter);
    await expect.poll(() => texts(page, '.page-panel h3 bdi')).toBe('["Urgent","Without priority"]');
    await expect
      .poll(() =>
        product.query(
          'select (select count(*)::int from chat_priorities) as prioritised, (select count(*)::int from chat_tags) as tagged',
        ),
      )
      .toEqual([{ prioritised: 1, tagged: 2 }]);
    await expectQuietPage(page);
  } finally {
    await firefox.close();
  }
});

/** What is there of ours in the page, by the class of its elements. */
const partsIn = async (page: FirefoxTab): Promise<unknown> =>
  JSON.parse(
    String(
      await page.evaluate(`JSON.stringify({
        strips: ${every('[role=tablist][aria-label=Folders]')}.length,
        notices: ${every('.notice p')}.map((each) => each.innerText),
        rows: ${ROW_COUNT},
      })`),
    ),
  );

for (const { what, change, notices } of [
  {
    what: 'is removed under an open tab, nothing of it is left',
    change: (firefox: Firefox, id: string) => firefox.uninstall(id),
    notices: [],
  },
  {
    what: 'is updated under an open tab, our parts and our hook go, and the tab asks to be loaded again',
    change: (firefox: Firefox, _id: string, extension: string) => firefox.install(extension),
    notices: ['NexisChat was installed or updated while this tab was open. Reload the tab to use it here.'],
  },
]) {
  test(`in Firefox, when the extension ${what}`, async ({ product }) => {
    const { firefox, extension } = await startFirefox(product);
    try {
      const id = await firefox.install(extension);
      const page = await openWithFolder(firefox, 'Empty');
      const folder = await placeOf(page, first('[data-drop] [role=tab]'));
      const all = await page.evaluate(ROW_COUNT);
      await page.click(folder);
      await expect.poll(() => page.evaluate(ROW_COUNT)).toBe('0');
      await change(firefox, id, extension);

      await expect.poll(() => partsIn(page)).toEqual({ strips: 0, notices, rows: all });
      await expectQuietPage(page);
    } finally {
      await firefox.close();
    }
  });
}
