import { expect, test } from 'vitest';
import { writableNames, type WritableName } from '../../../shared/entities/index.ts';
import { applyOperations, emptyRows, type Rows } from '../../../shared/sync/apply.ts';
import { put } from '../../../shared/sync/operations.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { undoOf } from '../../../shared/sync/undo.ts';
import { formatCsv } from '../csv.ts';
import { exportDocument, fileRowsOf } from './document.ts';
import { OTHER_THINGS, planImport, type ImportPlan } from './import-plan.ts';
import { readText } from './read-file.ts';
import { sheetOf } from './sheets.ts';
import { everyThing } from './testing/every-thing.ts';

const json = (rows: Rows) => exportDocument(rows, new Date());
const csv = (rows: Rows, name: WritableName) => formatCsv(sheetOf(rows, name));

function plan(text: string, rows: Rows, userId = 'ada'): ImportPlan {
  const reading = readText(text);
  if (!reading.ok) throw new Error(reading.code);
  const steps = planImport(reading.value, rows, userId);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
const apply = (rows: Rows, ...operations: Operation[]) => applyOperations(rows, operations);
const sums = ({ tallies }: ImportPlan) =>
  [...tallies.values()].reduce(
    (sum, tally) => [
      sum[0]! + tally.added,
      sum[1]! + tally.changed,
      sum[2]! + tally.same,
      sum[3]! + tally.refused,
    ],
    [0, 0, 0, 0],
  );
const content = (rows: Rows) =>
  Object.fromEntries(writableNames.map((name) => [name, fileRowsOf(rows, name)]));
const only = <E extends WritableName>(rows: Rows, name: E) => [...rows[name].values()][0]!;
const countOf = (rows: Rows) => writableNames.reduce((sum, name) => sum + rows[name].size, 0);
const everyCount = writableNames.length;

test('what was deleted comes back as it was, and what is there is left alone', () => {
  const rows = everyThing();
  const without = apply(rows, { op: 'delete', entity: 'folder', id: only(rows, 'folder').id });
  const planned = plan(json(rows), without);
  expect(planned.tallies.get('folder')).toEqual({ added: 1, changed: 0, same: 0, refused: 0 });
  expect(planned.tallies.get('chat-folder')).toEqual({ added: 1, changed: 0, same: 0, refused: 0 });
  const left = countOf(without);
  expect(sums(planned)).toEqual([everyCount - left, 0, left, 0]);
  expect(content(apply(without, ...planned.operations))).toEqual(content(rows));
});

test('a file brings everything to a device that has nothing, parents first, and a second time nothing', () => {
  const rows = everyThing();
  const planned = plan(json(rows), emptyRows);
  expect(sums(planned)).toEqual([everyCount, 0, 0, 0]);
  expect(planned.operations.map(({ entity }) => entity)).toEqual(writableNames);
  const after = apply(emptyRows, ...planned.operations);
  expect(content(after)).toEqual(content(rows));
  expect(plan(json(rows), after).operations).toEqual([]);
});

test('so do its spreadsheets, one after the other', () => {
  const rows = everyThing();
  const after = writableNames.reduce(
    (before, name) => apply(before, ...plan(csv(rows, name), before).operations),
    emptyRows,
  );
  expect(content(after)).toEqual(content(rows));
  for (const name of writableNames) expect(plan(csv(rows, name), after).operations).toEqual([]);
});

test('what differs is changed: a row of a chat whole, anything else field by field, an account too', () => {
  const rows = everyThing();
  const { accountId, chatId } = only(rows, 'chat-tag');
  const other = apply(
    rows,
    { op: 'patch', entity: 'account', id: accountId, fields: { name: 'Other' } },
    { op: 'patch', entity: 'folder', id: only(rows, 'folder').id, fields: { name: 'Other', color: 'red' } },
    put('chat-tag', 'ada', { accountId, chatId, tag: 'other' }),
  );
  const planned = plan(json(other), rows);
  expect(sums(planned)).toEqual([0, 3, everyCount - 3, 0]);
  expect(planned.operations).toEqual([
    { op: 'patch', entity: 'account', id: accountId, fields: { name: 'Other' } },
    { op: 'patch', entity: 'folder', id: only(rows, 'folder').id, fields: { name: 'Other', color: 'red' } },
    put('chat-tag', 'ada', { accountId, chatId, tag: 'other' }),
  ]);
});

test('what is not in the file stays', () => {
  const rows = everyThing();
  const planned = plan('{"nexischat":1,"rows":{"folder":[0]}}', rows);
  expect(planned.operations).toEqual([]);
});

test('a whole import is undone at once', () => {
  const rows = everyThing();
  const { operations } = plan(json(rows), emptyRows);
  const after = apply(emptyRows, ...operations);
  expect(content(apply(after, ...undoOf(emptyRows, operations)))).toEqual(content(emptyRows));
});

test("another user's file gets ids of this user, the same each time, from JSON and from spreadsheets", () => {
  const theirs = everyThing('grace');
  const mine = apply(emptyRows, ...plan(json(theirs), emptyRows).operations);
  expect(only(mine, 'account').id).toBe(only(everyThing('ada'), 'account').id);
  expect(only(mine, 'folder').id).not.toBe(only(theirs, 'folder').id);
  expect(only(mine, 'chat-folder')).toMatchObject({
    accountId: only(mine, 'account').id,
    folderId: only(mine, 'folder').id,
  });
  // What a row only mentions is mapped too.
  expect(only(mine, 'view')).toMatchObject({
    folderId: only(mine, 'folder').id,
    priorityId: only(mine, 'priority').id,
  });
  expect(only(mine, 'preference')).toMatchObject({ value: only(mine, 'folder').id });
  expect(plan(json(theirs), mine).operations).toEqual([]);
  for (const name of writableNames) expect(sums(plan(csv(theirs, name), mine))).toEqual([0, 0, 1, 0]);
  const other = apply(emptyRows, ...plan(json(theirs), emptyRows, 'linus').operations);
  expect(only(other, 'folder').id).not.toBe(only(mine, 'folder').id);
});

test('a chat that is filed under its LID now is there already when the file has its phone id', () => {
  const rows = everyThing();
  const id = only(rows, 'account').id;
  const folderId = only(rows, 'folder').id;
  const phone = '15550100009@c.us';
  const filed = apply(rows, put('chat-folder', 'ada', { accountId: id, chatId: phone, folderId }));
  const moved = apply(
    filed,
    put('chat-alias', 'ada', { accountId: id, chatId: phone, canonicalChatId: 'nine@lid' }),
  );
  expect(plan(csv(filed, 'chat-folder'), moved).operations).toEqual([]);
  expect(plan(json(filed), moved).operations).toEqual([]);
});

test('a file that learns a LID finds the row that moves with it', () => {
  const rows = everyThing();
  const id = only(rows, 'account').id;
  const folderId = only(rows, 'folder').id;
  const phone = '15550100009@c.us';
  const filed = apply(rows, put('chat-folder', 'ada', { accountId: id, chatId: phone, folderId }));
  const moved = apply(
    filed,
    put('chat-alias', 'ada', { accountId: id, chatId: phone, canonicalChatId: 'nine@lid' }),
  );
  const planned = plan(json(moved), filed);
  expect(planned.operations.map(({ op, entity }) => [op, entity])).toEqual([['put', 'chat-alias']]);
  expect(content(apply(filed, ...planned.operations))).toEqual(content(moved));
});

function document(rows: Record<string, unknown[]>): string {
  return JSON.stringify({ nexischat: 1, rows });
}

test.each([
  ['no object', 'folder', () => 1, { code: 'noAccount' }],
  [
    'a wrong color',
    'folder',
    (row: object) => ({ ...row, color: 'Not a color' }),
    { code: 'invalid', field: 'color' },
  ],
  [
    'a field too many',
    'folder',
    (row: object) => ({ ...row, __proto__x: 1 }),
    { code: 'invalid', field: '' },
  ],
  ['no id', 'folder', ({ id: _, ...row }: { id?: string }) => row, { code: 'invalid', field: 'id' }],
  [
    'what no database holds',
    'template',
    (row: object) => ({ ...row, content: 'a\0b' }),
    { code: 'invalid', field: 'content' },
  ],
  [
    'half a character',
    'template',
    (row: object) => ({ ...row, content: 'a\ud800' }),
    { code: 'invalid', field: 'content' },
  ],
  [
    'an account from nowhere',
    'folder',
    (row: object) => ({ ...row, accountId: crypto.randomUUID() }),
    { code: 'noAccount' },
  ],
  [
    'a folder from nowhere',
    'chat-folder',
    (row: object) => ({ ...row, folderId: crypto.randomUUID() }),
    { code: 'noParent', parent: 'folder' },
  ],
] as const)('a row with %s is not taken, and its reason is told', (_, name, spoil, reason) => {
  const rows = everyThing();
  const spoilt = fileRowsOf(rows, name).map((row) => (spoil as (row: object) => unknown)(row));
  const planned = plan(document({ [name]: spoilt }), rows);
  expect(planned.operations).toEqual([]);
  expect(planned.tallies.get(name)?.refused).toBe(1);
  expect(planned.refusals).toEqual([{ entity: name, place: 1, reason }]);
});

test('what this version does not know, and what the server alone writes, is counted', () => {
  const planned = plan(document({ hologram: [{}, {}], subscription: [{}], empty: [] }), everyThing());
  expect(planned.operations).toEqual([]);
  expect([...planned.tallies]).toEqual([[OTHER_THINGS, { added: 0, changed: 0, same: 0, refused: 3 }]]);
  expect(planned.refusals.map(({ entity, reason }) => [entity, reason.code])).toEqual([
    ['hologram', 'unknown'],
    ['subscription', 'unknown'],
  ]);
});

test('one thing that the file has twice, in two ways, is taken once', () => {
  const rows = everyThing();
  const [tag] = fileRowsOf(rows, 'chat-tag');
  const planned = plan(document({ 'chat-tag': [{ ...tag, tag: 'one' }, { ...tag, tag: 'two' }, tag] }), rows);
  expect(planned.tallies.get('chat-tag')).toEqual({ added: 0, changed: 1, same: 0, refused: 2 });
  expect(planned.refusals[0]).toEqual({ entity: 'chat-tag', place: 2, reason: { code: 'twice' } });
});

test('a row that is there in another account is not taken away from it', () => {
  const rows = everyThing();
  const fields = { phoneNumber: '15550100007', name: 'Second', color: 'red', isBusinessAccount: false };
  const second = put('account', 'ada', fields);
  const both = apply(rows, second);
  const [folder] = fileRowsOf(rows, 'folder');
  const planned = plan(document({ folder: [{ ...folder, accountId: second.id }] }), both);
  expect(planned.refusals[0]?.reason).toEqual({ code: 'elsewhere' });
});

test('a row may point only to what is in its own account', () => {
  const rows = everyThing();
  const fields = { phoneNumber: '15550100007', name: 'Second', color: 'red', isBusinessAccount: false };
  const second = put('account', 'ada', fields);
  const [filed] = fileRowsOf(rows, 'chat-folder');
  const planned = plan(
    document({ 'chat-folder': [{ ...filed, accountId: second.id }] }),
    apply(rows, second),
  );
  expect(planned.refusals[0]?.reason).toEqual({ code: 'noParent', parent: 'folder' });
});

test('one thing that the file has twice, the same both times, is added once', () => {
  const rows = everyThing();
  const without = apply(rows, { op: 'delete', entity: 'folder', id: only(rows, 'folder').id });
  const [folder] = fileRowsOf(rows, 'folder');
  const planned = plan(document({ folder: [folder, folder] }), without);
  expect(planned.tallies.get('folder')).toEqual({ added: 1, changed: 0, same: 1, refused: 0 });
  expect(planned.operations).toHaveLength(1);
});

test('two kinds of things may have one id', () => {
  const rows = everyThing();
  const [template] = fileRowsOf(rows, 'template');
  const { id } = only(rows, 'folder');
  const planned = plan(
    document({ folder: fileRowsOf(rows, 'folder'), template: [{ ...template, id }] }),
    rows,
  );
  expect(planned.tallies.get('template')).toEqual({ added: 1, changed: 0, same: 0, refused: 0 });
});

test('ids in capitals are the same ids', () => {
  const rows = everyThing();
  const [filed] = fileRowsOf(rows, 'chat-folder');
  const capitals = Object.fromEntries(
    Object.entries(filed!).map(([field, value]) => [
      field,
      field === 'chatId' ? value : String(value).toUpperCase(),
    ]),
  );
  const planned = plan(document({ 'chat-folder': [capitals] }), rows);
  expect(planned.tallies.get('chat-folder')).toEqual({ added: 0, changed: 0, same: 1, refused: 0 });
});

test('an account is known by its phone number, whatever its id is here', () => {
  const rows = everyThing();
  const id = crypto.randomUUID();
  const { phoneNumber, name, color, isBusinessAccount } = only(rows, 'account');
  const fields = { phoneNumber, name, color, isBusinessAccount };
  const other = apply(emptyRows, { op: 'put', entity: 'account', id, fields });
  const planned = plan(json(rows), other);
  expect(planned.tallies.get('account')).toEqual({ added: 0, changed: 0, same: 1, refused: 0 });
  expect(only(apply(other, ...planned.operations), 'folder').accountId).toBe(id);
});
