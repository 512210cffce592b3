import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { connectAsOwner, openPool } from '../db/pool.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { serverUrl: string; template: string };
  }
}

export interface TestDatabase {
  url: string;
  /** As the server's role, which row level security binds. */
  pool: pg.Pool;
  /** As the owner of the tables, whom nothing binds. */
  owner: pg.Pool;
  drop: () => Promise<void>;
}

/** A migrated database of its own for one test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const empty = await createEmptyDatabase(inject('postgres').template);
  const pool = await openPool(empty.url, rethrowUnlessDropped);
  return {
    ...empty,
    pool,
    drop: async () => {
      await pool.end();
      await empty.drop();
    },
  };
}

/** A database with nothing in it, or a copy of the template. */
export async function createEmptyDatabase(template = 'template0'): Promise<Omit<TestDatabase, 'pool'>> {
  const { serverUrl } = inject('postgres');
  const name = `nexis_${randomUUID().replaceAll('-', '')}`;
  const server = await connectAsOwner(serverUrl);
  await server.query(`create database ${name} template ${template}`);
  const url = inDatabase(serverUrl, name);
  const owner = new pg.Pool({ connectionString: url, max: 4, options: '-c timezone=UTC' });
  owner.on('error', rethrowUnlessDropped);
  return {
    url,
    owner,
    drop: async () => {
      await owner.end();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

/** The same server, another database. */
export function inDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** admin_shutdown is what `drop database with (force)` says to a connection that is still open. */
export function rethrowUnlessDropped(error: Error & { code?: string }): void {
  if (error.code !== '57P01') throw error;
}
