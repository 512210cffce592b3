import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { entities, entityNames, type EntityName } from '../../shared/entities/index.ts';
import { plans } from '../../shared/plan.ts';
import { put } from '../../shared/sync/operations.ts';
import { asUser } from '../db/as-user.ts';
import { createTestApp, TestDevice, type TestApp, type TestUser } from '../testing/app.ts';

let app: TestApp;
let user: TestUser;
let laptop: TestDevice;
let accountId: string;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  user = await app.createUser();
  laptop = new TestDevice(app, user);
  accountId = await laptop.connectAccount();
});

const priority = (name: string) => ({
  op: 'create' as const,
  entity: 'priority' as const,
  id: randomUUID(),
  fields: { accountId, name, color: 'red', position: 'a0' },
});
const template = (name: string) => ({
  op: 'create' as const,
  entity: 'template' as const,
  id: randomUUID(),
  fields: { accountId, name, content: 'Hello {{name}},\n*thanks*', shortcut: 'hi', position: 'a0' },
});
const tag = (text: string) => put('chat-tag', user.id, { accountId, chatId: '1@c.us', tag: text });
const give = (priorityId: string) =>
  put('chat-priority', user.id, { accountId, chatId: '1@c.us', priorityId });

/** What a device that was never here before gets. */
const rowsOf = async (entity: EntityName) =>
  (await new TestDevice(app, user).pull()).flatMap((change) =>
    change.entity === entity && change.row ? [change.row] : [],
  );

const view = (folderId: string) => ({
  op: 'create' as const,
  entity: 'view' as const,
  id: randomUUID(),
  fields: {
    accountId,
    name: 'Waiting',
    color: 'red',
    position: 'a0',
    folderId,
    priorityId: 'none',
    tag: '',
    isUnread: true,
  },
});
const counting = (value: string) => put('preference', user.id, { accountId, name: 'counting', value });

test('a priority, a template, a tag, the priority of a chat, a view and a preference reach another device as they were written', async () => {
  const [urgent, greeting] = [priority('Urgent'), template('Greeting')];
  const written = [urgent, greeting, tag('lead'), give(urgent.id), view(randomUUID()), counting('dot')];
  expect(await laptop.push(...written)).toMatchObject({ rejections: [] });
  for (const { entity, id, fields } of written) {
    expect(await rowsOf(entity)).toMatchObject([{ id, ...fields }]);
  }
});

test('[P8] [P9] another tag or priority of a chat takes the place of the first', async () => {
  const [urgent, later] = [priority('Urgent'), priority('Later')];
  await laptop.push(urgent, later, tag('lead'), give(urgent.id), tag('client'), give(later.id));
  expect(await rowsOf('chat-tag')).toMatchObject([{ tag: 'client' }]);
  expect(await rowsOf('chat-priority')).toMatchObject([{ priorityId: later.id }]);
});

test('[S3] a deleted priority takes itself from the chats that have it, and from no other', async () => {
  const [urgent, later] = [priority('Urgent'), priority('Later')];
  await laptop.push(urgent, later, give(urgent.id));
  await laptop.push({ op: 'delete', entity: 'priority', id: later.id });
  expect(await rowsOf('chat-priority')).toHaveLength(1);
  await laptop.push({ op: 'delete', entity: 'priority', id: urgent.id });
  expect(await rowsOf('chat-priority')).toEqual([]);
});

test('[P9] a chat can not have the priority of another account', async () => {
  const urgent = priority('Urgent');
  await laptop.push(urgent);
  const otherId = await laptop.connectAccount('4915100000099');
  const fields = { accountId: otherId, chatId: '1@c.us', priorityId: urgent.id };
  expect(await laptop.push(put('chat-priority', user.id, fields))).toMatchObject({
    rejections: [{ code: 'not_found' }],
  });
});

test.each([
  ['prioritiesPerAccount', () => priority('One')],
  ['templatesPerAccount', () => template('One')],
] as const)('[P10] the free plan holds as many as %s says', async (limit, create) => {
  const max = plans.free[limit];
  const { rejections } = await laptop.push(...Array.from({ length: max + 1 }, () => create()));
  expect(rejections).toMatchObject([{ code: 'plan_limit', detail: expect.stringContaining(String(max)) }]);
});

const serverWritten = entityNames.filter((name) => entities[name].isReadOnly);

test('[P17] a session, a channel and the plan are written by the server alone', () => {
  expect(serverWritten).toEqual(['newsletter', 'whatsapp-session', 'subscription']);
});

test.each(serverWritten)('[P17] no client can write a %s', async (entity) => {
  const id = randomUUID();
  const fields = { accountId, channelId: '1@newsletter', subscribedAt: '2026-01-01', status: 'active' };
  const { rejections } = await laptop.push(
    { op: 'create', entity, id, fields },
    { op: 'put', entity, id, fields },
    { op: 'patch', entity, id, fields: { status: 'active' } },
    { op: 'delete', entity, id },
  );
  expect(rejections.map(({ code }) => code)).toEqual(Array(4).fill('invalid_mutation'));
});

test.each(serverWritten)(
  '[P17] the second wall: the role that serves pushes can not write a %s',
  async (entity) => {
    const write = asUser(app.database.pool, user.id, (client) =>
      client.query(`update ${entities[entity].table} set "createdAt" = now()`),
    );
    await expect(write).rejects.toThrow('permission denied');
  },
);

test('what the server writes of a session, a channel and a plan reaches every device, and the login does not', async () => {
  await app.database.owner.query(
    `insert into whatsapp_sessions ("accountId", status, "sessionData") values ($1, 'connected', '{"secret": "login"}')`,
    [accountId],
  );
  await app.database.owner.query(
    `insert into newsletters ("accountId", "channelId", name) values ($1, '1@newsletter', 'News')`,
    [accountId],
  );
  await app.database.owner.query(
    `insert into subscriptions ("userId", "planType", status, "creemCustomerId") values ($1, 'pro_monthly', 'active', 'cust_1')`,
    [user.id],
  );
  const changes = await laptop.pull();
  const rows = changes.map(({ entity, row }) => ({ entity, row }));
  expect(rows).toEqual(
    expect.arrayContaining([
      { entity: 'whatsapp-session', row: expect.objectContaining({ accountId, status: 'connected' }) },
      { entity: 'newsletter', row: expect.objectContaining({ channelId: '1@newsletter', name: 'News' }) },
      { entity: 'subscription', row: expect.objectContaining({ planType: 'pro_monthly', status: 'active' }) },
    ]),
  );
  expect(JSON.stringify(changes)).not.toMatch(/login|cust_1/);
});

test('a first copy of more rows than a page says how many there are', async () => {
  await app.database.owner.query(
    `insert into chat_tags ("accountId", "chatId", tag) select $1, n || '@c.us', 'x' from generate_series(1, 1500) as n`,
    [accountId],
  );
  const phone = new TestDevice(app, user);
  const first = await phone.pullPage();
  expect(first).toMatchObject({ hasMore: true, total: 1501 });
  phone.cursor = first.cursor;
  expect(await phone.pullPage()).not.toHaveProperty('total');
});

test.each([1, 2])('[P16] a client of protocol %i is served', async (protocol) => {
  const old = new TestDevice(app, user);
  old.protocol = protocol;
  const id = randomUUID();
  const folder = { accountId, name: 'Clients', color: 'blue', position: 'a0' };
  expect(await old.push({ op: 'create', entity: 'folder', id, fields: folder })).toMatchObject({
    lastSequence: 1,
    rejections: [],
  });
  expect((await old.pull()).map((change) => change.id)).toContain(id);
});
