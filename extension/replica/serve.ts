import { browser, type Browser } from 'wxt/browser';
import { account } from '../../shared/entities/account.ts';
import { entityNames, type Row } from '../../shared/entities/index.ts';
import { emptyRows, type Rows } from '../../shared/sync/apply.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { api, ApiError, type Session } from '../api.ts';
import { colors } from '../ui/colors.ts';
import { onMessage, SCREEN_PORT } from './messaging.ts';
import type { FromScreen, PageReport, Result, ScreenState, ToScreen } from './messaging.ts';
import { KillList } from './kill-list.ts';
import { Replica, type Edit } from './replica.ts';
import { sessionStore } from './device-store.ts';
import { SyncLoop } from './sync-loop.ts';
import { showTab, showWhatsApp, tellOpenTabs } from './tabs.ts';

const SYNC_ALARM = 'sync';
/** When the background wakes, the tabs that were connected are back within this time. */
const SCREENS_RETURN_MS = 800;
const done: Result = { ok: true, value: null };

interface Active {
  readonly session: Session;
  readonly replica: Replica;
  readonly loop: SyncLoop;
  readonly abort: AbortController;
}

/** The background: owns the only replica, and tells every screen what there is. */
class Background {
  readonly #screens = new Map<Browser.runtime.Port, PageReport | null>();
  /** Undefined until the device has been asked who is signed in. */
  #active: Active | null | undefined;
  readonly #connecting = new Set<string>();
  /** Accounts that the server would not take; asked again when the background starts anew. */
  readonly #refused = new Set<string>();
  readonly restored: Promise<void>;
  readonly killList = new KillList(browser.runtime.getManifest().version, api.killList, () =>
    this.#tellState(),
  );
  /** Sign-in, sign-out and the restore take turns. */
  #turn: Promise<unknown>;

  constructor() {
    this.restored = sessionStore
      .get()
      .then((session) => this.#begin(session ?? null))
      .catch(() => this.#begin(null)); // The device's own database does not open: as if nobody were signed in.
    this.#turn = this.restored;
  }

  addScreen(port: Browser.runtime.Port): void {
    this.#screens.set(port, null);
    port.onDisconnect.addListener(() => {
      this.#screens.delete(port);
      this.#tellState();
    });
    port.onMessage.addListener((message: FromScreen) => {
      if (message.type === 'mutate') void this.#mutate(port, message);
      else {
        this.#screens.set(port, message.page);
        this.#tellState();
        this.#connectAccounts();
      }
    });
    void this.restored.then(() => {
      this.#post(port, { type: 'rows', isReset: true, changes: differences(emptyRows, this.#view) });
      this.#tellState();
    });
  }

  async authenticate(session: Promise<Session>): Promise<Result> {
    try {
      const next = await session;
      await this.#inTurn(async () => {
        await this.#end();
        await sessionStore.set(next);
        await this.#begin(next);
      });
      return done;
    } catch (error) {
      return failure(error);
    }
  }

  async signOut(): Promise<Result> {
    return this.#inTurn(async () => {
      const token = this.#active?.session.token;
      await sessionStore.set(null);
      try {
        await this.#end();
      } finally {
        await this.#begin(null);
      }
      // The device is signed out either way; the server's session ends now or expires.
      if (token) await api.signOut(token).catch(() => null);
      return done;
    });
  }

  #inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(task);
    this.#turn = result.catch(() => null);
    return result;
  }

  async syncNow(): Promise<Result> {
    await this.restored;
    await this.#active?.loop.kick();
    return done;
  }

  async dismissNotices(mutationIds: readonly string[]): Promise<Result> {
    await this.restored;
    await this.#active?.replica.dismissNotices(mutationIds);
    return done;
  }

  /** Opens a chat in the tab of its account; undefined when no tab has that account open. */
  async openChat(phoneNumber: string, chatId: string): Promise<Browser.tabs.Tab | undefined> {
    const end = Date.now() + SCREENS_RETURN_MS;
    for (;;) {
      for (const [port, report] of this.#screens) {
        if (report?.account?.phoneNumber !== phoneNumber || !port.sender?.tab) continue;
        this.#post(port, { type: 'open-chat', chatId });
        return port.sender.tab;
      }
      if (Date.now() >= end) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** The tab whose page spoke first, if one is open. */
  get whatsAppTab(): Browser.tabs.Tab | undefined {
    return [...this.#screens.keys()].find((port) => port.sender?.tab && this.#screens.get(port))?.sender?.tab;
  }

  get #view(): Rows {
    return this.#active?.replica.view ?? emptyRows;
  }

  async #begin(session: Session | null): Promise<void> {
    if (!session) {
      this.#active = null;
    } else {
      const abort = new AbortController();
      const replica = await Replica.open(session.user.id);
      const onState = () => {
        this.#connectAccounts();
        this.#tellState();
      };
      const loop = new SyncLoop(replica, api, session.token, onState, abort.signal);
      this.#active = { session, replica, loop, abort };
      replica.onChange = (before, after) => {
        const changes = differences(before, after);
        if (changes.length > 0) this.#broadcast({ type: 'rows', isReset: false, changes });
        this.#tellState();
      };
      void loop.kick();
    }
    this.#broadcast({ type: 'rows', isReset: true, changes: differences(emptyRows, this.#view) });
    this.#tellState();
  }

  async #end(): Promise<void> {
    const active = this.#active;
    this.#active = null;
    active?.abort.abort();
    await active?.replica.close();
  }

  async #mutate(
    port: Browser.runtime.Port,
    { edits, userId }: Extract<FromScreen, { type: 'mutate' }>,
  ): Promise<void> {
    const mutationIds = edits.map(({ mutationId }) => mutationId);
    let result: Result = { ok: false, code: 'unauthorized', message: 'Sign in to continue.' };
    await this.restored;
    // [C4] What one user did is never taken for another.
    if (this.#active?.session.user.id === userId) {
      try {
        await this.#active.replica.mutate(edits);
        result = done;
        void this.#active.loop.kick();
      } catch (error) {
        result = failure(error);
      }
    }
    this.#post(port, { type: 'mutated', mutationIds, result });
  }

  /** Opening WhatsApp Web signed in connects that WhatsApp account, once; a refusal is not repeated. */
  #connectAccounts(): void {
    const active = this.#active;
    if (!active?.loop.state.hasRows) return;
    const { account: known } = active.replica.view;
    for (const { operation } of active.replica.notices) {
      if (operation?.entity === 'account') this.#refused.add(operation.id);
    }
    for (const report of this.#screens.values()) {
      if (!report?.account) continue;
      const fields = { ...report.account, color: colors[known.size % colors.length] ?? 'teal' };
      const id = deriveId(account, active.session.user.id, fields);
      if (known.has(id) || this.#refused.has(id) || this.#connecting.has(id)) continue;
      this.#connecting.add(id);
      const edit: Edit = { op: 'put', entity: 'account', id, fields, mutationId: crypto.randomUUID() };
      void active.replica
        .mutate([edit])
        .then(
          () => active.loop.kick(),
          () => null, // No space: the next state tries again.
        )
        .finally(() => this.#connecting.delete(id));
    }
  }

  #tellState(): void {
    const active = this.#active;
    if (active === undefined) return; // Else a screen would take a background that is just waking for a signed-out one.
    const state: ScreenState = {
      user: active?.session.user ?? null,
      sync: active?.loop.state ?? null,
      notices: active?.replica.notices ?? [],
      pages: [],
      killed: this.killList.killed,
    };
    const pages = [...this.#screens.values()].filter((report) => report !== null);
    for (const port of this.#screens.keys()) {
      this.#post(port, { type: 'state', state: isOwnPage(port.sender?.url) ? { ...state, pages } : state });
    }
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

const isOwnPage = (url: string | undefined) => url?.startsWith(browser.runtime.getURL('/')) === true;

/** Wires the background to its events; every listener is there before the first await, or a woken worker misses its event. */
export function serveScreens(): void {
  const background = new Background();
  const refused: Result = { ok: false, code: 'forbidden', message: 'Not from here.' };

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === SCREEN_PORT) background.addScreen(port);
  });
  browser.alarms.onAlarm.addListener(() => {
    void background.syncNow();
    void background.killList.refresh();
  });
  browser.runtime.onInstalled.addListener(() => void tellOpenTabs());
  void browser.alarms.create(SYNC_ALARM, { periodInMinutes: 1 });

  onMessage('signIn', ({ data, sender }) =>
    isOwnPage(sender.url) ? background.authenticate(api.signIn(data)) : refused,
  );
  onMessage('signUp', ({ data, sender }) =>
    isOwnPage(sender.url) ? background.authenticate(api.signUp(data)) : refused,
  );
  onMessage('signOut', ({ sender }) => (isOwnPage(sender.url) ? background.signOut() : refused));
  onMessage('syncNow', () => background.syncNow());
  onMessage('dismissNotices', ({ data }) => background.dismissNotices(data));
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
  onMessage('openChat', async ({ data: { phoneNumber, chatId }, sender }) => {
    if (!isOwnPage(sender.url)) return refused;
    const tab = await background.openChat(phoneNumber, chatId);
    if (!tab) return { ok: false, code: 'not_open', message: 'This account is not open in a tab.' };
    await showTab(tab);
    return done;
  });
  onMessage('loadEditors', async ({ sender }) => {
    const tabId = sender.tab?.id;
    if (tabId === undefined) return refused;
    await browser.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: ['/editors.js'] });
    return done;
  });
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

function failure(error: unknown): Result {
  if (error instanceof ApiError) return { ok: false, code: error.code, message: error.message };
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  return isFull
    ? { ok: false, code: 'storage_full', message: 'This device has no space left.' }
    : { ok: false, code: 'internal', message: 'Something went wrong on this device.' };
}
