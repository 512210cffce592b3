import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOperations, emptyRows } from '../../../shared/sync/apply.ts';
import { put } from '../../../shared/sync/operations.ts';
import type { Operation } from '../../../shared/sync/protocol.ts';
import type { Chat } from '../../../shared/whatsapp/chat.ts';
import { undoOf } from '../../../shared/sync/undo.ts';
import { createFolder, fileChat, moveFolder, removeFolder, unfileChat } from './edits.ts';
import { filterOf, shelfOf, type Shelf } from './shelf.ts';

const accountId = '5f7c2b52-6f53-4f0e-8d8c-0a8c4f0f1a01';

function chat(id: string, change: Partial<Chat> = {}): [string, Chat] {
  const plain = {
    alias: null,
    unread: 0,
    isArchived: false,
    isPinned: false,
    isMuted: false,
    isListed: true,
  };
  return [id, { id, title: id, ...plain, ...change }];
}

/** A shelf and what it takes to change it. */
class Desk {
  rows = emptyRows;
  readonly chats: ReadonlyMap<string, Chat>;

  constructor(chats: [string, Chat][] = []) {
    this.chats = new Map(chats);
  }
  get shelf(): Shelf {
    return shelfOf(this.rows, accountId, this.chats);
  }
  get names(): string[] {
    return this.shelf.folders.map(({ name }) => name);
  }
  apply(...operations: Operation[]): void {
    this.rows = applyOperations(this.rows, operations);
  }
  folder(name: string) {
    const found = this.shelf.folders.find((each) => each.name === name);
    if (!found) throw new Error(`no folder ${name}`);
    return found;
  }
  make(...names: string[]): void {
    for (const name of names) this.apply(createFolder(this.shelf, name, 'teal'));
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
  for (const chatId of ['1@c.us', '2@c.us', '3@c.us', '4@c.us', '5@c.us']) {
    desk.apply(fileChat(accountId, 'ada', id, chatId));
  }
  expect(Object.fromEntries(desk.shelf.unreadBySelection)).toEqual({ all: 3, unfiled: 1, [id]: 2 });
});

test('a folder shows its chats, Unfiled all but those that are in any folder, All everything', () => {
  const desk = new Desk();
  desk.make('Suppliers', 'Family');
  desk.apply(fileChat(accountId, 'ada', desk.folder('Suppliers').id, '2@c.us'));
  desk.apply(fileChat(accountId, 'ada', desk.folder('Family').id, '1@c.us'));
  expect(filterOf(desk.shelf, desk.folder('Family').id)).toEqual({ isExcluding: false, ids: ['1@c.us'] });
  expect(filterOf(desk.shelf, 'unfiled')).toEqual({ isExcluding: true, ids: ['1@c.us', '2@c.us'] });
  expect(filterOf(desk.shelf, 'all')).toBeNull();
});

const learn = (chatId: string, canonical: string) =>
  put('chat-alias', 'ada', { accountId, chatId, canonicalChatId: canonical });

test.each(['1@c.us', '7@lid'])('[A4] a chat that the page names %s counts in its folder', (onPage) => {
  for (const filedAs of ['1@c.us', '7@lid']) {
    const desk = new Desk([chat(onPage, { unread: 1 })]);
    desk.make('Suppliers');
    const { id } = desk.folder('Suppliers');
    desk.apply(fileChat(accountId, 'ada', id, filedAs), learn('1@c.us', '7@lid'));
    expect(desk.shelf.chatIdsByFolder.get(id)?.has(onPage)).toBe(true);
    expect(Object.fromEntries(desk.shelf.unreadBySelection)).toEqual({ all: 1, [id]: 1 });
  }
});

test('[A4] a filter names a chat by each of its ids', () => {
  const desk = new Desk();
  desk.make('Suppliers');
  const { id } = desk.folder('Suppliers');
  desk.apply(fileChat(accountId, 'ada', id, '1@c.us'), learn('1@c.us', '7@lid'));
  expect(filterOf(desk.shelf, id)?.ids).toEqual(['1@c.us', '7@lid']);
  expect(filterOf(desk.shelf, 'unfiled')?.ids).toEqual(['1@c.us', '7@lid']);
});

test.each(['1@c.us', '7@lid'])('[P15] a chat is unfiled by %s', (chatId) => {
  const desk = new Desk();
  desk.make('Suppliers');
  const { id } = desk.folder('Suppliers');
  desk.apply(fileChat(accountId, 'ada', id, '1@c.us'), learn('1@c.us', '7@lid'));
  desk.apply(unfileChat(accountId, 'ada', id, chatId));
  expect(desk.shelf.filedChatIds.size).toBe(0);
});

test('undoing a deletion files a chat that has two ids once', () => {
  const desk = new Desk();
  desk.make('Suppliers');
  const { id } = desk.folder('Suppliers');
  desk.apply(fileChat(accountId, 'ada', id, '1@c.us'), learn('1@c.us', '7@lid'));
  const undo = undoOf(desk.rows, [removeFolder(desk.folder('Suppliers'))]);
  expect(undo.slice(1)).toEqual([fileChat(accountId, 'ada', id, '7@lid')]);
});

test('another account has a shelf of its own', () => {
  const desk = new Desk();
  desk.make('Suppliers');
  expect(shelfOf(desk.rows, crypto.randomUUID(), desk.chats).folders).toEqual([]);
});

test('undoing a deletion brings back the folder, its place and its chats', () => {
  const desk = new Desk();
  desk.make('One', 'Two', 'Three');
  desk.apply(fileChat(accountId, 'ada', desk.folder('Two').id, '1@c.us'));
  const before = desk.shelf;
  const remove = removeFolder(desk.folder('Two'));
  const undo = undoOf(desk.rows, [remove]);
  desk.apply(remove);
  expect(desk.names).toEqual(['One', 'Three']);
  desk.apply(...undo);
  expect(desk.names).toEqual(['One', 'Two', 'Three']);
  expect(desk.shelf.chatIdsByFolder).toEqual(before.chatIdsByFolder);
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
        desk.apply(...moveFolder(desk.shelf, desk.folder(name), to));
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
  desk.apply(...moveFolder(desk.shelf, desk.folder('Three'), 1));
  expect(desk.names.indexOf('Three')).toBeGreaterThan(0);
});
