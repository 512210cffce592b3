import { phoneOf } from '../../shared/whatsapp/chat-id.ts';
import type { Chat } from '../../shared/whatsapp/chat.ts';
import { Store } from '../ui/store.ts';
import { offerPort, type Capability, type ChatFilter, type FromPage } from './bridge.ts';
import { CHAT_ID_ATTRIBUTE, isDark, rowOf, selectors } from './dom.ts';

export type { ChatFilter } from './bridge.ts';
export type { Chat } from '../../shared/whatsapp/chat.ts';

export interface PageStatus {
  /** `loading` until WhatsApp Web has logged in and synced; `unreadable` when it did and what we need is not there. */
  readonly state: 'loading' | 'ready' | 'unreadable';
  readonly version: string;
  readonly missing: readonly Capability[];
}

export interface Identity {
  readonly phoneNumber: string;
  readonly name: string;
  readonly isBusinessAccount: boolean;
}

/** What the extension knows of the page, and what it may ask of it. The only door to WhatsApp Web for features. */
export interface WhatsApp {
  readonly status: Store<PageStatus>;
  readonly identity: Store<Identity | null>;
  readonly chats: Store<ReadonlyMap<string, Chat>>;
  readonly isDark: Store<boolean>;
  /** Shows some of the chats in WhatsApp's own list; null shows all. */
  readonly filter: (filter: ChatFilter | null) => void;
  /** Calls back when the person chooses one of WhatsApp's own filters. */
  readonly onNativeFilter: (listener: () => void, signal: AbortSignal) => void;
  /** The element of the chat list, as it comes and goes. */
  readonly chatList: Store<HTMLElement | null>;
  /** The row of the chat list under an event, with the chat that it shows. */
  readonly rowUnder: (target: EventTarget | null) => { row: HTMLElement; chatId: string } | null;
}

/** Must run at document_start, in the same task as the script's start. */
export function connectWhatsApp(signal: AbortSignal): WhatsApp {
  const status = new Store<PageStatus>({ state: 'loading', version: '', missing: [] });
  const identity = new Store<Identity | null>(null);
  const chats = new Store<ReadonlyMap<string, Chat>>(new Map());
  const nativeFilters = new EventTarget();

  const receive = (message: FromPage) => {
    if (signal.aborted) return;
    switch (message.type) {
      case 'status': {
        const isUnreadable = message.missing.includes('chats') || message.missing.includes('identity');
        status.set({
          state: isUnreadable ? 'unreadable' : message.isReady ? 'ready' : 'loading',
          version: message.version,
          missing: message.missing,
        });
        break;
      }
      case 'identity': {
        const phoneNumber = phoneOf(message.id);
        const { name, isBusinessAccount } = message;
        if (phoneNumber)
          identity.set({ phoneNumber, name: name.trim() || `+${phoneNumber}`, isBusinessAccount });
        break;
      }
      case 'chats': {
        const next = new Map(message.isReset ? [] : chats.get());
        for (const id of message.removed) next.delete(id);
        for (const chat of message.changed) next.set(chat.id, chat);
        chats.set(next);
        break;
      }
      case 'native-filter':
        nativeFilters.dispatchEvent(new Event('chosen'));
        break;
    }
  };
  const post = offerPort(receive);

  signal.addEventListener('abort', () => post({ type: 'filter', filter: null }));

  return {
    status,
    identity,
    chats,
    ...watchDocument(signal),
    filter: (filter) => post({ type: 'filter', filter }),
    onNativeFilter: (listener, until) =>
      nativeFilters.addEventListener('chosen', listener, { signal: until }),
    rowUnder: (target) => {
      const row = rowOf(target);
      const chatId = row?.getAttribute(CHAT_ID_ATTRIBUTE);
      return row && chatId ? { row, chatId } : null;
    },
  };
}

const LOOK_INTERVAL_MS = 250;

/** A look four times a second costs less than an observer of a page that redraws a thousand rows in one. */
function watchDocument(signal: AbortSignal): Pick<WhatsApp, 'chatList' | 'isDark'> {
  const chatList = new Store<HTMLElement | null>(null);
  const dark = new Store(false);
  const theme = new MutationObserver(() => dark.set(isDark()));
  const timer = setInterval(() => {
    if (chatList.get()?.isConnected) return;
    const found = document.querySelector<HTMLElement>(selectors.chatList);
    chatList.set(found);
    if (!found) return;
    dark.set(isDark());
    theme.observe(document.body, { attributeFilter: ['class'] });
  }, LOOK_INTERVAL_MS);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    theme.disconnect();
  });
  return { chatList, isDark: dark };
}
