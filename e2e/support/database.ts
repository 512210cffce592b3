import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrateDatabase } from '../../server/db/migrate.ts';

export interface Database {
  readonly url: string;
  /** As the owner of the tables. */
  readonly owner: pg.Pool;
  readonly drop: () => Promise<void>;
}

/** A migrated database, to make others from. */
export async function createTemplate(
  serverUrl: string,
): Promise<{ name: string; drop: () => Promise<void> }> {
  const { name, server, url } = await createIn(serverUrl);
  await migrateDatabase(url.href);
  // Nothing may be connected to what is copied.
  await server.query(`alter database ${name} allow_connections false`);
  return {
    name,
    async drop() {
      await server.query(`drop database ${name}`);
      await server.end();
    },
  };
}

/** A migrated database of its own on a server. */
export async function createDatabase(on: { postgresUrl: string; template: string }): Promise<Database> {
  const { name, server, url } = await createIn(on.postgresUrl, on.template);
  const owner = new pg.Pool({ connectionString: url.href, max: 2 });
  owner.on('error', () => {}); // The database is dropped under idle connections at the end.
  return {
    url: url.href,
    owner,
    async drop() {
      await owner.end();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

async function createIn(
  serverUrl: string,
  template = 'template0',
): Promise<{ name: string; server: pg.Client; url: URL }> {
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, server, url };
}
