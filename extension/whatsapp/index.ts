import { phoneOf } from '../../shared/whatsapp/chat-id.ts';
import { CHATS_MAX, type Chat } from '../../shared/whatsapp/chat.ts';
import { Store } from '../ui/store.ts';
import { ALIVE_INTERVAL_MS } from './bridge.ts';
import type { ChatFilter, FromPage, Outcome, Request } from './bridge.ts';
import { pageCapabilities } from './capabilities.ts';
import { keepComposerCursor } from './composer-cursor.ts';
import { followComposerSlash } from './composer-slash.ts';
import { followTheme, isSearching, showsTitles } from './dom.ts';
import { offerPort } from './handover.ts';
import { HealthStore, reportOf, type Health, type Product } from './health.ts';
import { followRows, type RowPlace } from './hovered-row.ts';
import { Mounts, type Place } from './mounts.ts';
import { PageLink } from './page-link.ts';
import { decorateRows, type RowPart } from './row-parts.ts';

export type { Chat } from '../../shared/whatsapp/chat.ts';
export type { ChatFilter, Outcome } from './bridge.ts';
export type { Capability } from './capabilities.ts';
export type { Health } from './health.ts';
export type { RowPlace } from './hovered-row.ts';
export type { RowPart } from './row-parts.ts';

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
  /** WhatsApp's search shows its own list, of all chats. */
  readonly isSearching: Store<boolean>;
  /** The row of the chat list that the pointer or the focus is on. */
  readonly row: Store<RowPlace | null>;
  readonly holdRow: (isHeld: boolean) => void;
  readonly openChat: (chatId: string) => Promise<Outcome>;
  /** Writes into the composer of the chat, which must be open. Never sends. */
  readonly insertText: (chatId: string, text: string) => Promise<Outcome>;
  /** With the cursor where it was. */
  readonly focusComposer: () => void;
  /** Calls back when the person types a slash into the empty composer; the page sees it unless `true` comes back. */
  readonly onComposerSlash: (take: () => boolean, signal: AbortSignal) => void;
  /** Shows some of the chats in WhatsApp's own list; null shows all. */
  readonly setFilter: (filter: ChatFilter | null) => Promise<Outcome>;
  readonly scrollListToTop: () => void;
  /** Calls back when the person chooses one of WhatsApp's own filters. */
  readonly onNativeFilter: (listener: () => void, signal: AbortSignal) => void;
  /** Keeps an element of ours at a place of the page until the signal ends it. */
  readonly mount: (place: Place, host: HTMLElement, signal: AbortSignal) => void;
  /** Where the chat list is, and the messages beside it, without the controls of WhatsApp; null while there is no list. */
  readonly boxes: () => { readonly list: DOMRect; readonly top: number; readonly bottom: number } | null;
  /** Shows a part of ours on each row whose chat has something to show, until the signal ends it; call what it returns when that changes. */
  readonly decorateRows: (part: RowPart, signal: AbortSignal) => (isAnything: boolean) => void;
  /** What a person can send us when something is off; holds nothing personal. */
  readonly report: () => string;
}

/** The page script says that it runs within this time after the list is drawn, or it was kept from running. */
const SILENCE_MS_MAX = 800;

/** Must run at document_start, in the same task as the script's start. */
export function connectWhatsApp(product: Product, signal: AbortSignal): WhatsApp {
  const port = offerPort();
  const health = new HealthStore(port ? 'loading' : 'reload');
  const account = new Store<Account | null>(null);
  const chats = new Store<ReadonlyMap<string, Chat>>(new Map());
  const activeChat = new Store<string | null>(null);
  const searching = new Store(false);
  const nativeFilters = new EventTarget();
  let hasStarted = false;

  /** Nothing of the page can be read any more. */
  const giveUp = () => {
    link?.close();
    health.setFromScript({ on: [], lost: pageCapabilities });
    chats.set(new Map());
  };
  const receive = (message: Exclude<FromPage, { type: 'answer' }>) => {
    switch (message.type) {
      case 'started':
        hasStarted = true;
        break;
      case 'health':
        health.setFromScript(message);
        if (message.lost.includes('chats')) chats.set(new Map());
        break;
      case 'account':
        account.set(accountOf(message));
        break;
      case 'chats': {
        const next = new Map(message.isReset ? [] : chats.get());
        for (const id of message.removed) next.delete(id);
        for (const chat of message.changed) next.set(chat.id, chat);
        if (next.size > CHATS_MAX) giveUp();
        else chats.set(next);
        break;
      }
      case 'active-chat':
        activeChat.set(message.chatId);
        mounts.lookSoon();
        break;
      case 'native-filter':
        nativeFilters.dispatchEvent(new Event('chosen'));
        break;
    }
  };
  const link = port && new PageLink(port, receive, () => giveUp(), signal);
  const ask = async (request: Request): Promise<Outcome> => {
    const accountId = account.get()?.id;
    return link && accountId && !signal.aborted ? link.ask(accountId, request) : 'not_possible';
  };

  let drawnAt: number | undefined;
  const onLook = (strip: 'on' | 'lost' | 'unknown') => {
    health.setStrip(strip);
    searching.set(isSearching());
    if (!mounts.list) return;
    drawnAt ??= performance.now();
    if (link && !hasStarted && performance.now() - drawnAt > SILENCE_MS_MAX) giveUp();
  };
  /** A page that shows no chats yet may be late with its list. */
  const mustHaveList = () => {
    if (health.get().state !== 'ready') return false;
    const listed = [...chats.get().values()].filter(({ isListed }) => isListed);
    return listed.length === 0 || showsTitles(listed.map(({ title }) => title));
  };
  const mounts = new Mounts(mustHaveList, onLook, signal);
  const sayAlive = () => link?.sayAlive(mounts.mark);
  sayAlive();
  const alive = setInterval(sayAlive, ALIVE_INTERVAL_MS);
  signal.addEventListener('abort', () => clearInterval(alive));
  const focusComposer = keepComposerCursor(signal);
  const { row, hold } = followRows(mounts, (chatId) => chats.get().has(chatId), signal);

  return {
    health,
    account,
    chats,
    activeChat,
    isDark: followTheme(signal),
    isSearching: searching,
    row,
    holdRow: hold,
    openChat: (chatId) => ask({ kind: 'open-chat', chatId }),
    insertText: (chatId, text) => {
      if (chatId === activeChat.get()) focusComposer();
      return ask({ kind: 'insert-text', chatId, text });
    },
    focusComposer,
    onComposerSlash: (take, until) => followComposerSlash(take, AbortSignal.any([signal, until])),
    setFilter: (filter) => ask({ kind: 'filter', filter }),
    scrollListToTop: () => mounts.list?.scrollTo({ top: 0 }),
    onNativeFilter: (listener, until) =>
      nativeFilters.addEventListener('chosen', listener, { signal: until }),
    mount: (place, host, until) => mounts.add(place, host, AbortSignal.any([signal, until])),
    boxes: () => mounts.boxes(),
    decorateRows: (part, until) =>
      decorateRows(
        part,
        mounts,
        (isEvery) => void ask({ kind: 'tag-rows', isEvery }),
        AbortSignal.any([signal, until]),
      ),
    report: () => reportOf(health.get(), product),
  };
}

function accountOf({ id, name, isBusinessAccount }: Extract<FromPage, { type: 'account' }>): Account | null {
  const phoneNumber = phoneOf(id);
  return phoneNumber ? { id, phoneNumber, name: name.trim() || `+${phoneNumber}`, isBusinessAccount } : null;
}
