import { browser } from 'wxt/browser';
import { api } from '../api.ts';
import { Background, type Incoming } from './background.ts';
import { onMessage, SCREEN_PORT, type Result } from './messaging.ts';
import { serveInbox } from './serve-inbox.ts';
import { showTab, showWhatsApp, tellOpenTabs } from './tabs.ts';

const SYNC_ALARM = 'sync';
const done: Result = { ok: true, value: null };
const notOpen: Result = { ok: false, code: 'not_open', message: 'This account is not open in a tab.' };

const isOwnPage = (url: string | undefined) => url?.startsWith(browser.runtime.getURL('/')) === true;

export interface Serving {
  readonly onUnread: (chats: number) => void;
  readonly onIncoming: (incoming: Incoming) => void;
}

/** Wires the background to its events; every listener is there before the first await, or a woken worker misses its event. */
export function serveScreens(serving: Serving): Background {
  const background = new Background({
    api,
    version: browser.runtime.getManifest().version,
    isOwnPage,
    ...serving,
  });
  serveInbox(background, api.session, isOwnPage);
  const { device } = background;
  const refused: Result = { ok: false, code: 'forbidden', message: 'Not from here.' };

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === SCREEN_PORT) background.addScreen(port);
  });
  browser.alarms.onAlarm.addListener(() => {
    void device.syncNow();
    void background.killList.refresh();
  });
  browser.commands.onCommand.addListener((command, tab) => {
    if (command !== 'palette') return;
    void background.openPalette(tab?.id).then((isOpen) => {
      if (!isOpen) void showWhatsApp(background.whatsAppTab);
    });
  });
  globalThis.addEventListener('online', () => void device.syncNow());
  browser.runtime.onInstalled.addListener(() => void tellOpenTabs());
  void browser.alarms.create(SYNC_ALARM, { periodInMinutes: 1 });

  onMessage('signIn', ({ data, sender }) =>
    isOwnPage(sender.url) ? device.authenticate(api.signIn(data)) : refused,
  );
  onMessage('signUp', ({ data, sender }) =>
    isOwnPage(sender.url) ? device.authenticate(api.signUp(data)) : refused,
  );
  onMessage('signOut', ({ sender }) => (isOwnPage(sender.url) ? device.signOut() : refused));
  onMessage('syncNow', async () => {
    await device.syncNow();
    return done;
  });
  onMessage('dismissNotices', ({ data }) => device.dismiss(data));
  onMessage('retryNotices', ({ data }) => device.retry(data));
  onMessage('updateExtension', updateExtension);
  onMessage('openPopup', async () => {
    try {
      await browser.action.openPopup();
    } catch {
      await browser.tabs.create({ url: browser.runtime.getURL('/popup.html') });
    }
    return done;
  });
  onMessage('openWhatsApp', async () => {
    await showWhatsApp(background.whatsAppTab);
    return done;
  });
  onMessage('openAccount', async ({ data: { phoneNumber } }) => {
    const tab = await background.tabOf(phoneNumber);
    if (!tab) return notOpen;
    await showTab(tab);
    return done;
  });
  onMessage('openChat', async ({ data: { phoneNumber, chatId }, sender }) => {
    if (!isOwnPage(sender.url)) return refused;
    const tab = await background.openChat(phoneNumber, chatId);
    if (!tab) return notOpen;
    await showTab(tab);
    return done;
  });
  onMessage('loadOverlays', async ({ sender }) => {
    const tabId = sender.tab?.id;
    if (tabId === undefined) return refused;
    await browser.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: ['/overlays.js'] });
    return done;
  });
  return background;
}

async function updateExtension(): Promise<Result> {
  const none: Result = { ok: false, code: 'no_update', message: 'There is no newer version yet.' };
  // Firefox has no such question; it looks by itself.
  const check = await browser.runtime.requestUpdateCheck?.().catch(() => null);
  if (check?.status !== 'update_available') return none;
  browser.runtime.reload();
  return done;
}
