import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { entityNames } from '../../shared/entities/index.ts';
import { createEmptyDatabase, rethrowUnlessDropped, type TestDatabase } from '../testing/postgres.ts';
import { migrateDatabase } from './migrate.ts';
import { openPool } from './pool.ts';

const MIGRATIONS = new URL('../../drizzle/', import.meta.url);

let database: Omit<TestDatabase, 'pool'>;
beforeEach(async () => {
  database = await createEmptyDatabase();
});
afterEach(() => database.drop());

test('three servers that start at once migrate once', async () => {
  await Promise.all([1, 2, 3].map(() => migrateDatabase(database.url)));
  const { rows } = await database.owner.query('select count(*)::int from drizzle.__drizzle_migrations');
  const { rows: entities } = await database.owner.query('select count(*)::int from sync_entities');
  const migrations = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql'));
  expect([rows[0].count, entities[0].count]).toEqual([migrations.length, entityNames.length]);
});

test('migrating again changes nothing, so no client starts anew', async () => {
  const historyOf = async () => (await database.owner.query('select id from sync_history')).rows;
  await migrateDatabase(database.url);
  const before = await historyOf();
  await migrateDatabase(database.url);
  expect(await historyOf()).toEqual(before);
});

test('rows from before their table was synced get an owner and a revision', async () => {
  await migrateDatabase(database.url);
  const { owner } = database;
  await owner.query(`insert into "user" values ('u1', 'Ada', 'a@example.com', false, null, now(), now())`);
  await owner.query(`insert into accounts (id, "userId", name, "phoneNumber", color, "isBusinessAccount")
    values ('11111111-1111-4111-8111-111111111111', 'u1', 'Work', '49151', 'teal', false)`);
  await owner.query(`
    alter table folders disable trigger sync_stamp;
    insert into folders (name, color, "accountId") values ('Old', 'red', '11111111-1111-4111-8111-111111111111');
    drop trigger sync_stamp on folders; drop trigger sync_bury on folders; drop trigger sync_refuse_truncate on folders;
    drop policy own_rows on folders; delete from sync_entities where name = 'folders'`);
  await migrateDatabase(database.url);
  const { rows } = await owner.query('select "userId", revision from folders');
  expect(rows).toEqual([{ userId: 'u1', revision: '2' }]);
});

test('rows from before positions existed stand in the order of their creation', async () => {
  const { owner } = database;
  for (const file of (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).toSorted()) {
    if (file.startsWith('0018')) {
      await owner.query(`insert into "user" values ('u1', 'Ada', 'a@example.com', false, null, now(), now());
        insert into accounts (id, "userId", name, "phoneNumber", color, "isBusinessAccount")
        values ('11111111-1111-4111-8111-111111111111', 'u1', 'Work', '49151', 'teal', false);
        insert into priorities (name, color, "accountId", "createdAt")
        select 'P' || place, 'red', '11111111-1111-4111-8111-111111111111', now() + make_interval(secs => place) from generate_series(1, 70) as place`);
    }
    await owner.query(await readFile(new URL(file, MIGRATIONS), 'utf8'));
  }
  const { rows } = await owner.query('select name, position from priorities order by position collate "C"');
  expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 70 }, (_, index) => `P${index + 1}`));
  // Keys as fractional-indexing makes them, so that a row can be put between any two.
  expect([rows[0].position, rows[69].position]).toEqual(['c000', 'c017']);
});

test('the pool refuses a role that bypasses the policies', async () => {
  await migrateDatabase(database.url);
  await database.owner.query('create table mine (id int); alter table mine owner to nexis_app');
  await expect(openPool(database.url, rethrowUnlessDropped)).rejects.toThrow(
    /is not bound by row level security/,
  );
});

test('a database that cannot be reached is refused in one sentence', async () => {
  const nowhere = database.url.replace(/:\d+\//, ':1/');
  await expect(openPool(nowhere, rethrowUnlessDropped)).rejects.toThrow(
    /^The database at 127\.0\.0\.1:1\/\w+ cannot be used: .*\.$/,
  );
  await expect(migrateDatabase(nowhere)).rejects.toThrow(/cannot be used/);
});

test('the sentence about a database names no password', async () => {
  const wrong = database.url.replace(/:[^:@/]+@/, ':s3cret@');
  await expect(migrateDatabase(wrong)).rejects.toThrow(expect.not.stringContaining('s3cret'));
});
