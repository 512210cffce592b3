import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { entities } from '../../shared/entities/index.ts';
import { connectAsOwner } from './pool.ts';

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url));
// Any number that nobody else locks in this database.
const MIGRATION_LOCK = 1_852_143_721;

/** Brings a database to the newest schema; several servers may do so at once. Throws StartupError when it can't be reached. */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  const client = await connectAsOwner(databaseUrl);
  try {
    // Ends with the connection; the same connection migrates, so a lost one never migrates without the lock.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
    await trackEntities(client);
  } finally {
    await client.end();
  }
}

/** Installs what makes a table synced on every table of the registry; what the registry does not name never leaves the server. */
async function trackEntities(client: pg.Client): Promise<void> {
  await client.query('begin');
  for (const { table, ownedBy, isReadOnly, row } of Object.values(entities)) {
    const { rows } = await client.query<{ name: string }>(
      `select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = $1 order by column_name collate "C"`,
      [table],
    );
    const hidden = rows.map(({ name }) => name).filter((name) => !(name in row.shape));
    await client.query('select sync_track($1, $2, $3, $4)', [table, ownedBy, hidden, isReadOnly]);
  }
  await client.query('commit');
}
