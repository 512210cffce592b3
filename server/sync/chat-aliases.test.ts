import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { remove } from '../../shared/sync/operations.ts';
import { MUTATIONS_PER_PUSH_MAX } from '../../shared/sync/protocol.ts';
import {
  createFolder,
  createTestApp,
  learnChat,
  LID_CHAT_ID,
  PHONE_CHAT_ID,
  putChatFolder,
  TestDevice,
  type TestApp,
  type TestUser,
} from '../testing/app.ts';

let app: TestApp;
let user: TestUser;
let laptop: TestDevice;
let phone: TestDevice;
let accountId: string;
let folderId: string;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  user = await app.createUser();
  laptop = new TestDevice(app, user);
  phone = new TestDevice(app, user);
  accountId = await laptop.connectAccount();
  const folder = createFolder(accountId);
  folderId = folder.id;
  await laptop.push(folder);
});

const file = (chatId: string) => putChatFolder(user, accountId, folderId, chatId);
const unfile = (chatId: string) => remove('chat-folder', user.id, { accountId, chatId, folderId });
const learn = (chatId = PHONE_CHAT_ID, canonical = LID_CHAT_ID) =>
  learnChat(user, accountId, chatId, canonical);
const query = async (text: string) => (await app.database.owner.query(text, [user.id])).rows;
const filed = () => query('select id, "chatId", "createdAt" from chat_folders where "userId" = $1');
const head = async () => (await query('select revision from sync_heads where "userId" = $1'))[0].revision;
const moved = () => ({ id: file(LID_CHAT_ID).id, chatId: LID_CHAT_ID });

test.each([
  ['before', () => [file(PHONE_CHAT_ID), learn()]],
  ['after', () => [learn(), file(PHONE_CHAT_ID)]],
  ['before and after', () => [file(PHONE_CHAT_ID), learn(), file(PHONE_CHAT_ID), file(LID_CHAT_ID)]],
])('[P12] [P13] a chat that is filed %s its alias is learned is filed once', async (_when, mutations) => {
  expect(await laptop.push(...mutations())).toMatchObject({ rejections: [] });
  expect(await filed()).toMatchObject([moved()]);
});

test('[P13] of a row under both ids one remains and the other leaves a tombstone', async () => {
  await laptop.push(file(PHONE_CHAT_ID), file(LID_CHAT_ID));
  await phone.pull();
  await laptop.push(learn());
  expect(await filed()).toMatchObject([moved()]);
  const changes = (await phone.pull()).filter(({ entity }) => entity === 'chat-folder');
  expect(changes).toEqual([{ entity: 'chat-folder', id: file(PHONE_CHAT_ID).id, row: null }]);
});

test('[P13] a moved row keeps what the registry does not name', async () => {
  await laptop.push(file(PHONE_CHAT_ID));
  await app.database.owner.query(
    `update chat_folders set "createdAt" = '2026-01-02 03:04:05Z' where "userId" = $1`,
    [user.id],
  );
  await laptop.push(learn());
  expect(await filed()).toEqual([{ ...moved(), createdAt: new Date('2026-01-02T03:04:05Z') }]);
});

test('[P13] learning moves and its alias arrive in one revision', async () => {
  await laptop.push(file(PHONE_CHAT_ID));
  await phone.pull();
  await laptop.push(learn());
  const changes = await phone.pull();
  expect(changes.map(({ entity, row }) => [entity, row?.['chatId']])).toEqual([
    ['chat-folder', undefined],
    ['chat-alias', PHONE_CHAT_ID],
    ['chat-folder', LID_CHAT_ID],
  ]);
  expect(new Set(changes.flatMap(({ row }) => row?.['revision'] ?? [])).size).toBe(1);
});

test('[P13] learning again, by another device or in a replay, makes no revision', async () => {
  const mutations = laptop.number([file(PHONE_CHAT_ID), learn()]);
  await laptop.send(mutations);
  const before = await head();
  await laptop.send(mutations);
  await phone.push(learn());
  expect(await head()).toBe(before);
});

test('[P13] learning again moves what was written past the rules', async () => {
  await laptop.push(learn());
  await app.database.owner.query(
    'insert into chat_folders ("accountId", "chatId", "folderId") values ($1, $2, $3)',
    [accountId, PHONE_CHAT_ID, folderId],
  );
  await laptop.push(learn());
  expect(await filed()).toMatchObject([moved()]);
});

test('[P14] the database itself refuses a chain', async () => {
  await expect(
    app.database.owner.query(
      'insert into chat_aliases ("accountId", "chatId", "canonicalChatId") values ($1, $2, $3)',
      [accountId, LID_CHAT_ID, '888@lid'],
    ),
  ).rejects.toThrow('chat_aliases_phone_to_lid');
});

test('[P14] a number that got a new LID is another chat from then on', async () => {
  await laptop.push(file(PHONE_CHAT_ID), learn(), learn(PHONE_CHAT_ID, '888@lid'), file(PHONE_CHAT_ID));
  expect(new Set((await filed()).map(({ chatId }) => chatId))).toEqual(new Set([LID_CHAT_ID, '888@lid']));
});

test('[P15] a device that was offline unfiles by the old id a chat that has moved', async () => {
  await laptop.push(file(PHONE_CHAT_ID), learn());
  expect(await phone.push(unfile(PHONE_CHAT_ID))).toMatchObject({ rejections: [] });
  expect(await filed()).toEqual([]);
});

test('[P15] a delete by key hits a row that was written under another id', async () => {
  await app.database.owner.query(
    'insert into chat_folders ("accountId", "chatId", "folderId") values ($1, $2, $3)',
    [accountId, LID_CHAT_ID, folderId],
  );
  await laptop.push(unfile(LID_CHAT_ID));
  expect(await filed()).toEqual([]);
});

test('[P13] another account of the same user keeps its rows', async () => {
  const otherAccountId = await laptop.connectAccount('4915187654321');
  await laptop.push(file(PHONE_CHAT_ID), learnChat(user, otherAccountId));
  expect(await filed()).toMatchObject([{ id: file(PHONE_CHAT_ID).id, chatId: PHONE_CHAT_ID }]);
});

test('[P2] an alias that is refused moves nothing', async () => {
  const { rejections } = await laptop.push(file(PHONE_CHAT_ID), learn(PHONE_CHAT_ID, 'not a lid'));
  expect(rejections).toMatchObject([{ code: 'invalid_mutation' }]);
  expect(await filed()).toMatchObject([{ chatId: PHONE_CHAT_ID }]);
});

test('[P16] a client of the previous protocol still pushes, deletes by id alone, and pulls', async () => {
  laptop.protocol = 1;
  const { id } = file(LID_CHAT_ID);
  const { rejections } = await laptop.push(
    learn(),
    file(LID_CHAT_ID),
    { op: 'delete', entity: 'chat-folder', id },
    file('2@c.us'),
  );
  expect(rejections).toEqual([]);
  const rows = (await laptop.pull()).filter(({ entity, row }) => entity === 'chat-folder' && row);
  expect(rows).toMatchObject([{ id: file('2@c.us').id }]);
});

test.each([0, -1])('[P16] a client of protocol %i is told that it is too old', async (protocol) => {
  const { authorization } = user;
  const body = { protocol, clientId: randomUUID(), rejectionsSeen: 0, mutations: [] };
  const pushed = await app.post('/api/sync/push', body, { authorization });
  const pulled = await app.app.request(`/api/sync/pull?protocol=${protocol}`, { headers: { authorization } });
  for (const response of [pushed, pulled]) {
    expect([response.status, await response.json()]).toMatchObject([426, { code: 'client_outdated' }]);
  }
});

test('an account with a thousand filed chats is learned in ten pushes, a few milliseconds for each alias', async () => {
  const chats = Array.from(
    { length: 1000 },
    (_, index) => [`${index + 1}@c.us`, `${index + 1}00@lid`] as const,
  );
  const pushAll = async (operations: object[]) => {
    for (let start = 0; start < operations.length; start += MUTATIONS_PER_PUSH_MAX) {
      const part = operations.slice(start, start + MUTATIONS_PER_PUSH_MAX);
      expect(await laptop.push(...part)).toMatchObject({ rejections: [] });
    }
  };
  await pushAll(chats.map(([chatId]) => file(chatId)));
  const startedAt = performance.now();
  await pushAll(chats.map(([chatId, lid]) => learn(chatId, lid)));
  const perAliasMs = (performance.now() - startedAt) / chats.length;
  const rows = await filed();
  expect(rows).toHaveLength(1000);
  expect(rows.every(({ chatId }) => chatId.endsWith('@lid'))).toBe(true);
  expect(perAliasMs).toBeLessThan(10); // It takes 1.
});
