import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface Database {
  readonly url: string;
  /** As the owner of the tables. */
  readonly owner: pg.Pool;
  readonly drop: () => Promise<void>;
}

/** An empty database of its own on a server. */
export async function createDatabase(serverUrl: string): Promise<Database> {
  const name = `e2e_${randomUUID().replaceAll('-', '')}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
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
