import { Store } from '../ui/store.ts';

/** A message on its way; the same key is the same message, however often it is tried. */
export interface Outgoing {
  readonly key: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Null: under way. */
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/** What a person has typed for one chat and nobody has received. */
export interface Unsent {
  readonly draft: string;
  readonly outgoing: readonly Outgoing[];
}

const PREFIX = 'unsent ';
const nothing: Unsent = { draft: '', outgoing: [] };

/** Drafts and messages on their way, on this device alone: they outlive the side panel, and go when their user signs out. */
export class UnsentTexts {
  readonly #storageOf: () => Storage;
  readonly #storeByKey = new Map<string, Store<Unsent>>();

  constructor(storageOf: () => Storage) {
    this.#storageOf = storageOf;
  }

  of(userId: string, accountId: string, chatId: string): Store<Unsent> {
    const key = `${PREFIX}${userId} ${accountId} ${chatId}`;
    const there = this.#storeByKey.get(key);
    if (there) return there;
    const store = new Store(read(this.#storageOf().getItem(key)));
    store.subscribe(() => {
      // What ends after its user signed out leaves nothing behind.
      if (this.#storeByKey.get(key) === store) this.#write(key, store.get());
    });
    this.#storeByKey.set(key, store);
    return store;
  }

  /** What others typed goes. Null: nobody is signed in. */
  keepOnly(userId: string | null): void {
    const isOther = (key: string) => key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${userId} `);
    const storage = this.#storageOf();
    for (const key of Object.keys(storage)) if (isOther(key)) storage.removeItem(key);
    for (const key of this.#storeByKey.keys()) if (isOther(key)) this.#storeByKey.delete(key);
  }

  #write(key: string, unsent: Unsent): void {
    try {
      const storage = this.#storageOf();
      if (unsent.draft === '' && unsent.outgoing.length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(unsent));
    } catch {
      // Without space it lives as long as the panel does.
    }
  }
}

/** What was under way when the panel was closed may have arrived: to try the same key again is safe. */
function read(text: string | null): Unsent {
  try {
    const { draft, outgoing } = JSON.parse(text ?? '') as Unsent;
    const interrupted = { code: 'interrupted', message: '' };
    return { draft, outgoing: outgoing.map((each) => ({ ...each, problem: each.problem ?? interrupted })) };
  } catch {
    return nothing;
  }
}

/** Of this page. */
export const unsentTexts = new UnsentTexts(() => globalThis.localStorage);
