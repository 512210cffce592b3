import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { InboxPlace } from '../../replica/use-rows.ts';
import { numberWord } from '../../ui/language.ts';

/** What the background finds of a new message; never its text. */
interface Incoming {
  readonly accountId: string;
  readonly chatId: string;
  readonly accountName: string;
  readonly title: string | null;
}

const BADGE_MAX = 999;
const BADGE_COLOR = '#067a5f';
const PREFIX = 'inbox:';

/** Chrome's side panel; Firefox opens its sidebar from a click in its own windows alone. */
interface Panels {
  readonly sidePanel?: { open(options: { windowId: number }): Promise<void> };
}

/** The number on the button in the toolbar; none is no number. */
export function showUnread(chats: number): void {
  const text = chats === 0 ? '' : chats > BADGE_MAX ? `${numberWord(BADGE_MAX)}+` : String(chats);
  void browser.action.setBadgeText({ text });
  if (chats === 0) return;
  void browser.action.setBadgeBackgroundColor({ color: BADGE_COLOR });
  void browser.action.setBadgeTextColor?.({ color: '#ffffff' });
}

/** Says that somebody has written and where, once for each chat; where the person allows it. */
export async function notify({ accountId, chatId, accountName, title }: Incoming): Promise<void> {
  if (!(await browser.permissions.contains({ permissions: ['notifications'] }))) return;
  await browser.notifications.create(PREFIX + JSON.stringify({ accountId, chatId }), {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png' as never), // Safe: among the public files.
    title: i18n.t('inbox.newMessage'),
    message: title ?? i18n.t('inbox.newMessageSomewhere'),
    contextMessage: accountName,
  });
}

/** Calls back with the chat of a notification that was pressed. */
export function onNotificationPressed(lead: (place: InboxPlace) => void): void {
  let isListening = false;
  const listen = () => {
    // There is no such thing until it is allowed.
    const { notifications } = browser as Partial<typeof browser>;
    if (isListening || !notifications) return;
    isListening = true;
    notifications.onClicked.addListener((id) => {
      if (!id.startsWith(PREFIX)) return;
      void notifications.clear(id);
      lead(JSON.parse(id.slice(PREFIX.length)) as InboxPlace);
      void showPanel();
    });
  };
  listen();
  browser.permissions.onAdded.addListener(listen);
}

/** Beside the window that is used; where the browser wants another click for that, in a tab. */
async function showPanel(): Promise<void> {
  const { sidePanel } = browser as unknown as Panels; // Safe: optional.
  try {
    const { id } = await browser.windows.getLastFocused();
    if (!sidePanel || id === undefined) throw new Error('no side panel');
    await sidePanel.open({ windowId: id });
  } catch {
    await browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
  }
}
