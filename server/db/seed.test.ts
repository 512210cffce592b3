import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEmptyDatabase, type TestDatabase } from '../testing/postgres.ts';
import { readTables, type FoundTable } from '../testing/introspect.ts';
import { seedTables } from '../testing/seed-tables.ts';

const SEED_STEPS = 15;
const CREEM_FIELDS = ['creemCustomerId', 'creemSubscriptionId'];

let database: Omit<TestDatabase, 'pool'>;
/** What the database is after each of the seed's migrations. */
const after: Record<string, FoundTable>[] = [];

beforeAll(async () => {
  database = await createEmptyDatabase();
  const journal: { entries: { tag: string }[] } = JSON.parse(await readMigration('meta/_journal.json'));
  for (const { tag } of journal.entries.slice(0, SEED_STEPS)) {
    await database.owner.query(await readMigration(`${tag}.sql`));
    after.push(await readTables(database.owner));
  }
});
afterAll(() => database.drop());

const readMigration = (name: string) => readFile(new URL(`../../drizzle/${name}`, import.meta.url), 'utf8');

/** The tables that one step adds. */
function addedBy(step: number): string[] {
  const before = new Set(Object.keys(after[step - 1] ?? {}));
  return Object.keys(after[step]!).filter((table) => !before.has(table));
}

test('the seed has fourteen tables and nothing else', () => {
  expect(Object.keys(after[14]!).toSorted()).toEqual(Object.keys(seedTables).toSorted());
});

test.each(Object.entries(seedTables))('%s is as the seed describes it', (name, seed) => {
  const found = after[14]![name]!;
  expect(found.columns).toEqual(seed.columns);
  expect(Object.keys(found.columns).toSorted()).toEqual(Object.keys(seed.columns).toSorted());
  expect(found.primaryKey).toEqual(['id']);
  expect(found.references).toEqual(
    Object.fromEntries(
      Object.entries(seed.references ?? {}).map(([column, table]) => [column, `${table} cascade`]),
    ),
  );
  expect(new Set(found.unique)).toEqual(new Set(seed.unique));
  expect(found.indexes).toEqual(seed.indexes ?? []);
});

test.each([
  [0, ['account', 'session', 'user', 'verification']],
  [1, ['accounts']],
  [2, ['subscriptions']],
  [3, ['priorities']],
  [4, ['folders']],
  [5, ['templates']],
  [6, ['chat_tags']],
  [7, ['chat_priorities']],
  [8, ['chat_folders']],
  [9, ['whatsapp_sessions']],
  [10, ['newsletters']],
])('migration %i adds %s', (step, tables) => {
  expect(addedBy(step).toSorted()).toEqual(tables);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('migration %i changes no table that was there', (step) => {
  expect(after[step]).toMatchObject(after[step - 1]!);
});

test('migration 0011 adds the two indexes that the seed names, and changes nothing else', () => {
  const indexes = [['userId'], ['userId', 'accountNumber']];
  expect(Object.values(after[10]!).flatMap((table) => table.indexes)).toEqual([]);
  expect(after[11]).toEqual({ ...after[10], accounts: { ...after[10]!['accounts'], indexes } });
});

test('the index that the seed names has its name', async () => {
  const { rows } = await database.owner.query(
    `select indexdef from pg_indexes where indexname = 'idx_accounts_userId'`,
  );
  expect(rows).toEqual([
    { indexdef: expect.stringMatching(/ON public\.accounts USING btree \("userId"\)$/) },
  ]);
});

test('migration 0012 adds the Creem customer and subscription, each unique', () => {
  const [before, now] = [after[11]!['subscriptions']!, after[12]!['subscriptions']!];
  expect(newColumns(before, now)).toEqual(CREEM_FIELDS);
  expect(now.unique).toEqual([...before.unique, ...CREEM_FIELDS.map((column) => [column])]);
  expect({ ...after[12], subscriptions: before }).toEqual(after[11]);
});

test('migration 0013 adds the checkout id, unique', () => {
  const [before, now] = [after[12]!['subscriptions']!, after[13]!['subscriptions']!];
  expect(newColumns(before, now)).toEqual(['creemCheckoutId']);
  expect(now.unique).toEqual([...before.unique, ['creemCheckoutId']]);
  expect({ ...after[13], subscriptions: before }).toEqual(after[12]);
});

test('migration 0014 makes every foreign key cascade, and changes nothing else', () => {
  const rules = (step: number) =>
    Object.values(after[step]!).flatMap((table) => Object.values(table.references));
  expect(rules(13).filter((rule) => rule.endsWith('cascade'))).toEqual([]);
  expect(rules(14).filter((rule) => !rule.endsWith('cascade'))).toEqual([]);
  expect(withoutReferences(after[14]!)).toEqual(withoutReferences(after[13]!));
});

function newColumns(before: FoundTable, now: FoundTable): string[] {
  return Object.keys(now.columns).filter((column) => !(column in before.columns));
}

function withoutReferences(tables: Record<string, FoundTable>) {
  return Object.entries(tables).map(([name, { references: _, ...rest }]) => [name, rest]);
}
