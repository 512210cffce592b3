import type { Browser } from 'wxt/browser';
import { account } from '../../shared/entities/account.ts';
import { entityNames, type Row } from '../../shared/entities/index.ts';
import { emptyRows, type Rows } from '../../shared/sync/apply.ts';
import { chatIdsOf } from '../../shared/sync/chat-identity.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import type { InboxChat } from '../../shared/whatsapp/inbox.ts';
import type { Api } from '../api.ts';
import { colors } from '../ui/colors.ts';
import { Device } from './device.ts';
import type { InboxPlace } from './inbox-messages.ts';
import { KillList } from './kill-list.ts';
import type { News } from './live.ts';
import { SeenChats } from './seen.ts';
import { ServerSessions, unreadChats } from './server-sessions.ts';
import type { FromScreen, PageReport, ToScreen } from './messaging.ts';

/** When the background wakes, the tabs that were connected are back within this time. */
const SCREENS_RETURN_MS = 800;

interface BackgroundOptions {
  readonly api: Api;
  /** Of the extension. */
  readonly version: string;
  /** Whether an address is one of the extension's own pages. */
  readonly isOwnPage: (url: string | undefined) => boolean;
  /** How many chats wait to be read in the accounts on the server. */
  readonly onUnread?: (chats: number) => void;
  readonly onIncoming?: (incoming: Incoming) => void;
}

/** Somebody has written, in a chat that nobody looks at. */
export interface Incoming {
  readonly accountId: string;
  readonly chatId: string;
  readonly accountName: string;
  /** Null where this device does not know it. */
  readonly title: string | null;
}

/** The background: owns the only replica, and tells every screen what there is. */
export class Background {
  readonly #screens = new Map<Browser.runtime.Port, PageReport | null>();
  readonly #connecting = new Set<string>();
  /** Accounts that the server would not take; asked again when the background starts anew. */
  readonly #refused = new Set<string>();
  readonly #isOwnPage: BackgroundOptions['isOwnPage'];
  readonly device: Device;
  readonly killList: KillList;
  readonly #seen = new SeenChats(() => this.#tellSeen());
  readonly sessions: ServerSessions;
  readonly #onUnread: BackgroundOptions['onUnread'];
  readonly #onIncoming: BackgroundOptions['onIncoming'];
  /** What each screen shows of an inbox. */
  readonly #shown = new Map<Browser.runtime.Port, InboxPlace>();
  #wanted: InboxPlace | null = null;
  #unread: number | undefined;

  constructor({ api, version, isOwnPage, onUnread, onIncoming }: BackgroundOptions) {
    this.#isOwnPage = isOwnPage;
    this.#onUnread = onUnread;
    this.#onIncoming = onIncoming;
    this.sessions = new ServerSessions(
      api.session,
      () => this.device.token,
      () => this.#tellSessions(),
    );
    this.killList = new KillList(version, api.killList, () => this.#tellState());
    this.device = new Device(api, {
      onRows: (before, after, isReset) => {
        this.#tellRows(before, after, isReset);
        if (isReset) this.sessions.clear();
        this.sessions.follow(after);
      },
      news: {
        onReady: () => this.sessions.refreshAll(),
        onNews: (news) => this.#hear(news),
      },
      onState: () => {
        const { user } = this.device;
        if (user !== undefined) this.#seen.setUser(user?.id ?? null);
        this.#connectAccounts();
        this.#tellState();
      },
    });
  }

  addScreen(port: Browser.runtime.Port): void {
    this.#screens.set(port, null);
    port.onDisconnect.addListener(() => {
      const account = this.#screens.get(port)?.account;
      if (account) this.#seen.touch(account.phoneNumber);
      this.#screens.delete(port);
      this.#shown.delete(port);
      this.#tellState();
    });
    port.onMessage.addListener((message: FromScreen) => {
      if (message.type === 'mutate') void this.#mutate(port, message);
      else if (message.type === 'seen') this.#seen.put(message.phoneNumber, message.chats);
      else if (message.type === 'shown') {
        if (message.shown) this.#shown.set(port, message.shown);
        else this.#shown.delete(port);
      } else {
        this.#screens.set(port, message.page);
        this.#tellState();
        this.#connectAccounts();
      }
    });
    void this.device.restored.then(() => {
      this.#post(port, { type: 'rows', isReset: true, changes: differences(emptyRows, this.device.view) });
      this.#tellState();
      this.#tellSeen();
      this.#tellSessions();
    });
  }

  /** Keeps on this device what a person read of an account on the server; what its tab shows is newer. */
  see(accountId: string, chats: readonly InboxChat[]): void {
    const phoneNumber = this.device.view.account.get(accountId)?.phoneNumber;
    if (phoneNumber === undefined || this.#openNumbers.has(phoneNumber)) return;
    this.#seen.add(phoneNumber, chats);
  }

  /** Leads the side panel to an account or a chat; null: it is there. */
  lead(wanted: InboxPlace | null): void {
    this.#wanted = wanted;
    this.#tellSessions();
  }

  get #openNumbers(): ReadonlySet<string | undefined> {
    return new Set([...this.#screens.values()].map((report) => report?.account?.phoneNumber));
  }

  #hear(news: News): void {
    this.sessions.hear(news);
    this.#toOwnPages({ type: 'news', news });
    const { accountId, chats } = news;
    const account = this.device.view.account.get(accountId);
    if (!account || this.#openNumbers.has(account.phoneNumber)) return; // Its tab notifies by itself.
    const seen = this.#seen.all.find(({ phoneNumber }) => phoneNumber === account.phoneNumber);
    for (const { chatId, isIncoming } of chats) {
      const ids = chatIdsOf(this.device.view['chat-alias'], accountId, chatId);
      const isShown = [...this.#shown.values()].some(
        (shown) => shown.accountId === accountId && ids.includes(shown.chatId ?? ''),
      );
      if (!isIncoming || isShown) continue;
      const title = seen?.chats.find(({ id }) => ids.includes(id))?.title ?? null;
      this.#onIncoming?.({ accountId, chatId, accountName: account.name, title });
    }
  }

  /** Opens a chat in the tab of its account; undefined when no tab has that account open. */
  async openChat(phoneNumber: string, chatId: string): Promise<Browser.tabs.Tab | undefined> {
    const port = await this.#awaitScreen((report) => report?.account?.phoneNumber === phoneNumber);
    if (port) this.#post(port, { type: 'open-chat', chatId });
    return port?.sender?.tab;
  }

  /** The tab that has an account open. */
  async tabOf(phoneNumber: string): Promise<Browser.tabs.Tab | undefined> {
    return (await this.#awaitScreen((report) => report?.account?.phoneNumber === phoneNumber))?.sender?.tab;
  }

  /** Opens the palette in a tab; false when it has no WhatsApp Web that we run in. */
  async openPalette(tabId: number | undefined): Promise<boolean> {
    const port = await this.#awaitScreen((_report, { sender }) => sender?.tab?.id === tabId);
    if (port) this.#post(port, { type: 'palette' });
    return port !== undefined;
  }

  async #awaitScreen(
    isWanted: (report: PageReport | null, port: Browser.runtime.Port) => boolean,
  ): Promise<Browser.runtime.Port | undefined> {
    const end = Date.now() + SCREENS_RETURN_MS;
    for (;;) {
      for (const [port, report] of this.#screens) if (port.sender?.tab && isWanted(report, port)) return port;
      if (Date.now() >= end) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** The tab whose page spoke first, if one is open. */
  get whatsAppTab(): Browser.tabs.Tab | undefined {
    return [...this.#screens.keys()].find((port) => port.sender?.tab && this.#screens.get(port))?.sender?.tab;
  }

  async #mutate(
    port: Browser.runtime.Port,
    { edits, replicaId }: Extract<FromScreen, { type: 'mutate' }>,
  ): Promise<void> {
    const result = await this.device.mutate(replicaId, edits);
    this.#post(port, { type: 'mutated', mutationIds: edits.map(({ mutationId }) => mutationId), result });
  }

  /** Opening WhatsApp Web signed in connects that WhatsApp account, once; a refusal is not repeated. */
  #connectAccounts(): void {
    const { user, replicaId, view, sync, notices } = this.device;
    if (!user || replicaId === null || !sync?.hasRows) return;
    for (const { operation } of notices) {
      if (operation?.entity === 'account') this.#refused.add(operation.id);
    }
    for (const report of this.#screens.values()) {
      if (!report?.account) continue;
      const fields = { ...report.account, color: colors[view.account.size % colors.length] ?? 'teal' };
      const id = deriveId(account, user.id, fields);
      if (view.account.has(id) || this.#refused.has(id) || this.#connecting.has(id)) continue;
      this.#connecting.add(id);
      const mutationId = crypto.randomUUID();
      // When there is no space for it, the next state tries again.
      void this.device
        .mutate(replicaId, [{ op: 'put', entity: 'account', id, fields, mutationId }])
        .finally(() => this.#connecting.delete(id));
    }
  }

  #tellRows(before: Rows, after: Rows, isReset: boolean): void {
    const changes = differences(before, after);
    if (isReset || changes.length > 0) this.#broadcast({ type: 'rows', isReset, changes });
  }

  #tellState(): void {
    const { user, replicaId, sync, notices } = this.device;
    this.#tellUnread();
    if (user === undefined) return; // Else a screen would take a background that is just waking for a signed-out one.
    const { killed } = this.killList;
    const pages = [...this.#screens.values()].filter((report) => report !== null);
    for (const port of this.#screens.keys()) {
      const told = this.#isOwnPage(port.sender?.url) ? pages : [];
      this.#post(port, { type: 'state', state: { user, replicaId, sync, notices, pages: told, killed } });
    }
  }

  #tellSeen(): void {
    this.#toOwnPages({ type: 'seen', seen: this.#seen.all });
  }

  #tellSessions(): void {
    const sessions = this.sessions.all;
    this.#toOwnPages({ type: 'sessions', sessions, wanted: this.#wanted });
    this.#tellUnread();
  }

  /** Nobody knows it while the server is away. */
  #tellUnread(): void {
    const { user, sync } = this.device;
    const isKnown = user && sync && sync.phase !== 'offline' && sync.phase !== 'ended';
    // What the button says was true before this background woke, and most often is.
    if (user === undefined || (isKnown && (!sync.hasRows || this.sessions.isUnknown))) return;
    const unread = isKnown ? unreadChats(this.sessions.all) : 0;
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.#onUnread?.(unread);
  }

  /** What was seen of chats, and what is new of them, is for the extension's own pages alone. */
  #toOwnPages(message: ToScreen): void {
    for (const port of this.#screens.keys()) if (this.#isOwnPage(port.sender?.url)) this.#post(port, message);
  }

  #broadcast(message: ToScreen): void {
    for (const port of this.#screens.keys()) this.#post(port, message);
  }

  #post(port: Browser.runtime.Port, message: ToScreen): void {
    try {
      port.postMessage(message);
    } catch {
      this.#screens.delete(port); // It closed; its own event may come later.
    }
  }
}

function differences(before: Rows, after: Rows): Extract<ToScreen, { type: 'rows' }>['changes'] {
  return entityNames.flatMap((entity) => {
    const old = before[entity];
    const rows = after[entity];
    if (old === rows) return [];
    return [
      ...[...rows]
        .filter(([id, row]) => !isSameRow(old.get(id), row))
        .map(([id, row]) => ({ entity, id, row })),
      ...[...old.keys()].filter((id) => !rows.has(id)).map((id) => ({ entity, id, row: null })),
    ];
  });
}

/** By value: a waiting edit makes a new object of its row each time that it is applied. */
function isSameRow(a: Row | undefined, b: Row): boolean {
  if (a === b || a === undefined) return a === b;
  const fields = Object.entries(b);
  const other: Readonly<Record<string, unknown>> = a;
  return fields.length === Object.keys(a).length && fields.every(([name, value]) => other[name] === value);
}
