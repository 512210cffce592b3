import { expect, type TestInfo } from '@playwright/test';
import { driftNames, driftVersions } from '../../simulator/drift/versions.ts';
import { expectations, type Expectation } from './expectations.ts';
import { FOLDER, lostByReport, test, type DriftingTab } from './drifting-tab.ts';
import { DRIFT_RESULT, type DriftResult } from './table.ts';

const LOST_WITHIN_MS = 1000;
const soon = { intervals: [20] };
const TYPED = 'typed by hand';
/** The folders need these of the page. */
const FOLDERS_NEED = ['account', 'chats', 'filter', 'strip'];

test.describe.configure({ timeout: 20_000 });

for (const name of driftNames) {
  test(`${name}: ${driftVersions[name].what}`, async ({ tab }, testInfo) => {
    const expected = expectations[name];
    await tab.load(name);
    let tookMs = await lostAndSaid(tab, expected, expected.lost, await tab.drawnAt());
    note(testInfo, { version: name, lost: expected.lost, tookMs, pageErrors: 0 });
    await tab.page.waitForFunction(() => window.__simRebuilds === 0);
    await expectFolders(tab, expected);

    await expectPagesOwnControls(tab, async (openedAt) => {
      if (!expected.lostOnOpening) return;
      tookMs = await lostAndSaid(tab, expected, expected.lostOnOpening, openedAt);
    });
    const lost = expected.lostOnOpening ?? expected.lost;
    if (!lost.includes('open-chat') && !lost.includes('account')) {
      const usedAt = Date.now();
      await openFromSidePanel(tab);
      if (expected.lostOnUse) tookMs = await lostAndSaid(tab, expected, expected.lostOnUse, usedAt);
      else await expect.poll(() => openedAndSaid(tab), soon).toContain(tab.filed[1]);
    } else if (!lost.includes('account') && !lost.includes('chats')) {
      await openFromSidePanel(tab);
      await expect(tab.sidePanel.getByText('Chats can not be opened from here')).toBeVisible();
    }

    const atLast = expected.lostOnUse ?? lost;
    const said = tab.reports.all();
    const last = said.at(-1);
    const errors = await tab.errors();
    note(testInfo, { version: name, lost: atLast, tookMs, pageErrors: errors.length });
    expect(last?.lost.toSorted(), 'lost in the end').toEqual(atLast.toSorted());
    expect(last && lostByReport(last), 'in the report').toEqual(atLast.toSorted());
    const flashed = said.flatMap((each) => each.lost).filter((each) => !atLast.some((one) => one === each));
    expect(flashed, 'lost for a moment').toEqual([]);
    expect(errors).toEqual(expected.errors ?? []);
    expect(tookMs).toBeLessThanOrEqual(LOST_WITHIN_MS);
  });
}

function note({ annotations }: TestInfo, result: DriftResult): void {
  const at = annotations.findIndex(({ type }) => type === DRIFT_RESULT);
  if (at >= 0) annotations.splice(at, 1);
  annotations.push({ type: DRIFT_RESULT, description: JSON.stringify(result) });
}

/** Waits until exactly this is lost and the person was told, and says how long after `since` it was. */
async function lostAndSaid(
  tab: DriftingTab,
  expected: Expectation,
  lost: readonly string[],
  since: number,
): Promise<number> {
  const lostAfterMs = await lostAfter(tab, lost, since);
  const isInPage = await expectSaid(tab, expected, lost);
  return isInPage ? Math.max(lostAfterMs, (await tab.noticedAt()) - since) : lostAfterMs;
}

/** Waits until the extension reports exactly this as lost, and says how long after `since` it did. */
async function lostAfter(tab: DriftingTab, lost: readonly string[], since: number): Promise<number> {
  const wanted = lost.toSorted().join(', ');
  const isWanted = (each: { state: string; lost: readonly string[] }) =>
    each.state === 'ready' && each.lost.toSorted().join(', ') === wanted;
  await expect
    .poll(() => {
      const last = tab.reports.last();
      return last && `${last.state}: ${last.lost.toSorted().join(', ')}`;
    }, soon)
    .toBe(`ready: ${wanted}`);
  const said = tab.reports.all();
  const lastOther = said.findLastIndex((each) => !isWanted(each));
  return (said[lastOther + 1]?.at ?? Infinity) - since;
}

/** A person is told of what is off, in our own pages and in WhatsApp Web where it lets us (true), and of nothing else. */
async function expectSaid(
  tab: DriftingTab,
  expected: Expectation,
  lost: readonly string[],
): Promise<boolean> {
  const isSaid = lost.length > 0;
  for (const page of [tab.popup, tab.sidePanel]) {
    await expect(tab.noticeIn(page)).toHaveCount(isSaid ? 1 : 0);
  }
  const isInPage = isSaid && !expected.isSaidOutsideOnly;
  await expect(tab.noticeIn(tab.page)).toHaveCount(isInPage ? 1 : 0);
  if (isInPage) await expect(tab.noticeIn(tab.page)).toBeVisible();
  return isInPage;
}

/** The folders stand above the list and filter it until the person chooses a filter of WhatsApp's, or are not there. */
async function expectFolders(tab: DriftingTab, { lost, isDeafToFilters }: Expectation): Promise<void> {
  if (FOLDERS_NEED.some((need) => lost.some((each) => each === need))) {
    await expect(tab.strip).toHaveCount(0);
    return;
  }
  await expect(tab.strip).toBeVisible();
  await tab.folder(new RegExp(`^${FOLDER}`)).click();
  await expect.poll(() => tab.titles(), soon).toEqual(tab.filed);
  if (isDeafToFilters) {
    await tab.folder(/^All/).click();
  } else {
    await tab.groups.click();
    await expect(tab.groups).toHaveAttribute('aria-selected', 'true');
    await expect(tab.folder(/^All/)).toHaveAttribute('aria-selected', 'true');
    await tab.groups.click();
  }
  await expect(tab.title(tab.outside).first()).toBeVisible();
}

/** Opening a chat, typing, sending and searching, as without us. */
async function expectPagesOwnControls(
  tab: DriftingTab,
  onOpened: (at: number) => Promise<void>,
): Promise<void> {
  await tab.title(tab.outside).first().click();
  const openedAt = Date.now();
  await expect(tab.opened).toContainText(tab.outside);
  await onOpened(openedAt);
  await tab.composer.click();
  await tab.page.keyboard.type(TYPED);
  await tab.page.keyboard.press('Enter');
  const chatId = tab.simulator.chats().find(({ name }) => name === tab.outside)?.id;
  await expect
    .poll(() => tab.simulator.sent(), soon)
    .toEqual([expect.objectContaining({ chatId, body: TYPED })]);

  await tab.search.fill(tab.outside);
  await expect(tab.title(tab.filed[0])).toHaveCount(0);
  await expect(tab.title(tab.outside).first()).toBeVisible();
  await tab.search.fill('');
  await expect(tab.title(tab.filed[0]).first()).toBeVisible();
}

/** What a person clicks in the side panel while the tab is in front. */
async function openFromSidePanel(tab: DriftingTab): Promise<void> {
  const open = tab.sidePanel.getByRole('button', { name: tab.filed[1], exact: true });
  await open.evaluate((button) => (button as HTMLElement).click());
}

/** The open chat, and what the side panel said of it if anything. */
async function openedAndSaid(tab: DriftingTab): Promise<string> {
  return `${await tab.opened.innerText()} · ${await tab.sidePanel.locator('.done').innerText()}`;
}
