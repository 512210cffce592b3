import { browser, type Browser } from 'wxt/browser';

const WHATSAPP_URL = 'https://web.whatsapp.com/';

/** The tab, or a new one when there is none. */
export async function showWhatsApp(tab: Browser.tabs.Tab | undefined): Promise<void> {
  if (tab) await showTab(tab);
  else await browser.tabs.create({ url: WHATSAPP_URL });
}

export async function showTab({ id }: Browser.tabs.Tab): Promise<void> {
  if (id === undefined) return;
  // It may have moved to another window since it was last seen.
  const tab = await browser.tabs.update(id, { active: true });
  if (tab) await browser.windows.update(tab.windowId, { focused: true });
}

/**
 * Tabs that were open before this extension was: their page may hear everything by now, so it is not read. The content script sees
 * that for itself and says that the tab wants to be loaded again.
 */
export async function tellOpenTabs(): Promise<void> {
  const tabs = await browser.tabs.query({ url: `${WHATSAPP_URL}*` });
  for (const { id } of tabs) {
    if (id === undefined) continue;
    await browser.scripting
      .executeScript({ target: { tabId: id, frameIds: [0] }, files: ['/content-scripts/whatsapp.js'] })
      .catch(() => null); // The tab was closed, or shows an error page.
  }
}
