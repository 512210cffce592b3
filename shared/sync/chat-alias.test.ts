import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FiledChats } from '../testing/filed-chats.ts';
import { applyChanges, applyOperations, emptyRows, type Rows } from './apply.ts';
import { canonicalChatId, chatIdsOf } from './chat-identity.ts';
import { mutationSchema, type Operation } from './protocol.ts';
import { put, remove } from './operations.ts';

const accountId = '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1a01';
const otherAccountId = '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1a02';
const folderIds = ['5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1b01', '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1b02'] as const;
const [folderId] = folderIds;
const [phone, lid] = ['491511@c.us', '777@lid'];

const filing = (chatId: string, folder: string = folderId, account = accountId) => ({
  accountId: account,
  chatId,
  folderId: folder,
});
const file = (...of: Parameters<typeof filing>) => put('chat-folder', 'ada', filing(...of));
const unfile = (...of: Parameters<typeof filing>) => remove('chat-folder', 'ada', filing(...of));
const learn = (chatId = phone, canonical = lid) =>
  put('chat-alias', 'ada', { accountId, chatId, canonicalChatId: canonical });
const view = (...operations: Operation[]): Rows => applyOperations(emptyRows, operations);
const filedIn = (rows: Rows) =>
  [...rows['chat-folder'].values()].map((row) => `${row.chatId} ${row.folderId}`).sort();

test.each([
  ['before it is learned', [file(phone), file(lid), learn()]],
  ['after it is learned', [learn(), file(phone), file(lid)]],
  ['before and after', [file(phone), learn(), file(phone)]],
])('[P12] [P13] a chat that is filed under both of its ids %s is filed once', (_when, operations) => {
  const rows = view(...operations);
  expect(filedIn(rows)).toEqual([`${lid} ${folderId}`]);
  expect([...rows['chat-folder'].keys()]).toEqual([file(lid).id]);
});

test.each([phone, lid])('[P15] unfiling under %s hits the row that has moved', (chatId) => {
  expect(filedIn(view(file(phone), learn(), unfile(chatId)))).toEqual([]);
});

test('[P13] learning moves the rows of one account only', () => {
  const others = file(phone, folderId, otherAccountId);
  expect(view(file(phone), others, learn())['chat-folder'].get(others.id)).toMatchObject({ chatId: phone });
});

test('[P13] a row that is under the LID already stays as it is', () => {
  const changes = [file(phone), file(lid)].map(({ entity, id }, index) => {
    const fields = filing(index === 0 ? phone : lid);
    return { entity, id, row: { id, revision: 10 - index, ...fields } };
  });
  const rows = applyOperations(applyChanges(emptyRows, changes), [learn()]);
  expect([...rows['chat-folder'].values()]).toEqual([changes[1]?.row]);
});

test('[P13] learning again changes nothing', () => {
  const once = view(file(phone), learn());
  expect(applyOperations(once, [learn()])).toEqual(once);
});

test('[P14] neither a LID nor a group is an alias, and no phone id is canonical', () => {
  const isValid = (chatId: string, canonical: string) =>
    mutationSchema('chat-alias').safeParse({
      sequence: 1,
      mutationId: crypto.randomUUID(),
      ...learn(chatId, canonical),
    }).success;
  expect(isValid(phone, lid)).toBe(true);
  for (const [chatId, canonical] of [
    [lid, lid],
    [phone, phone],
    [lid, phone],
    ['120363@g.us', lid],
    [phone, '120363@g.us'],
    ['491511:2@c.us', lid],
  ] as const) {
    expect(isValid(chatId, canonical)).toBe(false);
  }
});

test('[P15] a delete names the key and nothing else of the row', () => {
  const full = { ...filing(phone), id: folderId, revision: 3 };
  expect(remove('chat-folder', 'ada', full)).toEqual(unfile(phone));
});

const createFolder = (id: string): Operation => {
  const fields = { accountId, name: 'Suppliers', color: 'teal', position: 'a0' };
  return { op: 'create', entity: 'folder', id, fields };
};
const kinds = [
  'file',
  'file',
  'file',
  'unfile',
  'unfile',
  'learn',
  'learn',
  'forget',
  'create',
  'delete',
] as const;
const operation: fc.Arbitrary<Operation> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    chat: fc.nat(1),
    lid: fc.nat(1),
    isLid: fc.boolean(),
    folder: fc.nat(1),
  })
  .map(({ kind, chat, lid: to, isLid, folder }) => {
    const chatId = isLid ? `${chat}@lid` : `${chat}@c.us`;
    const id = folderIds[folder] ?? folderId;
    switch (kind) {
      case 'file':
        return file(chatId, id);
      case 'unfile':
        return unfile(chatId, id);
      case 'learn':
        return learn(`${chat}@c.us`, `${to}@lid`);
      case 'forget':
        return remove('chat-alias', 'ada', { accountId, chatId: `${chat}@c.us` });
      case 'create':
        return createFolder(id);
      case 'delete':
        return { op: 'delete', entity: 'folder', id };
    }
  });

test('[A1] [P12] [P13] [P15] what is shown follows the model, together or one by one', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 10, maxLength: 40 }), (random) => {
      const operations = [...folderIds.map((id) => createFolder(id)), ...random];
      const model = new FiledChats();
      let oneByOne: Rows = emptyRows;
      const taken = operations.filter((each) => {
        const isRefused =
          each.entity === 'chat-folder' && each.op === 'put' && !model.folders.has(each.fields.folderId);
        if (isRefused) return false;
        model.apply(each);
        oneByOne = applyOperations(oneByOne, [each]);
        return true;
      });
      const together = view(...taken);
      expect(filedIn(together)).toEqual([...model.filed].sort());
      expect(oneByOne).toEqual(together);
      for (const row of together['chat-folder'].values())
        expect(row.id).toBe(file(row.chatId, row.folderId).id);
    }),
  );
});

test('[A4] either id of a chat gives the canonical one and all of them', () => {
  const aliases = view(learn(phone, lid), learn('491522@c.us', lid))['chat-alias'];
  const all = [lid, phone, '491522@c.us'];
  for (const id of all) {
    expect(canonicalChatId(aliases, accountId, id)).toBe(lid);
    expect(chatIdsOf(aliases, accountId, id)).toEqual(all);
  }
  expect(chatIdsOf(aliases, otherAccountId, phone)).toEqual([phone]);
  expect(chatIdsOf(aliases, accountId, '120363@g.us')).toEqual(['120363@g.us']);
});
