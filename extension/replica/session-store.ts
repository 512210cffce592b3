import { openDB, type DBSchema } from 'idb';
import type { Session } from '../api.ts';

interface Schema extends DBSchema {
  session: { key: 'session'; value: Session };
}

// IndexedDB of the extension's own origin: no content script reaches it, as they would reach storage.local.
const open = () =>
  openDB<Schema>('nexischat', 1, { upgrade: (database) => void database.createObjectStore('session') });

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
