import type { Pool } from 'pg';
import path from 'node:path';
import type { Plugin } from 'vite';

/** One protection taken away: a text of a source file, or of the database's function, replaced by another; or a statement. */
export type Mutant = {
  readonly name: string;
} & (
  | { readonly file: string; readonly from: string; readonly to: string }
  | { readonly sqlFunction: string; readonly from: string; readonly to: string }
  | { readonly sql: string }
);

export const mutants: readonly Mutant[] = [
  {
    name: 'the replay guard',
    file: 'server/sync/push.ts',
    from: 'sequence > known.lastSequence',
    to: 'sequence > 0',
  },
  {
    name: 'the revision order',
    sqlFunction: 'sync_pull',
    from: 'order by revision, step, id limit page',
    to: 'order by id limit page',
  },
  {
    name: 'one revision for one transaction',
    sqlFunction: 'sync_take',
    from: 'revision = revision + 1',
    to: 'revision = greatest(revision, 1)',
  },
  { name: 'the tombstones', sql: 'alter table folders disable trigger sync_bury' },
  {
    name: 'the floor of pruned tombstones',
    file: 'server/sync/pull.ts',
    from: 'Number(floor) > tombstonesRead',
    to: 'false',
  },
  {
    name: 'the sealing of the outbox',
    file: 'extension/replica/disk.ts',
    from: 'DATABASE_PREFIX + userId',
    to: "DATABASE_PREFIX + 'anyone'",
  },
  {
    name: 'edits belong to one copy',
    file: 'extension/replica/device.ts',
    from: 'active.replica.id !== replicaId',
    to: 'false',
  },
  {
    name: 'an edit is taken once',
    file: 'extension/replica/replica.ts',
    from: ', ...this.#settled]',
    to: ']',
  },
  {
    name: 'only what was processed leaves the outbox',
    file: 'extension/replica/replica.ts',
    from: 'sequence <= processed',
    to: 'sequence <= processed + 1',
  },
  {
    name: 'the cursor waits for its rows',
    file: 'extension/replica/replica.ts',
    from: 'cursor: this.#storedCursor',
    to: 'cursor: this.#meta.cursor',
  },
  {
    name: 'a reset forgets the rows before it',
    file: 'extension/replica/replica.ts',
    from: 'page.reset ? emptyRows : rows',
    to: 'rows',
  },
  {
    name: 'one push at a time',
    file: 'extension/replica/sync-loop.ts',
    from: 'this.#run ??= this.#rounds()',
    to: 'this.#run = this.#rounds()',
  },
  {
    name: 'a lost line ends its pull',
    file: 'extension/replica/live.ts',
    from: 'this.#pull?.settle(null);',
    to: '',
  },
  {
    name: 'a copied profile is noticed',
    file: 'extension/replica/sync-loop.ts',
    from: 'isMore && !isOurs',
    to: 'false',
  },
];

export const chosenMutant = mutants.find(({ name }) => name === process.env['SYNC_MUTANT']);

/** Puts the chosen mutant's text into its source file as it is loaded. */
export function sourceMutant(root: string): Plugin {
  return {
    name: 'source-mutant',
    enforce: 'pre',
    transform(code, id) {
      if (!chosenMutant || !('file' in chosenMutant)) return null;
      if (path.relative(root, id.split('?')[0] ?? '') !== chosenMutant.file) return null;
      return { code: replaceOnce(code, chosenMutant), map: null };
    },
  };
}

/** Puts the chosen mutant into the database. */
export async function mutateDatabase(owner: Pool): Promise<void> {
  if (!chosenMutant) return;
  if ('sql' in chosenMutant) await owner.query(chosenMutant.sql);
  if (!('sqlFunction' in chosenMutant)) return;
  const { rows } = await owner.query<{ text: string }>(`select pg_get_functiondef($1::regproc) as text`, [
    chosenMutant.sqlFunction,
  ]);
  await owner.query(replaceOnce(rows[0]?.text ?? '', chosenMutant));
}

function replaceOnce(text: string, { name, from, to }: { name: string; from: string; to: string }): string {
  if (!text.includes(from)) throw new Error(`The mutant of ${name} has nothing to replace.`);
  return text.replace(from, to);
}
