import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { EntityName, Row } from '../../shared/entities/index.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import type { Notice } from './replica.ts';

const DATABASE_PREFIX = 'nexischat-';

export interface Meta {
  /** Of this copy: one that is made after a sign-out is another. */
  id: string;
  clientId: string;
  lastSequence: number;
  cursor: string | undefined;
  /** What the version that wrote it knows; another one starts with a full copy, as rows may have been skipped before. [A2] */
  entities: string;
  rejectionsSeen: number;
  notices: Notice[];
}

/** Rows by entity and first byte of the id: a record for each row would be 25 times slower to write. */
interface Chunk {
  entity: EntityName;
  rows: Row[];
}

export interface Schema extends DBSchema {
  chunks: { key: string; value: Chunk };
  outbox: { key: number; value: Mutation };
  /** The mutation ids that left the outbox last, numbered in the order that they did. */
  settled: { key: number; value: string };
  meta: { key: 'meta'; value: Meta };
}

export type Stores = ('chunks' | 'outbox' | 'settled' | 'meta')[];
export const ALL_STORES: Stores = ['chunks', 'outbox', 'settled', 'meta'];
export type Write = IDBPTransaction<Schema, Stores, 'readwrite'>;

/** [C4] The database of one user's copy. `onLost` is called when the browser, or somebody who waits for it, has closed it. */
export function openDatabase(userId: string, onLost: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(DATABASE_PREFIX + userId, 2, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) {
        database.createObjectStore('chunks');
        database.createObjectStore('outbox', { keyPath: 'sequence' });
        database.createObjectStore('meta');
      }
      if (oldVersion < 2) database.createObjectStore('settled');
    },
    // Whoever wants to delete or upgrade it must not wait for one that was forgotten.
    blocking: (_version, _wanted, event) => {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
}

/** The users who have a copy on this device, signed in or not. */
export async function userIdsOnDisk(): Promise<string[]> {
  const names = (await indexedDB.databases()).map(({ name = '' }) => name);
  return names
    .filter((name) => name.startsWith(DATABASE_PREFIX))
    .map((name) => name.slice(DATABASE_PREFIX.length));
}

const chunkKey = (entity: EntityName, id: string) => `${entity}/${id.slice(0, 2)}`;

/** The rows of all chunks. */
export function* changesOf(chunks: readonly Chunk[]): Iterable<{ entity: EntityName; id: string; row: Row }> {
  for (const { entity, rows } of chunks) for (const row of rows) yield { entity, id: row.id, row };
}

/** Writes the chunks in which rows of an entity differ from what is on disk. */
export function writeChunks(
  tx: Write,
  entity: EntityName,
  old: ReadonlyMap<string, Row>,
  rows: ReadonlyMap<string, Row>,
): Promise<unknown>[] {
  if (old === rows) return [];
  const dirty = new Set<string>();
  for (const [id, row] of rows) if (old.get(id) !== row) dirty.add(chunkKey(entity, id));
  for (const id of old.keys()) if (!rows.has(id)) dirty.add(chunkKey(entity, id));
  const chunks = new Map<string, Row[]>([...dirty].map((key) => [key, []]));
  for (const row of rows.values()) chunks.get(chunkKey(entity, row.id))?.push(row);
  return [...chunks].map(([key, chunk]) =>
    chunk.length > 0
      ? tx.objectStore('chunks').put({ entity, rows: chunk }, key)
      : tx.objectStore('chunks').delete(key),
  );
}
