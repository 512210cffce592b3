import { execFile } from 'node:child_process';
import { cp, glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

/** What a developer writes who wants notes of chats to be synced: a file and a line … */
const ENTITY = `import * as z from 'zod';
import { defineEntity } from '../sync/entity.ts';
import { chatId } from '../whatsapp/chat-id.ts';

/** What a person notes about a chat. */
export const note = defineEntity({
  name: 'note',
  table: 'notes',
  ownedBy: 'account',
  fields: { chatId, text: z.string().trim().min(1).max(1000) },
  key: ['chatId'],
});
`;
const REGISTRY_LINES = [
  ['import { priority }', "import { note } from './note.ts';"],
  ['  template,', '  note,'],
] as const;

/** … and a table; the migration is generated. */
const TABLE = `
/** What is noted about a chat. */
export const notes = pgTable(
  'notes',
  {
    id: uuid().primaryKey().defaultRandom(),
    chatId: text().notNull(),
    text: text().notNull(),
    accountId: ownerAccountId(),
    createdAt: timestamp().notNull().defaultNow(),
    ...ownedStampColumns(),
  },
  (table) => [unique().on(table.accountId, table.chatId)],
);
`;

const root = path.resolve(import.meta.dirname, '../..');
const packages = ['shared', 'drizzle', 'server', 'extension', 'simulator', 'e2e'];
const run = promisify(execFile);
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'nexischat-note-'));
  const isCopied = (source: string) => path.basename(source) !== 'node_modules';
  for (const name of [...packages, '.wxt', 'package.json', 'tsconfig.json', 'vitest.config.ts']) {
    await cp(path.join(root, name), path.join(copy, name), { recursive: true, filter: isCopied });
  }
  for (const folder of ['.', ...packages]) {
    const modules = path.join(folder, 'node_modules');
    await symlink(path.join(root, modules), path.join(copy, modules), 'junction');
  }
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('a new synced thing is one file and one line in shared/entities, one table, and its generated migration', async () => {
  await writeFile(path.join(copy, 'shared/entities/note.ts'), ENTITY);
  for (const [before, line] of REGISTRY_LINES) {
    await change('shared/entities/index.ts', (text) => text.replace(before, `${line}\n${before}`));
  }
  await change('drizzle/schema/organise.ts', (text) => text + TABLE);
  const config = '--config=drizzle/drizzle.config.ts';
  await runInCopy('drizzle-kit/bin.cjs', 'generate', config, '--name=notes');
  expect(await changedFiles()).toEqual([
    expect.stringMatching(/^drizzle\/\d{4}_notes\.sql$/),
    expect.stringMatching(/^drizzle\/meta\/\d{4}_snapshot\.json$/),
    'drizzle/meta/_journal.json',
    'drizzle/schema/organise.ts',
    'shared/entities/index.ts',
    'shared/entities/note.ts',
  ]);

  // Where the project for the server's tests finds it.
  await cp(path.join(copy, 'e2e/sync/note-on-two-devices.ts'), path.join(copy, 'server/sync/note.test.ts'));
  const product = ['.wxt/wxt.d.ts', 'shared', 'drizzle', 'server', 'extension'];
  const types = JSON.stringify({ extends: './tsconfig.json', include: product });
  await writeFile(path.join(copy, 'tsconfig.product.json'), types);
  await runInCopy('typescript/bin/tsc', '--project', 'tsconfig.product.json');
  await runInCopy('vitest/vitest.mjs', 'run', 'server/sync/note.test.ts', 'shared/entities');
});

async function change(file: string, edit: (text: string) => string): Promise<void> {
  const text = await readFile(path.join(copy, file), 'utf8');
  await writeFile(path.join(copy, file), edit(text));
}

/** Runs a tool in the copy. Throws with all that it said. */
async function runInCopy(tool: string, ...args: string[]): Promise<void> {
  const environment = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name));
  const env = { ...Object.fromEntries(environment), DATABASE_URL: inject('postgres').serverUrl };
  const tried = run(process.execPath, [path.join('node_modules', tool), ...args], { cwd: copy, env });
  await tried.catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(`${tool} failed:\n${stdout}${stderr}`);
  });
}

/** Files of the copy that the tree has not, or has otherwise. */
async function changedFiles(): Promise<string[]> {
  const changed: string[] = [];
  const files = glob(
    packages.map((name) => `${name}/**/*.*`),
    { cwd: copy, exclude: ['**/node_modules'] },
  );
  for await (const file of files) {
    const [before, after] = await Promise.all(
      [root, copy].map((tree) => readFile(path.join(tree, file)).catch(() => null)),
    );
    if (!before || !after?.equals(before)) changed.push(file.replaceAll(path.sep, '/'));
  }
  return changed.toSorted();
}
