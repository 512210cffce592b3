import { createContext, useContext } from 'react';
import type { Rows } from '../../../shared/sync/apply.ts';
import { useRows, useScreenState, useStore, type ReplicaClient } from '../../replica/use-rows.ts';
import { Store } from '../../ui/store.ts';
import type { Chat, WhatsApp } from '../../whatsapp/index.ts';
import { accountOf } from '../accounts-of.ts';
import { Acts } from '../acts.ts';
import type { Drag } from './drag.ts';
import { shelfOf, type Folder, type Selection, type Shelf } from './shelf.ts';

/** What is open over the page: an editor or a menu, and where. */
export type Overlay =
  | {
      readonly kind: 'editor';
      readonly folder: Folder | null;
      readonly anchor: Element;
      readonly chatId?: string;
    }
  | { readonly kind: 'folder-menu'; readonly folder: Folder; readonly anchor: Element }
  | { readonly kind: 'chat-menu'; readonly chatId: string; readonly anchor: Element };

/** What the parts of the folders feature share: the page, the rows, and the little that is decided in this tab alone. */
export class FoldersModel {
  readonly whatsapp: WhatsApp;
  readonly replica: ReplicaClient;
  readonly selection = new Store<Selection>('all');
  readonly drag = new Store<Drag | null>(null);
  readonly acts: Acts;
  readonly overlay = new Store<Overlay | null>(null);
  /** Finds what is under a point in the strip, while something is dragged. */
  dropTargetAt: (x: number, y: number) => string | null = () => null;

  constructor(whatsapp: WhatsApp, replica: ReplicaClient) {
    this.whatsapp = whatsapp;
    this.replica = replica;
    this.acts = new Acts(replica);
  }

  /** This tab's shelf; null while nobody is signed in or the account is not connected yet. Derived once for each state of the data. */
  readonly shelf = (): Shelf | null => {
    const rows = this.replica.rows.get();
    const chats = this.whatsapp.chats.get();
    const phoneNumber = this.whatsapp.account.get()?.phoneNumber;
    const { of } = this.#derived;
    if (of.rows !== rows || of.chats !== chats || of.phoneNumber !== phoneNumber) {
      const account = accountOf(rows, phoneNumber);
      this.#derived = {
        of: { rows, chats, phoneNumber },
        shelf: account ? shelfOf(rows, account.id, chats) : null,
      };
    }
    return this.#derived.shelf;
  };
  #derived: {
    of: { rows?: Rows; chats?: ReadonlyMap<string, Chat>; phoneNumber?: string | undefined };
    shelf: Shelf | null;
  } = { of: {}, shelf: null };

  get userId(): string {
    return this.replica.state.get().user?.id ?? '';
  }

  chatTitle(chatId: string): string {
    return this.whatsapp.chats.get().get(chatId)?.title || chatId;
  }
}

const FoldersContext = createContext<FoldersModel | null>(null);
export const FoldersProvider = FoldersContext.Provider;

/** Throws outside a FoldersProvider. */
export function useFolders(): FoldersModel {
  const model = useContext(FoldersContext);
  if (!model) throw new Error('no FoldersProvider above');
  return model;
}

/** The shelf as of this render. */
export function useShelf(): Shelf | null {
  const model = useFolders();
  useRows();
  useStore(model.whatsapp.chats);
  useStore(model.whatsapp.account);
  useScreenState();
  return model.shelf();
}
