import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOperations, emptyRows } from '../../shared/sync/apply.ts';
import { put } from '../../shared/sync/operations.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import type { Chat } from '../../shared/whatsapp/chat.ts';
import { undoOf } from '../../shared/sync/undo.ts';
import { createLast, erase, fileChats, moveTo, prioritise, renameTag, tagChats } from './edits.ts';
import { createOrganised, knownTag, type Organised } from './organised.ts';
import { everything, filterOf } from './shown.ts';
import { badgeOf, createUnread } from './unread.ts';

const account = {
  id: '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1a01',
  revision: 1,
  phoneNumber: '15550100001',
  name: 'Ada',
  color: 'teal',
  isBusinessAccount: false,
};
const accountId = account.id;

function chat(id: string, change: Partial<Chat> = {}): [string, Chat] {
  const plain = {
    alias: null,
    unread: 0,
    isArchived: false,
    isPinned: false,
    isMuted: false,
    isListed: true,
    waitingSince: null,
  };
  return [id, { id, title: id, ...plain, ...change }];
}

/** One account and what it takes to change it. */
class Desk {
  rows = emptyRows;
  readonly chats: ReadonlyMap<string, Chat>;

  constructor(chats: [string, Chat][] = []) {
    this.chats = new Map(chats);
  }
  get organised(): Organised {
    return createOrganised()(this.rows, account);
  }
  get names(): string[] {
    return this.organised.folders.map(({ name }) => name);
  }
  unread(...selections: string[]): number[] {
    const unread = createUnread()(this.organised, this.chats);
    return selections.map((selection) => unread.get(selection)?.chats ?? 0);
  }
  file(folderId: string, ...chatIds: string[]): void {
    this.apply(...fileChats(this.organised, 'ada', chatIds, folderId, true));
  }
  filter(folderId: string) {
    return filterOf(this.organised, { ...everything, folderId }, this.chats, null);
  }
  apply(...operations: Operation[]): void {
    this.rows = applyOperations(this.rows, operations);
  }
  folder(name: string) {
    const found = this.organised.folders.find((each) => each.name === name);
    if (!found) throw new Error(`no folder ${name}`);
    return found;
  }
  make(...names: string[]): void {
    for (const name of names) {
      this.apply(createLast('folder', this.organised.folders, { accountId, name, color: 'teal' }));
    }
  }
}

test('a new folder comes last', () => {
  const desk = new Desk();
  desk.make('One', 'Two', 'Three');
  expect(desk.names).toEqual(['One', 'Two', 'Three']);
});

test('unread counts leave out archived, muted and unlisted chats', () => {
  const desk = new Desk([
    chat('1@c.us', { unread: 3 }),
    chat('2@c.us', { unread: -1 }),
    chat('3@c.us', { unread: 5, isMuted: true }),
    chat('4@c.us', { unread: 5, isArchived: true }),
    chat('5@c.us', { unread: 5, isListed: false }),
    chat('6@c.us', { unread: 1 }),
  ]);
  desk.make('Suppliers');
  const { id } = desk.folder('Suppliers');
  desk.file(id, '1@c.us', '2@c.us', '3@c.us', '4@c.us', '5@c.us');
  expect(desk.unread('all', 'unfiled', id)).toEqual([3, 1, 2]);
});

test('a folder shows its chats, Unfiled all but those that are in any folder, All everything', () => {
  const desk = new Desk();
  desk.make('Suppliers', 'Family');
  desk.file(desk.folder('Suppliers').id, '2@c.us');
  desk.file(desk.folder('Family').id, '1@c.us');
  expect(desk.filter(desk.folder('Family').id)).toEqual({ isExcluding: false, ids: ['1@c.us'] });
  expect(desk.filter('unfiled')).toEqual({ isExcluding: true, ids: ['1@c.us', '2@c.us'] });
  expect(desk.filter('')).toBeNull();
});

const learn = (chatId: string, canonical: string) =>
  put('chat-alias', 'ada', { accountId, chatId, canonicalChatId: canonical });

test.each(['1@c.us', '7@lid'])('[A4] a chat that the page names %s counts in its folder', (onPage) => {
  for (const filedAs of ['1@c.us', '7@lid']) {
    const desk = new Desk([chat(onPage, { unread: 1 })]);
    desk.make('Suppliers');
    const { id } = desk.folder('Suppliers');
    desk.file(id, filedAs);
    desk.apply(learn('1@c.us', '7@lid'));
    expect(desk.organised.chatIdsByFolder.get(id)?.has(onPage)).toBe(true);
    expect(desk.unread('all', 'unfiled', id)).toEqual([1, 0, 1]);
  }
});

test('[A4] a filter names a chat by each of its ids', () => {
  const desk = new Desk();
  desk.make('Suppliers');
  const { id } = desk.folder('Suppliers');
  desk.file(id, '1@c.us');
  desk.apply(learn('1@c.us', '7@lid'));
  expect(desk.filter(id)?.ids).toEqual(['1@c.us', '7@lid']);
  expect(desk.filter('unfiled')?.ids).toEqual(['1@c.us', '7@lid']);
});

test.each(['1@c.us', '7@lid'])('[P15] a chat is unfiled by %s', (chatId) => {
  const desk = new Desk();
  desk.make('Suppliers');
  const { id } = desk.folder('Suppliers');
  desk.file(id, '1@c.us');
  desk.apply(learn('1@c.us', '7@lid'));
  desk.apply(...fileChats(desk.organised, 'ada', [chatId], id, false));
  expect(desk.organised.folderIdsByChat.size).toBe(0);
});

test('undoing a deletion files a chat that has two ids once', () => {
  const desk = new Desk();
  desk.make('Suppliers');
  const { id } = desk.folder('Suppliers');
  desk.file(id, '1@c.us');
  desk.apply(learn('1@c.us', '7@lid'));
  const undo = undoOf(desk.rows, [erase('folder', desk.folder('Suppliers'))]);
  expect(undo.slice(1)).toEqual([put('chat-folder', 'ada', { accountId, chatId: '7@lid', folderId: id })]);
});

test('another account has folders of its own', () => {
  const desk = new Desk();
  desk.make('Suppliers');
  expect(createOrganised()(desk.rows, { ...account, id: crypto.randomUUID() }).folders).toEqual([]);
});

test('undoing a deletion brings back the folder, its place and its chats', () => {
  const desk = new Desk();
  desk.make('One', 'Two', 'Three');
  desk.file(desk.folder('Two').id, '1@c.us');
  const before = desk.organised;
  const remove = erase('folder', desk.folder('Two'));
  const undo = undoOf(desk.rows, [remove]);
  desk.apply(remove);
  expect(desk.names).toEqual(['One', 'Three']);
  desk.apply(...undo);
  expect(desk.names).toEqual(['One', 'Two', 'Three']);
  expect(desk.organised.chatIdsByFolder).toEqual(before.chatIdsByFolder);
});

test('moving folders gives the order that moving the items of a list gives', () => {
  const moves = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 40 });
  fc.assert(
    fc.property(moves, (steps) => {
      const desk = new Desk();
      desk.make('A', 'B', 'C', 'D', 'E');
      const model = ['A', 'B', 'C', 'D', 'E'];
      for (const [from, to] of steps) {
        const [name = ''] = model.splice(from, 1);
        model.splice(to, 0, name);
        desk.apply(...moveTo('folder', desk.organised.folders, desk.folder(name), to));
      }
      expect(desk.names).toEqual(model);
    }),
  );
});

test('a folder can be moved between two that have the same position', () => {
  const desk = new Desk();
  desk.make('One', 'Two', 'Three');
  const { position } = desk.folder('One');
  desk.apply({ op: 'patch', entity: 'folder', id: desk.folder('Two').id, fields: { position } });
  desk.apply(...moveTo('folder', desk.organised.folders, desk.folder('Three'), 1));
  expect(desk.names.indexOf('Three')).toBeGreaterThan(0);
});

test('a view shows the chats that its folder, priority, tag and unread all allow', () => {
  const desk = new Desk([
    chat('1@c.us', { unread: 2 }),
    chat('2@c.us', { unread: 2 }),
    chat('3@c.us'),
    chat('4@c.us', { unread: 2 }),
  ]);
  desk.make('Suppliers');
  const { id: folderId } = desk.folder('Suppliers');
  desk.apply(createLast('priority', [], { accountId, name: 'Urgent', color: 'red' }));
  const priorityId = desk.organised.priorities[0]?.id ?? '';
  desk.file(folderId, '1@c.us', '2@c.us', '3@c.us');
  desk.apply(...prioritise(desk.organised, 'ada', ['1@c.us', '3@c.us', '4@c.us'], priorityId));
  desk.apply(...tagChats(desk.organised, 'ada', ['1@c.us', '2@c.us', '3@c.us', '4@c.us'], 'lead'));
  const idsOf = (openChatId: string | null) =>
    filterOf(desk.organised, { folderId, priorityId, tag: 'lead', isUnread: true }, desk.chats, openChatId)
      ?.ids;
  expect(idsOf(null)).toEqual(['1@c.us']);
  // Else it would go while it is read.
  expect(idsOf('3@c.us')).toEqual(['1@c.us', '3@c.us']);
});

test('a tag that is renamed to another becomes one with it, on every chat and in every view', () => {
  const desk = new Desk();
  desk.apply(...tagChats(desk.organised, 'ada', ['1@c.us', '2@c.us'], 'lead'));
  desk.apply(...tagChats(desk.organised, 'ada', ['3@c.us'], 'client'));
  const shown = { folderId: '' as const, priorityId: '' as const, tag: 'lead', isUnread: false };
  desk.apply(createLast('view', [], { accountId, name: 'Leads', color: 'red', ...shown }));
  const before = desk.rows;
  const operations = renameTag(desk.organised, 'ada', 'lead', 'client');
  desk.apply(...operations);
  expect([...desk.organised.tags]).toEqual([['client', ['1@c.us', '2@c.us', '3@c.us']]]);
  expect(desk.organised.views[0]?.tag).toBe('client');
  desk.apply(...undoOf(before, operations));
  expect([...desk.organised.tags.keys()]).toEqual(['client', 'lead']);
});

test('a tag that is typed in other capitals is the one that is there', () => {
  const desk = new Desk();
  desk.apply(...tagChats(desk.organised, 'ada', ['1@c.us'], 'Rechnung offen'));
  const { tags } = desk.organised;
  expect([knownTag(tags, ' rechnung  OFFEN'), knownTag(tags, ' Neu ')]).toEqual(['Rechnung offen', 'Neu']);
});

test('a badge counts chats or messages, or is a dot; what was marked by hand has no messages', () => {
  const unread = { chats: 2, messages: 7 };
  expect(['chats', 'messages', 'dot'].map((rule) => badgeOf(unread, rule as 'chats'))).toEqual([
    '2',
    '7',
    '',
  ]);
  expect(badgeOf({ chats: 1, messages: 0 }, 'messages')).toBe('');
});

test('what is derived from the version before is what is derived from nothing', () => {
  const step = fc.record({
    chatIds: fc.uniqueArray(fc.constantFrom('1@c.us', '2@c.us', '7@lid', '9@g.us'), { minLength: 1 }),
    at: fc.nat(2),
    isIn: fc.boolean(),
    isLearned: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const desk = new Desk();
      desk.make('A', 'B', 'C');
      const kept = createOrganised();
      for (const { chatIds, at, isIn, isLearned } of steps) {
        const folderId = desk.organised.folders[at]?.id ?? '';
        desk.apply(...fileChats(desk.organised, 'ada', chatIds, folderId, isIn));
        if (isLearned) desk.apply(learn('1@c.us', '7@lid'));
        const { chatIdsByFolder, folderIdsByChat } = kept(desk.rows, account);
        expect({ chatIdsByFolder, folderIdsByChat }).toEqual({
          chatIdsByFolder: desk.organised.chatIdsByFolder,
          folderIdsByChat: desk.organised.folderIdsByChat,
        });
      }
    }),
  );
});
