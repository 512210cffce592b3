import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MUTATIONS_PER_PUSH_MAX } from '../../shared/sync/protocol.ts';
import {
  createFolder,
  createTestApp,
  putAccount,
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

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  user = await app.createUser();
  laptop = new TestDevice(app, user);
  phone = new TestDevice(app, user);
  accountId = await laptop.connectAccount();
});

const rowsOf = async (table: string) => {
  const { rows } = await app.database.owner.query(`select * from ${table} where "userId" = $1`, [user.id]);
  return rows;
};
const headOf = async (userId: string) => {
  const { rows } = await app.database.owner.query('select revision from sync_heads where "userId" = $1', [
    userId,
  ]);
  return Number(rows[0].revision);
};

test('[P1] a replay changes nothing and returns the first result', async () => {
  const mutations = laptop.number([createFolder(accountId), { op: 'patch', entity: 'folder' }]);
  const first = await (await laptop.send(mutations)).json();
  const head = await headOf(user.id);
  const replayed = await (await laptop.send(mutations)).json();
  expect(replayed).toEqual(first);
  expect(await headOf(user.id)).toBe(head);
  expect(await rowsOf('folders')).toHaveLength(1);
});

test('[P1] what is new in a batch that is half replayed is applied', async () => {
  const [first, second] = laptop.number([createFolder(accountId), createFolder(accountId)]);
  await laptop.send([first!]);
  await laptop.send([first!, second!]);
  expect(await rowsOf('folders')).toHaveLength(2);
});

test('[P2] one bad mutation rejects itself, not its batch', async () => {
  const { rejections } = await laptop.push(
    createFolder(accountId, { name: 'One' }),
    createFolder(accountId, { name: '' }),
    createFolder(accountId, { name: 'Two\u0000' }),
    { op: 'create', entity: 'ghost', id: randomUUID(), fields: {} },
    createFolder(accountId, { name: 'Three' }),
  );
  expect(rejections.map(({ sequence, code }) => [sequence, code])).toEqual([
    [3, 'invalid_mutation'],
    [4, 'invalid_mutation'],
    [5, 'invalid_mutation'],
  ]);
  expect((await rowsOf('folders')).map(({ name }) => name)).toEqual(['One', 'Three']);
});

test('[P3] a rejection is returned until the client says that it holds it', async () => {
  const first = await laptop.push({ op: 'delete', entity: 'folder', id: 'no uuid' });
  const second = await laptop.push();
  laptop.rejectionsSeen = laptop.sequence;
  const third = await laptop.push();
  const fourth = await laptop.push();
  expect(second.rejections).toEqual(first.rejections);
  expect([first.rejections.length, third.rejections.length, fourth.rejections.length]).toEqual([1, 0, 0]);
});

test.each([
  ['no JSON', '{'],
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['a mutation without a sequence', pushBody([{ mutationId: randomUUID() }])],
  ['sequences that do not ascend', pushBody([envelope(2), envelope(1)])],
  [
    'too many mutations',
    pushBody(Array.from({ length: MUTATIONS_PER_PUSH_MAX + 1 }, (_, index) => envelope(index + 1))),
  ],
])('[P4] %s is refused whole, as a problem', async (_what, body) => {
  const response = await app.app.request('/api/sync/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: user.authorization },
    body,
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({
    code: 'invalid_input',
    type: '/problems/invalid_input',
    status: 400,
  });
});

function envelope(sequence: number) {
  return { sequence, mutationId: randomUUID() };
}
function pushBody(mutations: object[]): string {
  return JSON.stringify({ protocol: 1, clientId: randomUUID(), rejectionsSeen: 0, mutations });
}

test('[P4] a body that is too large is refused', async () => {
  const response = await app.app.request('/api/sync/push', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: user.authorization,
      'content-length': '600000',
    },
    body: ' '.repeat(600_000),
  });
  expect([response.status, await response.json()]).toMatchObject([413, { code: 'too_large' }]);
});

test('[P4] a body of unknown length is refused when it turns out too large', async () => {
  const response = await app.app.request('/api/sync/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: user.authorization },
    body: new Blob([' '.repeat(600_000)]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect([response.status, await response.json()]).toMatchObject([413, { code: 'too_large' }]);
});

test('[P5] two devices that patch different fields both win', async () => {
  const folder = createFolder(accountId);
  await laptop.push(folder);
  await laptop.push({ op: 'patch', entity: 'folder', id: folder.id, fields: { name: 'Customers' } });
  await phone.push({ op: 'patch', entity: 'folder', id: folder.id, fields: { color: 'red' } });
  expect(await rowsOf('folders')).toMatchObject([{ name: 'Customers', color: 'red', position: 'a0' }]);
});

test('[P6] delete wins over a patch that arrives later, and deleting again is accepted', async () => {
  const folder = createFolder(accountId);
  const remove = { op: 'delete', entity: 'folder', id: folder.id };
  await laptop.push(folder, remove);
  const { rejections } = await phone.push(
    { op: 'patch', entity: 'folder', id: folder.id, fields: { name: 'Late' } },
    remove,
  );
  expect(rejections.map(({ sequence, code }) => [sequence, code])).toEqual([[1, 'not_found']]);
  expect(await rowsOf('folders')).toEqual([]);
});

test('[P7] creating what is there patches it', async () => {
  const folder = createFolder(accountId);
  await laptop.push(folder);
  await phone.push(createFolder(accountId, { id: folder.id, name: 'Again' }));
  expect(await rowsOf('folders')).toMatchObject([{ id: folder.id, name: 'Again' }]);
});

test('[P8] two devices that file one chat in one folder meet in one row', async () => {
  const folder = createFolder(accountId);
  await laptop.push(folder, putChatFolder(user, accountId, folder.id));
  await phone.push(putChatFolder(user, accountId, folder.id));
  expect(await rowsOf('chat_folders')).toHaveLength(1);
});

test('[P8] two devices that connect one account meet in one row, whose name stays', async () => {
  const again = putAccount(user);
  await phone.push({ ...again, fields: { ...again.fields, name: 'Other' } });
  expect(await rowsOf('accounts')).toMatchObject([{ id: accountId, name: 'Work', accountNumber: 1 }]);
});

test('[P8] putting what is there as it is makes no revision', async () => {
  const head = await headOf(user.id);
  await phone.push(putAccount(user));
  expect(await headOf(user.id)).toBe(head);
});

test('[P8] the id of a row with a natural key is derived, whatever the client says', async () => {
  const folder = createFolder(accountId);
  const chatFolder = putChatFolder(user, accountId, folder.id);
  await laptop.push(folder, { ...chatFolder, id: randomUUID() });
  expect(await rowsOf('chat_folders')).toMatchObject([{ id: chatFolder.id }]);
});

test('[P8] a put meets a row of the same key that was written under another id', async () => {
  const folder = createFolder(accountId);
  await laptop.push(folder);
  const chatFolder = putChatFolder(user, accountId, folder.id);
  const { accountId: owner, chatId, folderId } = chatFolder.fields;
  await app.database.owner.query(
    'insert into chat_folders ("accountId", "chatId", "folderId") values ($1, $2, $3)',
    [owner, chatId, folderId],
  );
  expect(await laptop.push(chatFolder)).toMatchObject({ rejections: [] });
  expect(await rowsOf('chat_folders')).toHaveLength(1);
});

test("[P9] a chat can't be filed in a folder of another account", async () => {
  const otherAccountId = await laptop.connectAccount('4915187654321');
  const folder = createFolder(accountId);
  const { rejections } = await laptop.push(folder, putChatFolder(user, otherAccountId, folder.id));
  expect(rejections).toMatchObject([{ code: 'not_found' }]);
});

test("[P9] a patch can't move a folder to another account", async () => {
  const otherAccountId = await laptop.connectAccount('4915187654321');
  const folder = createFolder(accountId);
  const { rejections } = await laptop.push(folder, {
    op: 'patch',
    entity: 'folder',
    id: folder.id,
    fields: { accountId: otherAccountId },
  });
  expect(rejections).toMatchObject([{ code: 'invalid_mutation' }]);
});

test('[P10] the plan refuses one folder too many, and a folder that is there can still change', async () => {
  const folders = Array.from({ length: 6 }, () => createFolder(accountId));
  const { rejections } = await laptop.push(
    ...folders,
    createFolder(accountId, { id: folders[0]!.id, name: 'Kept' }),
  );
  expect(rejections).toMatchObject([
    { code: 'plan_limit', detail: 'Your plan allows 5 folders for each account.' },
  ]);
  expect(await rowsOf('folders')).toHaveLength(5);
});

test('[P10] the plan of the subscription decides', async () => {
  await app.database.owner.query(
    `insert into subscriptions ("userId", "planType", status, "createdAt", "updatedAt") values ($1, 'pro_monthly', 'active', now(), now())`,
    [user.id],
  );
  await laptop.push(...Array.from({ length: 6 }, () => createFolder(accountId)));
  expect(await rowsOf('folders')).toHaveLength(6);
});

test('[P10] devices that create at the same moment do not exceed the limit together', async () => {
  const devices = Array.from({ length: 8 }, () => new TestDevice(app, user));
  const answers = await Promise.all(devices.map((device) => device.push(createFolder(accountId))));
  expect(answers.filter(({ rejections }) => rejections.length > 0)).toHaveLength(3);
  expect(await rowsOf('folders')).toHaveLength(5);
});

test('[P8] devices that connect one account at the same moment all succeed', async () => {
  const devices = Array.from({ length: 4 }, () => new TestDevice(app, user));
  const answers = await Promise.all(devices.map((device) => device.push(putAccount(user, '4915199999999'))));
  expect(answers.flatMap(({ rejections }) => rejections)).toEqual([]);
  expect(await rowsOf('accounts')).toHaveLength(2);
});

test('[P11] a copied browser profile that pushes under the same number is told so', async () => {
  const copy = new TestDevice(app, user);
  Object.assign(copy, { clientId: laptop.clientId, sequence: laptop.sequence - 1 });
  const response = await copy.send(copy.number([createFolder(accountId)]));
  expect([response.status, await response.json()]).toMatchObject([409, { code: 'client_conflict' }]);
});

test('accounts are numbered in the order of connection', async () => {
  await laptop.connectAccount('4915187654321');
  expect((await rowsOf('accounts')).map(({ accountNumber }) => accountNumber)).toEqual([1, 2]);
});

test('a client that is too old is told so', async () => {
  const body = { protocol: 0, clientId: randomUUID(), rejectionsSeen: 0, mutations: [] };
  const response = await app.post('/api/sync/push', body, { authorization: user.authorization });
  expect([response.status, await response.json()]).toMatchObject([426, { code: 'client_outdated' }]);
});

test('[P11] a copied profile whose numbers have a gap where the other has pushed is told so', async () => {
  await laptop.push(createFolder(accountId));
  const copy = new TestDevice(app, user);
  Object.assign(copy, { clientId: laptop.clientId, sequence: laptop.sequence - 2 });
  const [before, , after] = copy.number([1, 2, 3].map(() => createFolder(accountId)));
  const response = await copy.send([before!, after!]);
  expect([response.status, await response.json()]).toMatchObject([409, { code: 'client_conflict' }]);
});
