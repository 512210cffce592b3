import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../entities/index.ts';
import { applyChanges, applyOperations, emptyRows, type Rows } from './apply.ts';
import { deriveId } from './entity.ts';
import { entities } from '../entities/index.ts';
import type { Operation } from './protocol.ts';

const accountId = '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1a01';
const ids = ['5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1b01', '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1b02'];
const folderFields = { accountId, name: 'Suppliers', color: 'teal', position: 'a0' };

const file = (folderId: string, chatId: string): Operation => {
  const fields = { accountId, folderId, chatId };
  return { op: 'put', entity: 'chat-folder', id: deriveId(entities['chat-folder'], 'ada', fields), fields };
};
const [first, second] = ids as [string, string];

test('[A1] applying operations leaves the rows it started from alone', () => {
  const view = applyOperations(emptyRows, [
    { op: 'create', entity: 'folder', id: first, fields: folderFields },
  ]);
  expect(view.folder.get(first)?.name).toBe('Suppliers');
  expect(emptyRows.folder.size).toBe(0);
});

test('[A3] a deleted folder takes its filed chats with it and nothing else', () => {
  const view = applyOperations(emptyRows, [
    { op: 'create', entity: 'folder', id: first, fields: folderFields },
    { op: 'create', entity: 'folder', id: second, fields: folderFields },
    file(first, '1@c.us'),
    file(second, '1@c.us'),
    { op: 'delete', entity: 'folder', id: first },
  ]);
  expect([...view.folder.keys()]).toEqual([second]);
  expect([...view['chat-folder'].values()].map((row) => row.folderId)).toEqual([second]);
});

test('[P6] a patch of a row that is gone does not bring it back', () => {
  const view = applyOperations(emptyRows, [
    { op: 'create', entity: 'folder', id: first, fields: folderFields },
    { op: 'delete', entity: 'folder', id: first },
    { op: 'patch', entity: 'folder', id: first, fields: { name: 'Back' } },
  ]);
  expect(view.folder.size).toBe(0);
});

test('[P8] connecting an account again keeps the name that its user gave it', () => {
  const fields = { phoneNumber: '15550100001', name: 'Ada', color: 'teal', isBusinessAccount: false };
  const id = deriveId(entities.account, 'ada', fields);
  const view = applyOperations(emptyRows, [
    { op: 'put', entity: 'account', id, fields },
    { op: 'patch', entity: 'account', id, fields: { name: 'Shop' } },
    { op: 'put', entity: 'account', id, fields },
  ]);
  expect(view.account.get(id)?.name).toBe('Shop');
});

test('[A2] changes of an entity that this version does not know are left alone', () => {
  const change = { entity: 'hologram', id: first, row: { id: first } };
  expect(applyChanges(emptyRows, [change])).toEqual(emptyRows);
});

test('[A1] operations applied one by one or together give the same view', () => {
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    fc.record({
      op: fc.constant('create' as const),
      entity: fc.constant('folder' as const),
      id: fc.constantFrom(...ids),
      fields: fc.constant(folderFields),
    }),
    fc.record({
      op: fc.constant('patch' as const),
      entity: fc.constant('folder' as const),
      id: fc.constantFrom(...ids),
      fields: fc.record({ name: fc.constantFrom('One', 'Two') }),
    }),
    fc.record({
      op: fc.constant('delete' as const),
      entity: fc.constant('folder' as const),
      id: fc.constantFrom(...ids),
    }),
    fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom('1@c.us', '2@c.us'))
      .map(([folderId, chatId]) => file(folderId, chatId)),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
      const together = applyOperations(emptyRows, operations);
      const oneByOne = operations.reduce<Rows>((rows, each) => applyOperations(rows, [each]), emptyRows);
      expect(together).toEqual(oneByOne);
    }),
  );
});

test('a derived id is the same on every device and differs by owner and key', () => {
  const id = (userId: string, accountId: string, chatId: string) =>
    deriveId(entities['chat-folder'], userId, { accountId, chatId, folderId: first });
  expect(id('ada', accountId, '1@c.us')).toBe(id('ada', accountId, '1@c.us'));
  expect(
    new Set([id('ada', accountId, '1@c.us'), id('ada', second, '1@c.us'), id('ada', accountId, '2@c.us')])
      .size,
  ).toBe(3);
});

test('a row is read as the server sends it, extra columns and nulls included', () => {
  const row = { id: first, revision: 7, ...folderFields, userId: 'ada', createdAt: null };
  const rows = applyChanges(emptyRows, [{ entity: 'folder', id: first, row }]);
  expect(rows.folder.get(first)).toEqual({ id: first, revision: 7, ...folderFields } satisfies Row<'folder'>);
});
