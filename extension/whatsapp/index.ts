import { phoneOf } from '../../shared/whatsapp/chat-id.ts';
import { CHATS_MAX, type Chat } from '../../shared/whatsapp/chat.ts';
import { Store } from '../ui/store.ts';
import { fromPage, FROM_PAGE_RATE, rateLimit } from './bridge.ts';
import type { ChatFilter, FromContent, FromPage, Outcome, Request } from './bridge.ts';
import { pageCapabilities, type Capability } from './capabilities.ts';
import { isDark } from './dom.ts';
import { offerPort } from './handover.ts';
import { isSameHealth, loading, reportOf, type Health, type Product } from './health.ts';
import { followRows, type RowPlace } from './hovered-row.ts';
import { Mounts, type Place } from './mounts.ts';

export type { Chat } from '../../shared/whatsapp/chat.ts';
export type { ChatFilter, Outcome } from './bridge.ts';
export type { Capability } from './capabilities.ts';
export type { Health } from './health.ts';
export type { RowPlace } from './hovered-row.ts';

/** The WhatsApp account that is open in the tab. */
export interface Account {
  /** `<phone>@c.us` */
  readonly id: string;
  readonly phoneNumber: string;
  readonly name: string;
  readonly isBusinessAccount: boolean;
}

/** What the extension knows of the page, and what it may ask of it. The only door to WhatsApp Web. */
export interface WhatsApp {
  readonly health: Store<Health>;
  readonly account: Store<Account | null>;
  readonly chats: Store<ReadonlyMap<string, Chat>>;
  readonly activeChat: Store<string | null>;
  readonly isDark: Store<boolean>;
  /** The row of the chat list that the pointer or the focus is on. */
  readonly row: Store<RowPlace | null>;
  readonly holdRow: (isHeld: boolean) => void;
  readonly openChat: (chatId: string) => Promise<Outcome>;
  /** Writes into the composer of the chat, which must be open. Never sends. */
  readonly insertText: (chatId: string, text: string) => Promise<Outcome>;
  /** Shows some of the chats in WhatsApp's own list; null shows all. */
  readonly setFilter: (filter: ChatFilter | null) => Promise<Outcome>;
  readonly scrollListToTop: () => void;
  /** Calls back when the person chooses one of WhatsApp's own filters. */
  readonly onNativeFilter: (listener: () => void, signal: AbortSignal) => void;
  /** Keeps an element of ours at a place of the page until the signal ends it. */
  readonly mount: (place: Place, host: HTMLElement, signal: AbortSignal) => void;
  /** What a person can send us when something is off; holds nothing personal. */
  readonly report: () => string;
}

const ANSWER_TIMEOUT_MS = 5000;
/** The page script says that it runs within this time after the list is drawn, or it was kept from running. */
const SILENCE_MS_MAX = 800;

/** Must run at document_start, in the same task as the script's start. */
export function connectWhatsApp(product: Product, signal: AbortSignal): WhatsApp {
  const port = offerPort();
  const health = new Store<Health>(port ? loading : { ...loading, state: 'reload' });
  const account = new Store<Account | null>(null);
  const chats = new Store<ReadonlyMap<string, Chat>>(new Map());
  const activeChat = new Store<string | null>(null);
  const dark = new Store(false);
  const nativeFilters = new EventTarget();
  const answers = new Map<number, (outcome: Outcome) => void>();
  let requests = 0;
  let hasStarted = false;

  const change = (part: Partial<Health>) => {
    const next = { ...health.get(), ...part };
    if (!signal.aborted && !isSameHealth(health.get(), next)) health.set(next);
  };
  /** The page script's part of the health, the strip aside. */
  const fromScript = (on: readonly Capability[], lost: readonly Capability[]) => {
    const keep = (set: ReadonlySet<Capability>) => [...set].filter((each) => each === 'strip');
    const { on: onBefore, lost: lostBefore } = health.get();
    return { on: new Set([...keep(onBefore), ...on]), lost: new Set([...keep(lostBefore), ...lost]) };
  };
  const shutDown = () => {
    port?.close();
    change({ state: 'ready', ...fromScript([], pageCapabilities) });
  };

  const receive = (message: FromPage) => {
    switch (message.type) {
      case 'started':
        hasStarted = true;
        break;
      case 'health': {
        const { version, places, on, lost } = message;
        change({ state: 'ready', version, places, ...fromScript(on, lost) });
        if (lost.includes('chats')) chats.set(new Map());
        break;
      }
      case 'account': {
        const phoneNumber = phoneOf(message.id);
        const { id, name, isBusinessAccount } = message;
        if (phoneNumber)
          account.set({ id, phoneNumber, name: name.trim() || `+${phoneNumber}`, isBusinessAccount });
        break;
      }
      case 'chats': {
        const next = new Map(message.isReset ? [] : chats.get());
        for (const id of message.removed) next.delete(id);
        for (const chat of message.changed) next.set(chat.id, chat);
        if (next.size > CHATS_MAX) shutDown();
        else chats.set(next);
        break;
      }
      case 'active-chat':
        activeChat.set(message.chatId);
        break;
      case 'native-filter':
        nativeFilters.dispatchEvent(new Event('chosen'));
        break;
      case 'answer':
        answers.get(message.request)?.(message.outcome);
        break;
    }
  };
  const isAllowed = rateLimit(FROM_PAGE_RATE);
  port?.addEventListener('message', ({ data }) => {
    if (signal.aborted) return;
    // Our page script never says so much: whatever speaks there now is not heard any more.
    if (!isAllowed()) return shutDown();
    const parsed = fromPage.safeParse(data);
    if (parsed.success) receive(parsed.data);
  });
  port?.start();
  const post = (message: FromContent) => port?.postMessage(message);

  const ask = async (request: Request): Promise<Outcome> => {
    const accountId = account.get()?.id;
    if (!port || !accountId || signal.aborted) return 'not_possible';
    requests += 1;
    const number = requests;
    const answer = new Promise<Outcome>((resolve) => {
      answers.set(number, resolve);
      setTimeout(() => resolve('failed'), ANSWER_TIMEOUT_MS);
    });
    post({ type: 'request', number, accountId, request });
    const outcome = await answer;
    answers.delete(number);
    return outcome;
  };

  let drawnAt: number | undefined;
  const mounts = new Mounts(
    () => health.get().state === 'ready',
    (state) => {
      const { on, lost } = health.get();
      const without = (set: ReadonlySet<Capability>) => [...set].filter((each) => each !== 'strip');
      change({
        on: new Set<Capability>([...without(on), ...(state === 'on' ? (['strip'] as const) : [])]),
        lost: new Set<Capability>([...without(lost), ...(state === 'lost' ? (['strip'] as const) : [])]),
      });
      if (!mounts.list) return;
      dark.set(isDark());
      drawnAt ??= performance.now();
      if (port && !hasStarted && performance.now() - drawnAt > SILENCE_MS_MAX) shutDown();
    },
    signal,
  );
  followTheme(dark, signal);
  const { row, hold } = followRows(mounts, signal);
  signal.addEventListener('abort', () => {
    post({ type: 'stop' });
    for (const resolve of answers.values()) resolve('failed');
  });

  return {
    health,
    account,
    chats,
    activeChat,
    isDark: dark,
    row,
    holdRow: hold,
    openChat: (chatId) => ask({ kind: 'open-chat', chatId }),
    insertText: (chatId, text) => ask({ kind: 'insert-text', chatId, text }),
    setFilter: (filter) => ask({ kind: 'filter', filter }),
    scrollListToTop: () => mounts.list?.scrollTo({ top: 0 }),
    onNativeFilter: (listener, until) =>
      nativeFilters.addEventListener('chosen', listener, { signal: until }),
    mount: (place, host, until) => mounts.add(place, host, AbortSignal.any([signal, until])),
    report: () => reportOf(health.get(), product),
  };
}

/** Dark is a class of the body, which may come and go at any time. */
function followTheme(dark: Store<boolean>, signal: AbortSignal): void {
  const theme = new MutationObserver(() => dark.set(isDark()));
  const watch = () => {
    dark.set(isDark());
    theme.observe(document.body, { attributeFilter: ['class'] });
  };
  if (document.body) watch();
  else document.addEventListener('DOMContentLoaded', watch, { once: true, signal });
  signal.addEventListener('abort', () => theme.disconnect());
}
