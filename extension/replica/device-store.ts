import { openDB, type DBSchema } from 'idb';
import type { KillEntry } from '../../shared/kill-list.ts';
import type { Session } from '../api.ts';

export interface KeptKillList {
  readonly entries: readonly KillEntry[];
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
}

interface Schema extends DBSchema {
  session: { key: 'session'; value: Session };
  killList: { key: 'list'; value: KeptKillList };
}

// IndexedDB of the extension's own origin: no content script reaches it, as they would reach storage.local.
const open = () =>
  openDB<Schema>('nexischat', 2, {
    upgrade: (database, oldVersion) => {
      if (oldVersion < 1) database.createObjectStore('session');
      if (oldVersion < 2) database.createObjectStore('killList');
    },
  });

/** Who is signed in on this device. The bearer token never leaves the background. */
export const sessionStore = {
  async get(): Promise<Session | undefined> {
    return (await open()).get('session', 'session');
  },
  async set(session: Session | null): Promise<void> {
    const db = await open();
    await (session ? db.put('session', session, 'session') : db.delete('session', 'session'));
  },
};

/** The last list of switched-off features that the server gave. */
export const killListStore = {
  async get(): Promise<KeptKillList | undefined> {
    return (await open()).get('killList', 'list');
  },
  async set(kept: KeptKillList): Promise<void> {
    await (await open()).put('killList', kept, 'list');
  },
};
