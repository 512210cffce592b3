import { openDB, type DBSchema } from 'idb';

/** A chat as this device last saw it. */
export interface SeenChat {
  readonly id: string;
  readonly title: string;
  readonly unread: number;
  readonly isArchived: boolean;
  readonly isMuted: boolean;
  /** Epoch milliseconds; null: nobody waits for an answer. */
  readonly waitingSince: number | null;
}

/** The chats of one account as this device last saw them. */
export interface Seen {
  readonly phoneNumber: string;
  /** Epoch milliseconds. */
  readonly seenAt: number;
  readonly chats: readonly SeenChat[];
}

interface Schema extends DBSchema {
  seen: { key: string; value: Seen & { userId: string } };
}

/** A list of thousands costs. */
const CHATS_MAX = 3000;

/** Not among the copies of the users, see disk.ts. */
const DATABASE = 'nexis-seen';

/** What the tabs showed of chats, kept on this device alone for when no tab is open, and wiped when the user signs out. */
export class SeenChats {
  readonly #onChange: () => void;
  readonly #seenByPhoneNumber = new Map<string, Seen>();
  /** Undefined until it is known who is signed in. */
  #userId: string | null | undefined;
  /** Each thing on disk after the one before. */
  #disk: Promise<unknown> = Promise.resolve();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get all(): readonly Seen[] {
    return [...this.#seenByPhoneNumber.values()];
  }

  /** What another user saw goes from the disk; null: nobody is signed in. */
  setUser(userId: string | null): void {
    if (userId === this.#userId) return;
    this.#userId = userId;
    this.#seenByPhoneNumber.clear();
    this.#onDisk(async () => {
      const database = await open();
      for (const key of await database.getAllKeys('seen')) {
        const seen = await database.get('seen', key);
        if (seen?.userId !== userId) await database.delete('seen', key);
        else if (this.#userId === userId && !this.#seenByPhoneNumber.has(seen.phoneNumber)) {
          this.#seenByPhoneNumber.set(seen.phoneNumber, seen);
        }
      }
      database.close();
      this.#onChange();
    });
  }

  /** What was seen of an account was true until now. */
  touch(phoneNumber: string): void {
    const seen = this.#seenByPhoneNumber.get(phoneNumber);
    if (seen) this.put(phoneNumber, seen.chats);
  }

  /** Some of an account's chats are as they are here; of the others nothing is said. */
  add(phoneNumber: string, chats: readonly (SeenChat & { readonly alias: string | null })[]): void {
    const byId = new Map(this.#seenByPhoneNumber.get(phoneNumber)?.chats.map((chat) => [chat.id, chat]));
    for (const { id, alias, title, unread, isArchived, isMuted, waitingSince } of chats) {
      if (alias !== null) byId.delete(alias);
      byId.set(id, { id, title, unread, isArchived, isMuted, waitingSince });
    }
    this.put(phoneNumber, [...byId.values()].slice(-CHATS_MAX));
  }

  put(phoneNumber: string, chats: readonly SeenChat[]): void {
    const userId = this.#userId;
    if (!userId) return;
    const seen = { phoneNumber, seenAt: Date.now(), chats };
    this.#seenByPhoneNumber.set(phoneNumber, seen);
    this.#onChange();
    this.#onDisk(async () => {
      if (this.#userId !== userId) return; // Signed out meanwhile.
      const database = await open();
      await database.put('seen', { ...seen, userId }, `${userId} ${phoneNumber}`);
      database.close();
    });
  }

  #onDisk(work: () => Promise<void>): void {
    // A disk that refuses costs what is known while no tab is open, nothing else.
    this.#disk = this.#disk.then(work).catch(() => {});
  }
}

const open = () =>
  openDB<Schema>(DATABASE, 1, { upgrade: (database) => void database.createObjectStore('seen') });
