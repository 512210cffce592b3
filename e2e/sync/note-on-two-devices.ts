import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { api } from '../../extension/api.ts';
import { Replica } from '../../extension/replica/replica.ts';
import { SyncLoop } from '../../extension/replica/sync-loop.ts';
import { asUser } from '../../server/db/as-user.ts';
import {
  createTestApp,
  learnChat,
  LID_CHAT_ID,
  PHONE_CHAT_ID,
  putAccount,
  TestDevice,
  type TestApp,
  type TestUser,
} from '../../server/testing/app.ts';
import { entities } from '../../shared/entities/index.ts';
import { put, remove } from '../../shared/sync/operations.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import { undoOf } from '../../shared/sync/undo.ts';

// Runs in the copy of the tree that new-entity.test.ts makes, whose registry has a note; here it has none, and a tag is its likeness.
const NOTE = 'note' as 'chat-tag';

type Browser = Awaited<ReturnType<typeof openBrowser>>;

/** A replica on a disk of its own, and the loop that syncs it. */
async function openBrowser({ id, token }: TestUser) {
  globalThis.indexedDB = new IDBFactory();
  const replica = await Replica.open(id);
  const silent = Object.assign(new EventTarget(), { readyState: 0, close: () => {} });
  const network = { ...api, openLive: () => silent as WebSocket };
  const loop = new SyncLoop(replica, network, token, () => {}, new AbortController().signal);
  return {
    replica,
    notes: () => [...replica.view[NOTE].values()],
    edit: (...operations: Operation[]) =>
      replica.mutate(operations.map((operation) => ({ ...operation, mutationId: crypto.randomUUID() }))),
    sync: async () => {
      await loop.kick();
      expect(loop.state).toMatchObject({ phase: 'up_to_date', waiting: 0 });
    },
  };
}

let app: TestApp;
let ada: TestUser;
let laptop: Browser;
let phone: Browser;
let accountId: string;

const write = (text: string, chatId = PHONE_CHAT_ID) =>
  put(NOTE, ada.id, { accountId, chatId, text } as never);
const erase = () => remove(NOTE, ada.id, { accountId, chatId: PHONE_CHAT_ID });

beforeAll(async () => {
  app = await createTestApp();
  globalThis.fetch = async (input, init) => app.app.request(new Request(input, init));
});
afterAll(() => app.stop());
beforeEach(async () => {
  ada = await app.createUser();
  laptop = await openBrowser(ada);
  phone = await openBrowser(ada);
  const account = putAccount(ada);
  accountId = account.id;
  await laptop.edit(account, write('asks for an offer'));
  await laptop.sync();
  await phone.sync();
});

test('what is noted on one device is on the other, and nothing but what the registry names', async () => {
  const fields = { accountId, chatId: PHONE_CHAT_ID, text: 'asks for an offer' };
  const { id } = write('');
  expect(phone.notes()).toEqual([{ id, revision: expect.any(Number), ...fields }]);
  const change = (await new TestDevice(app, ada).pull()).find(({ entity }) => entity === NOTE);
  expect(Object.keys(change?.row ?? {}).toSorted()).toEqual(Object.keys(entities[NOTE].row.shape).toSorted());
});

test('of two edits at once the last that arrives wins, on both devices', async () => {
  await laptop.edit(write('wants a discount'));
  await phone.edit(write('has paid'));
  for (const browser of [phone, laptop, phone]) await browser.sync();
  expect(laptop.notes()).toMatchObject([{ text: 'wants a discount' }]);
  expect(phone.notes()).toEqual(laptop.notes());
});

test('[S4] a deletion reaches the other device, and so does its undo', async () => {
  const undo = undoOf(laptop.replica.view, [erase()]);
  await laptop.edit(erase());
  for (const browser of [laptop, phone]) await browser.sync();
  expect(phone.notes()).toEqual([]);
  await laptop.edit(...undo);
  for (const browser of [laptop, phone]) await browser.sync();
  expect(phone.notes()).toMatchObject([{ text: 'asks for an offer' }]);
});

test('[P12] [P13] a note follows its chat to the LID, and so does what is written offline under the phone id', async () => {
  await laptop.edit(learnChat(ada, accountId));
  await laptop.sync();
  expect(laptop.notes()).toMatchObject([{ chatId: LID_CHAT_ID, text: 'asks for an offer' }]);
  await phone.edit(write('has paid'));
  for (const browser of [phone, laptop]) await browser.sync();
  expect(laptop.notes()).toMatchObject([{ chatId: LID_CHAT_ID, text: 'has paid' }]);
  expect(phone.notes()).toEqual(laptop.notes());
});

test("[S6] nobody can note anything in another user's account", async () => {
  const eve = await openBrowser(await app.createUser());
  await eve.edit(write('was here'));
  await eve.sync();
  expect(eve.replica.notices).toMatchObject([{ code: 'not_found' }]);
  await laptop.sync();
  expect(laptop.notes()).toMatchObject([{ text: 'asks for an offer' }]);
});

test('[S6] the second wall: row level security shows a note to its owner alone', async () => {
  const { pool } = app.database;
  const read = async ({ id }: TestUser) =>
    (await asUser(pool, id, (client) => client.query('select text from notes'))).rows;
  expect(await read(await app.createUser())).toEqual([]);
  expect(await read(ada)).toEqual([{ text: 'asks for an offer' }]);
  expect((await pool.query('select text from notes')).rows).toEqual([]);
});
