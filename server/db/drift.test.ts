import type * as DrizzleKit from 'drizzle-kit/api';
import { getTableName, is } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../testing/postgres.ts';
import * as schema from '../../drizzle/schema/index.ts';
import { readTables, type FoundTable } from '../testing/introspect.ts';

// Its ES module build asks for a bundled `require`.
const kit: typeof DrizzleKit = createRequire(import.meta.url)('drizzle-kit/api');
const tables = Object.values(schema).filter((value) => is(value, PgTable));

let database: Omit<TestDatabase, 'pool'>;
let found: Record<string, FoundTable>;

beforeAll(async () => {
  database = await createEmptyDatabase();
  const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));
  await migrate(drizzle(database.owner), { migrationsFolder });
  found = await readTables(database.owner);
});
afterAll(() => database.drop());

test('drizzle-kit has no migration left to write', async () => {
  const folder = new URL('../../drizzle/meta/', import.meta.url);
  const newest = (await readdir(folder))
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .at(-1)!;
  const snapshot = JSON.parse(await readFile(new URL(newest, folder), 'utf8'));
  const declared = kit.generateDrizzleJson(schema, snapshot.id);
  expect(await kit.generateMigration(snapshot, declared)).toEqual([]);
});

test('the migrated database has the tables that the code declares, and no other', () => {
  expect(new Set(Object.keys(found))).toEqual(new Set(tables.map((table) => getTableName(table))));
});

test.each(tables.map((table) => [getTableName(table), getTableConfig(table)] as const))(
  '%s has the columns, keys and indexes that the code declares',
  (name, declared) => {
    const columnNames = (columns: readonly { name: string }[]) => columns.map((column) => column.name);
    const inline = declared.columns.filter((column) => column.isUnique).map((column) => [column.name]);
    expect({
      columns: Object.entries(found[name]!.columns).map(([column, type]) => [
        column,
        type.replace(/ default .*/, ''),
        type.includes(' default '),
      ]),
      unique: new Set(found[name]!.unique),
      indexes: new Set(found[name]!.indexes),
      references: found[name]!.references,
    }).toEqual({
      columns: inOrderOf(Object.keys(found[name]!.columns), declared.columns).map((column) => [
        column.name,
        column.getSQLType() + (column.notNull ? ' not null' : ''),
        column.hasDefault,
      ]),
      unique: new Set([...inline, ...declared.uniqueConstraints.map(({ columns }) => columnNames(columns))]),
      indexes: new Set(
        declared.indexes.map(({ config }) => columnNames(config.columns as { name: string }[])),
      ),
      references: Object.fromEntries(
        declared.foreignKeys.map((key) => [
          columnNames(key.reference().columns).join(','),
          `${getTableName(key.reference().foreignTable)} cascade`,
        ]),
      ),
    });
  },
);

/** Migrations append columns; the code groups them. */
function inOrderOf<Column extends { name: string }>(names: string[], columns: Column[]): Column[] {
  return columns.toSorted((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
}
