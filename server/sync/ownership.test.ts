import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { entities } from '../../shared/entities/index.ts';
import { remove } from '../../shared/sync/operations.ts';
import { asUser } from '../db/as-user.ts';
import {
  createFolder,
  createTestApp,
  learnChat,
  putChatFolder,
  TestDevice,
  type TestApp,
  type TestUser,
} from '../testing/app.ts';

let app: TestApp;
let ada: TestUser;
let bob: TestUser;
let adas: TestDevice;
let bobs: TestDevice;
let adasAccountId: string;
let adasFolder: ReturnType<typeof createFolder>;
let bobsAccountId: string;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  [ada, bob] = [await app.createUser(), await app.createUser()];
  [adas, bobs] = [new TestDevice(app, ada), new TestDevice(app, bob)];
  adasAccountId = await adas.connectAccount();
  adasFolder = createFolder(adasAccountId);
  await adas.push(
    adasFolder,
    putChatFolder(ada, adasAccountId, adasFolder.id),
    putChatFolder(ada, adasAccountId, adasFolder.id, BOTH_FILED),
    learnChat(ada, adasAccountId, BOTH_FILED, '2@lid'),
  );
  bobsAccountId = await bobs.connectAccount();
  await app.database.pool.query(`select session_want($1, $2, 'running')`, [ada.id, adasAccountId]);
});

const BOTH_FILED = '2@c.us';
const filedByAda = (chatId: string) => ({ accountId: adasAccountId, chatId, folderId: adasFolder.id });

const everythingOf = (device: TestDevice) => {
  device.cursor = undefined;
  return device.pull();
};

test('[S6] one WhatsApp number may be connected by two users, each with a row of their own', () => {
  expect(bobsAccountId).not.toBe(adasAccountId);
});

test("[S6] another user's rows never appear in a pull", async () => {
  expect((await everythingOf(bobs)).map(({ id }) => id)).toEqual([bobsAccountId]);
});

test.each([
  ['patch', () => ({ op: 'patch', entity: 'folder', id: adasFolder.id, fields: { name: 'Mine' } })],
  ['create over', () => createFolder(bobsAccountId, { id: adasFolder.id, name: 'Mine' })],
  ['delete', () => ({ op: 'delete', entity: 'folder', id: adasFolder.id })],
  ['create in the account of', () => createFolder(adasAccountId)],
  ['file a chat in the folder of', () => putChatFolder(bob, bobsAccountId, adasFolder.id)],
  ['file a chat in the account of', () => putChatFolder(bob, adasAccountId, adasFolder.id)],
  ['unfile a chat of', () => remove('chat-folder', bob.id, filedByAda('2@lid'))],
  ['unfile a chat by its other id of', () => remove('chat-folder', bob.id, filedByAda(BOTH_FILED))],
  ['learn a chat of', () => learnChat(bob, adasAccountId)],
  ['learn another LID of a chat of', () => learnChat(bob, adasAccountId, BOTH_FILED)],
  ['forget a chat of', () => remove('chat-alias', bob.id, { accountId: adasAccountId, chatId: BOTH_FILED })],
  ['delete by key the account of', () => remove('account', bob.id, { phoneNumber: '4915112345678' })],
  ['delete the account of', () => ({ op: 'delete', entity: 'account', id: adasAccountId })],
])('[S6] nobody can %s another user', async (_what, mutation) => {
  const before = await everythingOf(adas);
  await bobs.push(mutation());
  expect(await everythingOf(adas)).toEqual(before);
});

test('[S6] not yours and not there are the same answer', async () => {
  const answersFor = async (folderId: string, accountId: string) => {
    const { rejections } = await bobs.push(
      { op: 'patch', entity: 'folder', id: folderId, fields: { name: 'Mine' } },
      createFolder(accountId),
      putChatFolder(bob, bobsAccountId, folderId),
      learnChat(bob, accountId),
      learnChat(bob, accountId, BOTH_FILED),
    );
    bobs.rejectionsSeen = bobs.sequence;
    return rejections.map(({ code, detail }) => ({ code, detail }));
  };
  expect(await answersFor(adasFolder.id, adasAccountId)).toEqual(
    await answersFor(randomUUID(), randomUUID()),
  );
});

const tables = [
  ...Object.values(entities).map(({ table }) => table),
  'sync_tombstones',
  'sync_clients',
  'sync_heads',
  'subscriptions',
  'session_leases',
];

test.each(tables)(
  '[S6] the second wall: a connection bound to Bob sees only his rows of %s',
  async (table) => {
    await adas.push({ op: 'delete', entity: 'folder', id: adasFolder.id });
    const { rows } = await asUser(app.database.pool, bob.id, (client) =>
      client.query(`select from ${table} where "userId" <> $1`, [bob.id]),
    );
    expect(rows).toEqual([]);
  },
);

test('[S6] the second wall: a connection bound to nobody sees nothing', async () => {
  const { rows } = await app.database.pool.query('select from folders');
  expect(rows).toEqual([]);
});

test('[S6] the second wall: a connection bound to Bob writes nothing of Ada', async () => {
  const write = (text: string, values: unknown[]) =>
    asUser(app.database.pool, bob.id, (client) => client.query(text, values));
  const update = await write(`update folders set name = 'Mine' where id = $1`, [adasFolder.id]);
  const remove = await write('delete from folders where id = $1', [adasFolder.id]);
  expect([update.rowCount, remove.rowCount]).toEqual([0, 0]);
  await expect(
    write(`insert into folders (name, color, "accountId") values ('Mine', 'red', $1)`, [adasAccountId]),
  ).rejects.toThrow('row-level security');
});

test('every table of the registry has its triggers, its policy and its place in the feed', async () => {
  for (const { table } of Object.values(entities)) {
    const { rows } = await app.database.owner.query(
      `select relrowsecurity as "isWalled",
        (select array_agg(tgname::text order by tgname) from pg_trigger
          where tgrelid = pg_class.oid and tgname like 'sync%') as triggers,
        exists (select from pg_policy where polrelid = pg_class.oid) as "hasPolicy",
        exists (select from sync_entities where name = relname) as "isInFeed"
      from pg_class where oid = $1::regclass`,
      [table],
    );
    expect({ table, ...rows[0] }).toEqual({
      table,
      isWalled: true,
      triggers: ['sync_bury', 'sync_refuse_truncate', 'sync_stamp'],
      hasPolicy: true,
      isInFeed: true,
    });
  }
});

test('every table that belongs to a user and that the server may read has a policy', async () => {
  const ofBetterAuth = ['user', 'session', 'account', 'verification', 'rate_limits'];
  // Ciphertext that says nothing of whose it is.
  const ofNobody = ['sync_history', 'session_blobs', 'session_blob_chunks'];
  const { rows } = await app.database.owner.query(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and has_table_privilege('nexis_app', oid, 'select') and not relrowsecurity`,
  );
  expect(new Set(rows.map(({ relname }) => relname))).toEqual(new Set([...ofBetterAuth, ...ofNobody]));
});
