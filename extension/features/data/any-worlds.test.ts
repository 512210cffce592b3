import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writableNames } from '../../../shared/entities/index.ts';
import { applyOperations, emptyRows, type Rows } from '../../../shared/sync/apply.ts';
import { put, remove } from '../../../shared/sync/operations.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { undoOf } from '../../../shared/sync/undo.ts';
import { formatCsv } from '../csv.ts';
import { exportDocument, fileRowsOf, type FileRow } from './document.ts';
import { planImport, type ImportPlan } from './import-plan.ts';
import { readText } from './read-file.ts';
import { sheetOf } from './sheets.ts';

const phones = ['15550100001', '15550100002'];
const chats = ['15550100011@c.us', '15550100012@c.us', 'one@lid', 'two@lid', '120363000000000001@g.us'];
const ids = Array.from({ length: 2 }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`);

const phone = fc.constantFrom(...phones);
const chatId = fc.constantFrom(...chats);
const id = fc.constantFrom(...ids);
const name = fc.constantFrom('One', '=Two', "'Three", 'ארבע', 'a,"b"\r\nc');

/** One edit, whoever makes it. */
type Edit = (userId: string) => Operation;
const accountIdOf = (userId: string, phoneNumber: string) =>
  put('account', userId, { phoneNumber, name: 'x', color: 'red', isBusinessAccount: false }).id;

/** A folder is in one account for ever. */
const folderIdOf = (phoneNumber: string, folderId: string) =>
  `${folderId.slice(0, -2)}${phones.indexOf(phoneNumber)}${folderId.slice(-1)}`;

const connected: fc.Arbitrary<Edit> = fc.tuple(phone, name).map(
  ([phoneNumber, called]): Edit =>
    (userId) =>
      put('account', userId, { phoneNumber, name: called, color: 'teal', isBusinessAccount: true }),
);
const made: fc.Arbitrary<Edit> = fc
  .tuple(phone, id, name)
  .map(([number, folderId, called]): Edit => (userId) => {
    const accountId = accountIdOf(userId, number);
    const own = folderIdOf(number, folderId);
    return {
      op: 'create',
      entity: 'folder',
      id: own,
      fields: { accountId, name: called, color: 'red', position: 'a0' },
    };
  });
const filed: fc.Arbitrary<Edit> = fc
  .tuple(phone, id, chatId)
  .map(([number, folderId, chat]): Edit => (userId) => {
    const own = folderIdOf(number, folderId);
    return put('chat-folder', userId, {
      accountId: accountIdOf(userId, number),
      chatId: chat,
      folderId: own,
    });
  });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  connected,
  made,
  { arbitrary: filed, weight: 3 },
  fc.tuple(phone, chatId, name).map(
    ([number, chat, tag]): Edit =>
      (userId) =>
        put('chat-tag', userId, { accountId: accountIdOf(userId, number), chatId: chat, tag }),
  ),
  fc.tuple(phone, chatId).map(
    ([number, chat]): Edit =>
      (userId) =>
        remove('chat-tag', userId, { accountId: accountIdOf(userId, number), chatId: chat }),
  ),
  fc.tuple(phone, fc.constantFrom(0, 1), fc.constantFrom(2, 3)).map(
    ([number, alias, canonical]): Edit =>
      (userId) =>
        put('chat-alias', userId, {
          accountId: accountIdOf(userId, number),
          chatId: chats[alias]!,
          canonicalChatId: chats[canonical]!,
        }),
  ),
  fc.tuple(phone, id).map(([number, folderId]): Edit => () => ({
    op: 'delete',
    entity: 'folder',
    id: folderIdOf(number, folderId),
  })),
);
const edits = fc
  .tuple(
    fc.array(connected, { maxLength: 3 }),
    fc.array(made, { maxLength: 5 }),
    fc.array(edit, { maxLength: 30, size: 'max' }),
  )
  .map((parts) => parts.flat());

/** The rows after edits that a server takes: those whose account and folder are there. */
function worldOf(userId: string, edits: readonly Edit[]): Rows {
  return edits.reduce((rows, each) => {
    const operations = [each(userId)].filter(({ fields }) => {
      const of = fields as Readonly<Record<string, string>> | undefined;
      const hasAccount = of?.['accountId'] === undefined || rows.account.has(of['accountId']);
      return hasAccount && (of?.['folderId'] === undefined || rows.folder.has(of['folderId']));
    });
    return applyOperations(rows, operations);
  }, emptyRows);
}

function plan(text: string, rows: Rows, userId: string): ImportPlan {
  const reading = readText(text);
  if (!reading.ok) return { operations: [], tallies: new Map(), refusals: [] };
  const steps = planImport(reading.value, rows, userId);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const sorted = (rows: Rows): Record<string, FileRow[]> =>
  Object.fromEntries(
    writableNames.map((each) => [each, fileRowsOf(rows, each).toSorted((a, b) => (a.id < b.id ? -1 : 1))]),
  );
const apply = (rows: Rows, { operations }: { operations: readonly Operation[] }) =>
  applyOperations(rows, operations);
const exported = (rows: Rows) => exportDocument(rows, new Date());

test('whatever was exported comes back on an empty device as it was', () => {
  fc.assert(
    fc.property(edits, (file) => {
      const rows = worldOf('ada', file);
      expect(sorted(apply(emptyRows, plan(exported(rows), emptyRows, 'ada')))).toEqual(sorted(rows));
    }),
  );
});

test('into whatever it is imported, nothing is lost there, a second time nothing happens, and it can be undone', () => {
  fc.assert(
    fc.property(edits, edits, fc.constantFrom('ada', 'grace'), (file, here, from) => {
      const rows = worldOf('ada', here);
      const text = exported(worldOf(from, file));
      const planned = plan(text, rows, 'ada');
      // Two chats of the file may be one here.
      expect(planned.refusals.filter(({ reason }) => reason.code !== 'twice')).toEqual([]);
      const after = apply(rows, planned);
      expect(plan(text, after, 'ada').operations).toEqual([]);
      expect([...after.folder.keys()]).toEqual(expect.arrayContaining([...rows.folder.keys()]));
      expect([...after.account.keys()]).toEqual(expect.arrayContaining([...rows.account.keys()]));
      expect(sorted(apply(after, { operations: undoOf(rows, planned.operations) }))).toEqual(sorted(rows));
    }),
  );
});

test('spreadsheets, imported one after the other, do what the whole file does', () => {
  fc.assert(
    fc.property(edits, edits, (file, here) => {
      const rows = worldOf('ada', here);
      const theirs = worldOf('ada', file);
      const after = writableNames.reduce(
        (before, each) => apply(before, plan(formatCsv(sheetOf(theirs, each)), before, 'ada')),
        rows,
      );
      expect(sorted(after)).toEqual(sorted(apply(rows, plan(exported(theirs), rows, 'ada'))));
    }),
  );
});
