import type pg from 'pg';
import type { Environment } from '../../env.ts';
import type { BlobStore } from './blob-store.ts';
import { PostgresBlobStore } from './postgres.ts';

/** MongoDB's GridFS when MONGODB_URL is set, else the server's own database. */
export async function openBlobStore({ MONGODB_URL }: Environment, pool: pg.Pool): Promise<BlobStore> {
  if (MONGODB_URL === undefined) return new PostgresBlobStore(pool);
  // Loaded where it is used alone: it is large.
  const { MongoBlobStore } = await import('./mongo.ts');
  return new MongoBlobStore(MONGODB_URL);
}
