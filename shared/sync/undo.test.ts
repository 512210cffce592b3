import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOperations, emptyRows, type Rows } from './apply.ts';
import { put, remove } from './operations.ts';
import type { Operation } from './protocol.ts';
import { undoOf } from './undo.ts';

const user = 'ada';
const accountPut = put('account', user, {
  phoneNumber: '15550100001',
  name: 'Ada',
  color: 'teal',
  isBusinessAccount: false,
});
const accountId = accountPut.id;
const ids = ['5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1b01', '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1b02'];

const id = fc.constantFrom(...ids);
const chatId = fc.constantFrom('1@c.us', '2@lid');
const name = fc.constantFrom('One', 'Two', 'Three');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constant('create' as const),
    entity: fc.constantFrom('folder' as const, 'priority' as const),
    id,
    fields: name.map((text) => ({ accountId, name: text, color: 'teal', position: 'a0' })),
  }),
  fc.record({
    op: fc.constant('patch' as const),
    entity: fc.constantFrom('folder' as const, 'priority' as const),
    id,
    fields: name.map((text) => ({ name: text })),
  }),
  fc.record({
    op: fc.constant('delete' as const),
    entity: fc.constantFrom('folder' as const, 'priority' as const),
    id,
  }),
  fc
    .tuple(id, chatId)
    .map(([folderId, chat]) => put('chat-folder', user, { accountId, folderId, chatId: chat })),
  fc
    .tuple(id, chatId)
    .map(([folderId, chat]) => remove('chat-folder', user, { accountId, folderId, chatId: chat })),
  fc
    .tuple(id, chatId)
    .map(([priorityId, chat]) => put('chat-priority', user, { accountId, priorityId, chatId: chat })),
  fc.tuple(name, chatId).map(([tag, chat]) => put('chat-tag', user, { accountId, tag, chatId: chat })),
  chatId.map((chat) => remove('chat-tag', user, { accountId, chatId: chat })),
  fc.constant(accountPut),
  fc.constant(remove('account', user, { phoneNumber: '15550100001' })),
);
const act = fc.array(operation, { maxLength: 12 });

/** As the server has it: what points to nothing is not taken. */
function isTaken(rows: Rows, { op, fields = {} }: Operation): boolean {
  const parents = { accountId: rows.account, folderId: rows.folder, priorityId: rows.priority };
  const pointsAt = fields as Readonly<Record<string, string>>;
  return (
    op === 'delete' ||
    Object.entries(parents).every(
      ([field, all]) => pointsAt[field] === undefined || all.has(pointsAt[field] ?? ''),
    )
  );
}

function apply(rows: Rows, operations: readonly Operation[]): { rows: Rows; taken: Operation[] } {
  const taken: Operation[] = [];
  for (const each of operations) {
    if (!isTaken(rows, each)) continue;
    taken.push(each);
    rows = applyOperations(rows, [each]);
  }
  return { rows, taken };
}

const contentOf = (rows: Rows) =>
  Object.values(rows).map((byId) =>
    [...byId.values()].map((row) => ({ ...row, revision: 0 })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );

test('[A5] [S4] undoing an act, whatever it did, leaves everything as it was before', () => {
  fc.assert(
    fc.property(act, act, (before, done) => {
      const { rows } = apply(emptyRows, [accountPut, ...before]);
      const after = apply(rows, done);
      expect(contentOf(apply(after.rows, undoOf(rows, after.taken)).rows)).toEqual(contentOf(rows));
    }),
  );
});

test('an act that changes nothing has nothing to undo', () => {
  const { rows } = apply(emptyRows, [accountPut]);
  expect(undoOf(rows, [accountPut])).toEqual([]);
});

test('a folder that was deleted comes back under its id, with its chats', () => {
  const folderId = ids[0] ?? '';
  const file = put('chat-folder', user, { accountId, folderId, chatId: '1@c.us' });
  const fields = { accountId, name: 'One', color: 'teal', position: 'a0' };
  const { rows } = apply(emptyRows, [
    accountPut,
    { op: 'create', entity: 'folder', id: folderId, fields },
    file,
  ]);
  expect(undoOf(rows, [{ op: 'delete', entity: 'folder', id: folderId }])).toEqual([
    { op: 'create', entity: 'folder', id: folderId, fields },
    file,
  ]);
});
