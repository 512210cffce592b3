import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../shared/sync/protocol.ts';
import {
  createFolder,
  createTestApp,
  putChatFolder,
  TestDevice,
  type TestApp,
  type TestUser,
} from '../testing/app.ts';
import { prune } from './prune.ts';
import { pull } from './pull.ts';

let app: TestApp;
let user: TestUser;
let laptop: TestDevice;
let phone: TestDevice;
let accountId: string;

beforeAll(async () => {
  app = await createTestApp({ planDefault: 'pro_yearly' });
});
afterAll(() => app.stop());
beforeEach(async () => {
  user = await app.createUser();
  laptop = new TestDevice(app, user);
  phone = new TestDevice(app, user);
  accountId = await laptop.connectAccount();
});

const idsOf = (changes: Change[]) => changes.map(({ id, row }) => `${row ? '' : 'gone '}${id}`);

/** Everything after a cursor, read in pages of the given size. */
async function readAll(pageSize: number, cursor?: string) {
  const changes: Change[] = [];
  let resets = 0;
  for (;;) {
    const page = await pull(app.database.pool, user.id, cursor, pageSize);
    changes.push(...page.changes);
    resets += Number(page.reset);
    cursor = page.cursor;
    if (!page.hasMore) return { changes, cursor, resets };
  }
}

/** What a device holds after these changes. */
function replay(changes: Change[]): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  for (const { entity, id, row } of changes) {
    if (row) rows.set(`${entity} ${id}`, row);
    else rows.delete(`${entity} ${id}`);
  }
  return rows;
}

test('a change of one device arrives on another, once', async () => {
  await phone.pull();
  const folder = createFolder(accountId);
  await laptop.push(folder);
  const [first, second] = [await phone.pull(), await phone.pull()];
  expect(first).toMatchObject([{ entity: 'folder', id: folder.id, row: { name: 'Clients', accountId } }]);
  expect(second).toEqual([]);
});

test('a row carries what the registry names and nothing else', async () => {
  await laptop.push(createFolder(accountId));
  const changes = await phone.pull();
  expect(Object.keys(changes.at(-1)!.row!).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'accountId',
    'color',
    'id',
    'name',
    'position',
    'revision',
  ]);
});

test('[S3] a deleted folder takes its chats along, each with a tombstone', async () => {
  const folder = createFolder(accountId);
  const filed = ['1@c.us', '2@c.us'].map((chatId) => putChatFolder(user, accountId, folder.id, chatId));
  await laptop.push(folder, ...filed);
  await phone.pull();
  await laptop.push({ op: 'delete', entity: 'folder', id: folder.id });
  const changes = await phone.pull();
  expect(new Set(idsOf(changes))).toEqual(new Set([folder, ...filed].map(({ id }) => `gone ${id}`)));
});

test('[S3] the tombstone of an account stands for all that it owned', async () => {
  const folder = createFolder(accountId);
  await laptop.push(folder, putChatFolder(user, accountId, folder.id));
  await phone.pull();
  await laptop.push({ op: 'delete', entity: 'account', id: accountId });
  expect(idsOf(await phone.pull())).toEqual([`gone ${accountId}`]);
});

test('[S4] creating a deleted id again is an undo, on a device that saw the deletion and on one that did not', async () => {
  const folder = createFolder(accountId);
  await laptop.push(folder);
  const before = await readAll(100);
  await laptop.push({ op: 'delete', entity: 'folder', id: folder.id });
  const deleted = await readAll(100, before.cursor);
  await laptop.push(folder);
  const saw = replay([
    ...before.changes,
    ...deleted.changes,
    ...(await readAll(100, deleted.cursor)).changes,
  ]);
  const sawNot = replay([...before.changes, ...(await readAll(100, before.cursor)).changes]);
  expect(saw.has(`folder ${folder.id}`)).toBe(true);
  expect(sawNot).toEqual(saw);
});

test('[L1] a page may end inside a revision, and none of its rows is skipped or sent twice', async () => {
  const folders = Array.from({ length: 7 }, () => createFolder(accountId));
  await laptop.push(...folders); // One transaction: one revision.
  const { changes } = await readAll(2);
  expect(idsOf(changes).toSorted((a, b) => a.localeCompare(b))).toEqual(
    [accountId, ...folders.map(({ id }) => id)].toSorted((a, b) => a.localeCompare(b)),
  );
});

test.each([1, 100])('[L1] within a revision tombstones come before rows, in pages of %i', async (size) => {
  const folder = createFolder(accountId);
  await laptop.push(folder);
  const { cursor } = await readAll(100);
  await laptop.push({ op: 'delete', entity: 'folder', id: folder.id }, folder);
  const { changes } = await readAll(size, cursor);
  expect(idsOf(changes)).toEqual([`gone ${folder.id}`, folder.id]);
});

test.each([1, 2, 3, 50])(
  '[L2] reading on from any cursor in pages of %i gives the rows of a first copy',
  async (size) => {
    const folders = Array.from({ length: 4 }, () => createFolder(accountId));
    const read: Change[] = [];
    let cursor: string | undefined;
    const catchUp = async () => {
      const page = await readAll(size, cursor);
      read.push(...page.changes);
      cursor = page.cursor;
    };
    await catchUp();
    await laptop.push(...folders);
    await catchUp();
    await laptop.push(
      putChatFolder(user, accountId, folders[0]!.id),
      putChatFolder(user, accountId, folders[1]!.id),
    );
    await laptop.push({ op: 'delete', entity: 'folder', id: folders[0]!.id });
    await catchUp();
    await laptop.push(folders[0]!, {
      op: 'patch',
      entity: 'folder',
      id: folders[2]!.id,
      fields: { name: 'Other' },
    });
    await catchUp();
    expect(replay(read)).toEqual(replay((await readAll(100)).changes));
  },
);

test('[L2] what is deleted while a first copy is under way is deleted in the copy', async () => {
  const folders = Array.from({ length: 4 }, () => createFolder(accountId));
  await laptop.push(...folders);
  const first = await pull(app.database.pool, user.id, undefined, 3);
  const seen = first.changes.find(({ entity }) => entity === 'folder')!;
  await laptop.push({ op: 'delete', entity: 'folder', id: seen.id });
  const rest = await readAll(3, first.cursor);
  expect(replay([...first.changes, ...rest.changes])).toEqual(replay((await readAll(100)).changes));
});

test.each([
  ['not readable', 'nonsense'],
  ['of another history', `${randomUUID()}:1:~:ffffffff-ffff-ffff-ffff-ffffffffffff:0`],
])('[L3] a cursor that is %s gets a full copy', async (_what, cursor) => {
  const page = await pull(app.database.pool, user.id, cursor);
  expect(page).toMatchObject({ reset: true, changes: [{ id: accountId }] });
});

test('[L3] a cursor from before a restored backup gets a full copy', async () => {
  const { cursor } = await readAll(100);
  const ahead = cursor.replace(/:\d+:~/, ':999:~');
  expect(await readAll(100, ahead)).toMatchObject({ resets: 1 });
});

test('[L3] a cursor older than the pruned tombstones gets a full copy, a newer one does not', async () => {
  const folder = createFolder(accountId);
  await laptop.push(folder);
  const { cursor: old } = await readAll(100);
  await laptop.push({ op: 'delete', entity: 'folder', id: folder.id });
  const { cursor: recent } = await readAll(100, old);
  await prune(app.database.url, '0 seconds');
  expect([await readAll(100, old), await readAll(100, recent)]).toMatchObject([{ resets: 1 }, { resets: 0 }]);
});

test('[S1] a reader that pulls while eight devices write misses nothing', async () => {
  const written = new Set<string>();
  const seen = new Set<string>();
  const done = new AbortController();
  let cursor: string | undefined;
  const drain = async () => {
    const read = await readAll(5, cursor);
    cursor = read.cursor;
    for (const { id } of read.changes) seen.add(id);
  };
  const reader = (async () => {
    while (!done.signal.aborted) await drain();
  })();
  const writers = Array.from({ length: 8 }, async () => {
    const device = new TestDevice(app, user);
    for (let count = 0; count < 10; count += 1) {
      const folder = createFolder(accountId);
      await device.push(folder);
      written.add(folder.id);
    }
  });
  await Promise.all(writers);
  done.abort();
  await reader;
  await drain();
  expect([...written].filter((id) => !seen.has(id))).toEqual([]);
  expect(written.size).toBe(80);
});

test('[S1] revisions become visible in order: a slow transaction is not overtaken', async () => {
  const { owner } = app.database;
  const slow = await owner.connect();
  const insert = `insert into folders (name, color, "accountId") values ($1, 'red', $2)`;
  await slow.query('begin');
  await slow.query(insert, ['slow', accountId]);
  const fast = owner.query(insert, ['fast', accountId]);
  const before = await readAll(100);
  await slow.query('commit');
  slow.release();
  await fast;
  const after = await readAll(100, before.cursor);
  expect(after.changes.map(({ row }) => row?.['name'])).toEqual(['slow', 'fast']);
});

test('[S2] a row that is written by hand is synced too', async () => {
  await phone.pull();
  await app.database.owner.query(
    `insert into folders (name, color, "accountId") values ('By hand', 'red', $1)`,
    [accountId],
  );
  expect(await phone.pull()).toMatchObject([{ entity: 'folder', row: { name: 'By hand' } }]);
});

test('[S5] the owner of a row never changes, not even by hand', async () => {
  const other = await app.createUser();
  await expect(
    app.database.owner.query('update accounts set "userId" = $1 where id = $2', [other.id, accountId]),
  ).rejects.toThrow('userId never changes');
});
