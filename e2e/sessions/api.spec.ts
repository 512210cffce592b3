import { randomUUID } from 'node:crypto';
import type { ChatsPage, MessagesPage } from '../../shared/whatsapp/inbox.ts';
import { expect, linked, PHONE, test, type Account } from './house.ts';

const inChat = (chatId: string, what: string) => `/chats/${encodeURIComponent(chatId)}/${what}`;

/** The newest chat with one person. */
async function firstChat(account: Account) {
  const { body } = await account.call<ChatsPage>('GET', '/chats');
  const chat = body.chats.find(
    (each) => !each.isGroup && !each.isArchived && !each.isMuted && each.isWritable,
  );
  if (!chat) throw new Error('there is no chat');
  return chat;
}

test('an account is linked by QR, read, answered, marked as read and logged out, and its phone sees the device go', async ({
  house,
}) => {
  const { account } = await linked(house);
  const { simulator } = house;
  const listening = await account.person.listen();
  const chat = await firstChat(account);

  simulator.incoming(chat.id, 'Is the red one still there?');
  await expect
    .poll(() => listening.news.flatMap(({ chats }) => chats))
    .toContainEqual({ chatId: chat.id, isIncoming: true });
  expect(listening.text()).not.toContain('red one');

  const { body: page } = await account.call<MessagesPage>('GET', inChat(chat.id, 'messages'));
  expect(page.messages.at(-1)).toMatchObject({ isMine: false, text: 'Is the red one still there?' });

  const sent = await account.send(chat.id, 'Yes, it is.');
  expect(sent).toMatchObject({ status: 200, body: { id: expect.stringContaining(chat.id) } });
  expect(simulator.sent()).toMatchObject([{ chatId: chat.id, body: 'Yes, it is.' }]);

  const unread = async () => (await account.view()).unread?.chats ?? 0;
  await expect.poll(unread).toBeGreaterThan(0);
  const before = await unread();
  expect((await account.call('POST', inChat(chat.id, 'read'))).status).toBe(204);
  await expect.poll(() => simulator.chats().find(({ id }) => id === chat.id)?.unread).toBe(0);
  await expect.poll(unread).toBe(before - 1);

  const left = await account.call('POST', '/log-out');
  expect(left).toMatchObject({ status: 200, body: { isConfirmed: true } });
  expect(simulator.devices()).toBe(0);
  expect(await account.until('disconnected')).toMatchObject({ hasConsent: false });
  listening.close();
});

test('an account is linked by a code that its phone is given', async ({ house }) => {
  const [person] = await Promise.all([house.person(), house.startWorker()]);
  const account = await person.addAccount(PHONE);
  await account.start('code');
  const code = await account.code();
  expect(code).toMatch(/^[A-Z0-9]{8}$/);
  house.simulator.enterPairingCode(code);
  await account.until('connected');
  expect(house.simulator.devices()).toBe(1);
});

test('who would rather type a code gets one instead of the QR code, and back', async ({ house }) => {
  const [person] = await Promise.all([house.person(), house.startWorker()]);
  const account = await person.addAccount(PHONE);
  await account.start();
  await account.code();
  await account.start('code');
  await expect
    .poll(async () => (await account.view()).state, { timeout: 20_000 })
    .toMatchObject({ method: 'code' });
});

test('a phone with another number than the account is let go again', async ({ house }) => {
  const [person] = await Promise.all([house.person(), house.startWorker()]);
  const account = await person.addAccount('15550100999');
  await account.start();
  house.simulator.scan(await account.code());
  expect(await account.until('ended')).toMatchObject({ state: { reason: 'other_number' } });
  await expect.poll(() => house.simulator.devices()).toBe(0);
});

test('the same message that is sent again, at once or later, is sent once', async ({ house }) => {
  const { account } = await linked(house);
  const chat = await firstChat(account);
  const key = randomUUID();
  const [one, other] = await Promise.all([
    account.send(chat.id, 'Hello', key),
    account.send(chat.id, 'Hello', key),
  ]);
  const later = await account.send(chat.id, 'Hello', key);
  expect([one.body.id, later.body.id]).toEqual([other.body.id, other.body.id]);
  expect(house.simulator.sent()).toHaveLength(1);
  expect(await account.send(chat.id, 'Something else', key)).toMatchObject({ body: { code: 'key_reused' } });
});

test('nothing is sent to who is not a chat, nor more than twenty messages in a minute', async ({ house }) => {
  const { account } = await linked(house);
  expect(await account.send('15559999999@c.us', 'Hello')).toMatchObject({ status: 404 });
  const chat = await firstChat(account);
  for (let nr = 1; nr <= 20; nr += 1) expect((await account.send(chat.id, `${nr}`)).status).toBe(200);
  expect(await account.send(chat.id, '21')).toMatchObject({ status: 429, body: { code: 'send_limit' } });
  expect(house.simulator.sent()).toHaveLength(20);
});

test("a worker's door is closed to who does not know the secret", async ({ house }) => {
  await linked(house);
  const { rows } = await house.database.owner.query<{ url: string }>(
    'select "ownerUrl" as url from session_leases',
  );
  const response = await fetch(`${rows[0]?.url}/sessions/call`, {
    method: 'POST',
    headers: { authorization: 'Bearer another', 'content-type': 'application/json' },
    body: '{}',
  });
  expect(response.status).toBe(401);
});

test('an account that its user deletes is logged out on the phone', async ({ house }) => {
  const { account } = await linked(house);
  await house.database.owner.query('delete from accounts where id = $1', [account.id]);
  await expect.poll(() => house.simulator.devices(), { timeout: 15_000 }).toBe(0);
});

test('a picture of a chat comes as it was sent, and what is not there does not', async ({ house }) => {
  const { account } = await linked(house);
  const chat = await firstChat(account);
  const bytes = Buffer.from('not really a picture');
  house.simulator.incoming(chat.id, 'Look', {
    type: 'image',
    file: { mimetype: 'image/png', bytes },
  });
  const last = async () =>
    (await account.call<MessagesPage>('GET', inChat(chat.id, 'messages'))).body.messages.at(-1);
  await expect.poll(async () => (await last())?.kind).toBe('image');
  const id = (await last())?.id ?? '';
  const media = (messageId: string) =>
    account.person.fetch(
      'GET',
      `/accounts/${account.id}/session/chats/${encodeURIComponent(chat.id)}/messages/${encodeURIComponent(messageId)}/media`,
    );
  const found = await media(id);
  expect([found.status, found.headers.get('content-disposition')]).toEqual([200, 'attachment']);
  expect(decodeURIComponent(found.headers.get('x-media-type') ?? '')).toBe('image/png');
  expect(Buffer.from(await found.arrayBuffer()).toString()).toBe('not really a picture');
  expect((await media('true_1@c.us_ABC')).status).toBe(404);
});

test('the channels of an account are listed', async ({ house }) => {
  const { account } = await linked(house);
  const { body } = await account.call<{ channels: { id: string; name: string }[] }>('GET', '/channels');
  const followed = house.simulator.chats().filter(({ kind }) => kind === 'channel');
  expect(body.channels).toMatchObject(followed.map(({ id, name }) => ({ id, name })));
});

test('chats and messages come page by page, each once', async ({ house }) => {
  const { account } = await linked(house);
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body }: { body: ChatsPage } = await account.call<ChatsPage>('GET', `/chats?limit=7${query}`);
    ids.push(...body.chats.map(({ id }) => id));
    cursor = body.next;
  } while (cursor !== null);
  const chats = house.simulator.chats().filter(({ kind }) => kind !== 'channel');
  expect(ids.toSorted()).toEqual(chats.map(({ id }) => id).toSorted());
});

test('what a smaller plan does not cover is stopped, keeps its login, and goes on with it on a larger one', async ({
  house,
}) => {
  const { account } = await linked(house);
  const subscribe = (planType: string) =>
    house.database.owner.query(
      `insert into subscriptions ("userId", "planType", status)
       select "userId", $2, 'active' from accounts where id = $1
       on conflict ("userId") do update set "planType" = excluded."planType"`,
      [account.id, planType],
    );
  await subscribe('free');
  expect(await account.until('ended')).toMatchObject({ state: { reason: 'plan_limit' }, hasConsent: true });
  const released = `select from session_leases where "accountId" = $1 and "leaseUntil" is null`;
  await expect
    .poll(async () => (await house.database.owner.query(released, [account.id])).rowCount, {
      timeout: 15_000,
    })
    .toBe(1);
  expect(await account.view()).toMatchObject({ state: { status: 'ended', reason: 'plan_limit' } });
  expect(house.simulator.devices()).toBe(1);
  await subscribe('pro_monthly');
  await account.start();
  await account.until('connected', 60_000);
});
