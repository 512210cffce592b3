import { createContext, useContext } from 'react';
import type { ReplicaClient } from '../replica/use-rows.ts';
import { derived, Store, type Readable } from '../ui/store.ts';
import type { WhatsApp } from '../whatsapp/index.ts';
import { accountOf } from './accounts-of.ts';
import { Acts } from './acts.ts';
import { createOrganised, type Organised } from './organised.ts';
import { Overlays } from './overlays.ts';
import { everything, type Shown } from './shown.ts';
import { createUnread, type UnreadBySelection } from './unread.ts';

/** What is under way: chats look for a folder, or a chip for a place among the others. */
export interface Drag {
  readonly kind: 'chats' | 'folder' | 'view';
  /** Of the chip, or of the chat whose grip was taken. */
  readonly id: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** The `data-drop` of what is under the pointer. */
  readonly target: string | null;
}

/** What our parts in one tab share: the page, the rows, and the little that is decided in this tab alone. */
export class PageModel {
  readonly whatsapp: WhatsApp;
  readonly replica: ReplicaClient;
  readonly acts: Acts;
  /** Null while nobody is signed in or this tab's account is not connected yet. */
  readonly organised: Readable<Organised | null>;
  readonly unread: Readable<UnreadBySelection>;
  readonly overlays = new Overlays();
  /** What the chat list shows. */
  readonly shown = new Store<Shown>(everything);
  /** The chats that were picked to be filed, tagged or prioritised together. */
  readonly picked = new Store<ReadonlySet<string>>(new Set());
  readonly drag = new Store<Drag | null>(null);
  /** Which part of the panel beside the chat list is open. */
  readonly panel = new Store<string | null>(null);
  /** Whose start folder was shown already. */
  startedFor = '';
  /** Brings chips that are out of sight in, while something is dragged near the strip's edges. */
  scrollStripAt: (y: number) => void = () => {};
  /** Finds what is under a point in the strip, while something is dragged. */
  dropTargetAt: (x: number, y: number) => string | null = () => null;
  #panelOpener: Element | null = null;

  constructor(whatsapp: WhatsApp, replica: ReplicaClient) {
    this.whatsapp = whatsapp;
    this.replica = replica;
    this.acts = new Acts(replica);
    const organisedOf = createOrganised();
    this.organised = derived([replica.rows, whatsapp.account], () => {
      const rows = replica.rows.get();
      const account = accountOf(rows, whatsapp.account.get()?.phoneNumber);
      return account ? organisedOf(rows, account) : null;
    });
    const unreadOf = createUnread();
    this.unread = derived([this.organised, whatsapp.chats], () =>
      unreadOf(this.organised.get(), whatsapp.chats.get()),
    );
  }

  get userId(): string {
    return this.replica.state.get().user?.id ?? '';
  }

  /** Shows a part of the panel, or closes it; the focus goes back there in the end. */
  togglePanel(section: string, opener: Element): void {
    this.#panelOpener = opener;
    this.panel.set(this.panel.get() === section ? null : section);
  }

  closePanel(): void {
    this.panel.set(null);
    if (this.#panelOpener instanceof HTMLElement) this.#panelOpener.focus();
  }

  /** Whether a chat is among those that were picked, under any of its ids. */
  isPicked(chatId: string): boolean {
    const picked = this.picked.get();
    return picked.size > 0 && (this.organised.get()?.idsOf(chatId) ?? [chatId]).some((id) => picked.has(id));
  }

  togglePicked(chatId: string): void {
    const ids = this.organised.get()?.idsOf(chatId) ?? [chatId];
    const others = [...this.picked.get()].filter((id) => id !== chatId && !ids.includes(id));
    this.picked.set(new Set(this.isPicked(chatId) ? others : [...others, chatId]));
  }

  /** Whose this tab is: what is decided in it is for them alone. */
  get owner(): string {
    return `${this.userId} ${this.whatsapp.account.get()?.phoneNumber ?? ''}`;
  }

  /** By any id that is known of the chat. */
  chatTitle(chatId: string): string {
    const chats = this.whatsapp.chats.get();
    const ids = this.organised.get()?.idsOf(chatId) ?? [chatId];
    return ids.map((id) => chats.get(id)?.title).find(Boolean) || chatId;
  }

  /** What one person did or has open in one account is not for the next. */
  forget(): void {
    this.startedFor = '';
    this.acts.forget();
    this.overlays.current.set(null);
    this.drag.set(null);
    this.panel.set(null);
    this.picked.set(new Set());
    this.shown.set(everything);
  }
}

const PageModelContext = createContext<PageModel | null>(null);
export const PageModelProvider = PageModelContext.Provider;

/** Throws outside a PageModelProvider. */
export function usePageModel(): PageModel {
  const page = useContext(PageModelContext);
  if (!page) throw new Error('no PageModelProvider above');
  return page;
}
