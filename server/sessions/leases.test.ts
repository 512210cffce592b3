import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asUser } from '../db/as-user.ts';
import { addAccount, createAccount, holderOf } from '../testing/accounts.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { Leases } from './leases.ts';

const RACES = 1000;
const ADA = { id: 'ada', url: 'http://10.0.0.1:1' };
const BOB = { id: 'bob', url: 'http://10.0.0.2:1' };

let database: TestDatabase;
let leases: Leases;
/** As where nobody has paid. */
let onFree: Leases;

beforeAll(async () => {
  database = await createTestDatabase();
  leases = new Leases(database.pool);
  onFree = new Leases(database.pool, 'free');
});
afterAll(() => database.drop());
beforeEach(() => database.owner.query('delete from "user"'));

async function wantSessions(count: number): Promise<string[]> {
  const accounts = await Promise.all(Array.from({ length: count }, () => createAccount(database.owner)));
  for (const { userId, accountId } of accounts) await leases.want(userId, accountId, 'running');
  return accounts.map(({ accountId }) => accountId);
}

const expire = () =>
  database.owner.query(`update session_leases set "leaseUntil" = now() - interval '1 millisecond'`);

test('a session that is wanted is taken by one worker, and the API finds it there', async () => {
  const [accountId] = await wantSessions(1);
  const [taken] = await leases.take(ADA, 5);
  expect(taken).toMatchObject({ accountId, epoch: 1 });
  expect(await leases.take(BOB, 5)).toEqual([]);
  expect(await holderOf(database.owner, accountId!)).toEqual({ url: ADA.url, epoch: 1 });
});

test('a session that nobody wants is taken by nobody', async () => {
  const { userId, accountId } = await createAccount(database.owner);
  await leases.want(userId, accountId, 'stopped');
  expect(await leases.take(ADA, 5)).toEqual([]);
});

test("another user's account can't be wanted, and says no more than one that is not there", async () => {
  const [mine, theirs] = [await createAccount(database.owner), await createAccount(database.owner)];
  expect(await leases.want(mine.userId, theirs.accountId, 'running')).toBe(false);
  expect(await leases.want(mine.userId, randomUUID(), 'running')).toBe(false);
  expect(await leases.take(ADA, 5)).toEqual([]);
});

test('a user sees the lease of their own account alone', async () => {
  const [mine, theirs] = [await createAccount(database.owner), await createAccount(database.owner)];
  for (const { userId, accountId } of [mine, theirs]) await leases.want(userId, accountId, 'running');
  const { rows } = await asUser(database.pool, mine.userId, (client) =>
    client.query('select "accountId", desired from session_leases'),
  );
  expect(rows).toEqual([{ accountId: mine.accountId, desired: 'running' }]);
});

test("the server's role changes no lease by itself", async () => {
  await wantSessions(1);
  await expect(database.pool.query('update session_leases set epoch = 9')).rejects.toThrow(
    'permission denied',
  );
});

test('a lease that ended is taken with the next epoch, and its old holder keeps it no longer', async () => {
  const [accountId] = await wantSessions(1);
  const [old] = await leases.take(ADA, 1);
  await expire();
  expect(await holderOf(database.owner, accountId!)).toBeNull();
  const [current] = await leases.take(BOB, 1);
  expect(current).toMatchObject({ accountId, epoch: 2 });
  expect(await leases.beat(ADA.id, [old!])).toEqual(new Map());
  expect(await leases.beat(BOB.id, [current!])).toEqual(new Map([[accountId, 'running']]));
});

test('a lease that was given back by its old holder stays with the new one', async () => {
  const [accountId] = await wantSessions(1);
  const [old] = await leases.take(ADA, 1);
  await expire();
  await leases.take(BOB, 1);
  await leases.release(ADA.id, [old!]);
  expect(await holderOf(database.owner, accountId!)).toEqual({ url: BOB.url, epoch: 2 });
});

test('one beat prolongs all, and says which the user wants stopped', async () => {
  const { userId, accountId } = await createAccount(database.owner);
  const others = await wantSessions(2);
  await leases.want(userId, accountId, 'running');
  const taken = await leases.take(ADA, 3);
  await leases.want(userId, accountId, 'stopped');
  const desired = await leases.beat(ADA.id, taken);
  expect(desired).toEqual(
    new Map([[accountId, 'stopped'], ...others.map((other) => [other, 'running'] as const)]),
  );
});

test('a worker hears that an account of its was deleted', async () => {
  const [accountId] = await wantSessions(1);
  const taken = await leases.take(ADA, 1);
  await database.owner.query('delete from accounts where id = $1', [accountId]);
  expect(await leases.beat(ADA.id, taken)).toEqual(new Map([[accountId, 'deleted']]));
});

test('an account that nobody asked for in days is stopped, and runs again when it is asked for', async () => {
  const { userId, accountId } = await createAccount(database.owner);
  await leases.want(userId, accountId, 'running');
  const taken = await leases.take(ADA, 1);
  await database.owner.query(`update session_leases set "usedAt" = now() - interval '4 days'`);
  expect(await leases.beat(ADA.id, taken)).toEqual(new Map([[accountId, 'stopped']]));
  await leases.release(ADA.id, taken);
  expect(await leases.take(BOB, 1)).toEqual([]);
  expect(await leases.reach(userId, accountId)).toMatchObject({ desired: 'running', url: null });
  expect(await leases.take(BOB, 1)).toMatchObject([{ accountId }]);
});

test('an account that its plan does not cover any more is stopped', async () => {
  const [accountId] = await wantSessions(1);
  const taken = await leases.take(ADA, 1);
  await database.owner.query(`update accounts set status = 'paused'`);
  expect(await leases.beat(ADA.id, taken)).toEqual(new Map([[accountId, 'stopped']]));
});

/** A user on a plan, whose accounts were all started, the first of them last used. */
async function startedAccounts(count: number, planType = 'pro_monthly') {
  const { userId, accountId } = await createAccount(database.owner);
  const accountIds = [accountId];
  for (let nr = 1; nr < count; nr += 1)
    accountIds.push(await addAccount(database.owner, userId, `4916${nr}`));
  await database.owner.query(
    `insert into subscriptions ("userId", "planType", status) values ($1, $2, 'active')`,
    [userId, planType],
  );
  for (const [index, each] of accountIds.entries()) {
    await leases.start(userId, each, { method: 'qr', hasConsent: true, most: count });
    await database.owner.query(
      `update session_leases set "usedAt" = now() - $2 * interval '1 minute' where "accountId" = $1`,
      [each, index],
    );
  }
  return { userId, accountIds };
}

const endSubscriptions = () =>
  database.owner.query(
    `update subscriptions set status = 'canceled', "currentPeriodEnd" = now() - interval '1 second'`,
  );

test('of more accounts than the plan has the least recently used are stopped, and the others run on', async () => {
  const { accountIds } = await startedAccounts(7);
  const unlimited = [
    ...(await leases.take(ADA, 3)),
    ...(await leases.take(ADA, 3)),
    ...(await leases.take(ADA, 3)),
  ];
  const desired = await onFree.beat(ADA.id, unlimited);
  const running = accountIds.filter((each) => desired.get(each) === 'running');
  expect(running).toEqual(accountIds.slice(0, 5));
});

test('what no worker holds is not taken once the subscription has ended', async () => {
  await startedAccounts(2);
  await endSubscriptions();
  expect(await onFree.take(ADA, 5)).toEqual([]);
});

test('a subscription that was canceled counts until its period ends', async () => {
  const { accountIds } = await startedAccounts(1);
  await database.owner.query(
    `update subscriptions set status = 'canceled', "currentPeriodEnd" = now() + interval '1 day'`,
  );
  expect(await onFree.take(ADA, 5)).toMatchObject([{ accountId: accountIds[0] }]);
});

test('why an account was stopped stays to be read after its worker has stopped it, with its consent', async () => {
  const { userId, accountIds } = await startedAccounts(1);
  const [lease] = await onFree.take(ADA, 1);
  await endSubscriptions();
  await onFree.beat(ADA.id, [lease!]);
  await onFree.say(lease!, { status: 'disconnected' });
  await onFree.release(ADA.id, [lease!]);
  expect((await sessionOf(userId)).status).toBe('ended:plan_limit');
  expect(await onFree.reach(userId, accountIds[0]!)).toMatchObject({ desired: 'stopped', hasConsent: true });
});

test('an end that comes with the stop is not hidden by it', async () => {
  const { userId } = await startedAccounts(1);
  const [lease] = await onFree.take(ADA, 1);
  await endSubscriptions();
  await onFree.beat(ADA.id, [lease!]);
  await onFree.say(lease!, { status: 'ended', reason: 'logged_out' });
  expect((await sessionOf(userId)).status).toBe('ended:logged_out');
});

test('an account that the plan covers again runs when it is asked for, without a new consent, and not before', async () => {
  const { userId, accountIds } = await startedAccounts(1);
  await endSubscriptions();
  await onFree.take(ADA, 1);
  await database.owner.query(`update subscriptions set status = 'active'`);
  expect(await onFree.take(ADA, 1)).toEqual([]);
  const again = { method: 'qr', hasConsent: false, most: 5 } as const;
  expect(await onFree.start(userId, accountIds[0]!, again)).toBe('running');
  const [lease] = await onFree.take(ADA, 1);
  await onFree.say(lease!, { status: 'starting', attempt: 0, percent: null });
  expect((await sessionOf(userId)).status).toBe('starting');
});

test('an account runs to be logged out, whatever the plan', async () => {
  const { userId, accountIds } = await startedAccounts(1);
  await endSubscriptions();
  await onFree.take(ADA, 1);
  await onFree.want(userId, accountIds[0]!, 'leaving');
  const [lease] = await onFree.take(ADA, 1);
  expect(await onFree.beat(ADA.id, [lease!])).toEqual(new Map([[accountIds[0], 'running']]));
});

const FIRST = { key: randomUUID(), fingerprint: 'a', most: 3 };

test('a message is begun once: its key comes back sent, with its id, and not for another message', async () => {
  const lease = { accountId: (await wantSessions(1))[0]!, epoch: 1 };
  await leases.take(ADA, 1);
  expect(await leases.beginSend(lease, FIRST)).toMatchObject({ outcome: 'begun' });
  expect(await leases.beginSend(lease, FIRST)).toMatchObject({ outcome: 'unknown' });
  await leases.endSend(lease.accountId, FIRST.key, { status: 'sent', messageId: 'true_1_A' });
  expect(await leases.beginSend(lease, FIRST)).toMatchObject({ outcome: 'sent', messageId: 'true_1_A' });
  expect(await leases.beginSend(lease, { ...FIRST, fingerprint: 'b' })).toMatchObject({ outcome: 'reused' });
});

test('what was surely not sent may be sent again by its key', async () => {
  const lease = { accountId: (await wantSessions(1))[0]!, epoch: 1 };
  await leases.take(ADA, 1);
  await leases.beginSend(lease, FIRST);
  await leases.endSend(lease.accountId, FIRST.key, { status: 'failed' });
  expect(await leases.beginSend(lease, FIRST)).toMatchObject({ outcome: 'begun' });
});

test('no more is begun in a minute than may be, and a worker that lost the account begins nothing', async () => {
  const lease = { accountId: (await wantSessions(1))[0]!, epoch: 1 };
  await leases.take(ADA, 1);
  const begin = (of = lease) => leases.beginSend(of, { ...FIRST, key: randomUUID() });
  for (let sent = 0; sent < 3; sent += 1) expect((await begin()).outcome).toBe('begun');
  expect((await begin()).outcome).toBe('limited');
  await database.owner.query(`update session_sends set "createdAt" = now() - interval '61 seconds'`);
  expect((await begin()).outcome).toBe('begun');
  expect((await begin({ ...lease, epoch: 0 })).outcome).toBe('fenced');
});

test('channels become what the session sees, and only what differs is written', async () => {
  const lease = { accountId: (await wantSessions(1))[0]!, epoch: 1 };
  await leases.take(ADA, 1);
  const channels = [
    { id: '1@newsletter', name: 'News', unread: 0, lastAt: null },
    { id: '2@newsletter', name: 'Weather', unread: 0, lastAt: null },
  ];
  const rows = async () =>
    (await database.owner.query('select "channelId", name, revision from newsletters order by 1')).rows;
  await leases.keepChannels(lease, channels);
  const before = await rows();
  await leases.keepChannels(lease, channels);
  expect(await rows()).toEqual(before);
  await leases.keepChannels(lease, [{ ...channels[1]!, name: 'Rain' }]);
  expect(await rows()).toMatchObject([{ channelId: '2@newsletter', name: 'Rain' }]);
});

test('a worker takes three at a time, and one while another has fewer', async () => {
  await wantSessions(12);
  const counts = [];
  for (const worker of [ADA, BOB, ADA, ADA, BOB]) counts.push((await leases.take(worker, 10)).length);
  expect(counts).toEqual([3, 3, 3, 1, 2]);
});

test('a worker takes no more than it asks for', async () => {
  await wantSessions(3);
  expect(await leases.take(ADA, 2)).toHaveLength(2);
});

test(`in ${RACES} races for leases that ended, old holders among them, each has one holder`, async () => {
  const accountIds = await wantSessions(2);
  const workers = ['a', 'b', 'c'].map((id) => ({ id, url: '' }));
  let held = (await leases.take(ADA, 2)).map((lease) => ({ ...lease, workerId: ADA.id }));
  for (let round = 0; round < RACES; round += 1) {
    await expire();
    const [kept, ...taken] = await Promise.all([
      Promise.all(
        held.map(async (lease) => ((await leases.beat(lease.workerId, [lease])).size ? [lease] : [])),
      ),
      ...workers.map(async ({ id, url }) =>
        (await leases.take({ id, url }, 2)).map((lease) => ({ ...lease, workerId: id })),
      ),
    ]);
    held = [...kept.flat(), ...taken.flat()];
    expect(held.map(({ accountId }) => accountId).toSorted()).toEqual(accountIds.toSorted());
  }
  expect(Math.max(...held.map(({ epoch }) => epoch))).toBeGreaterThan(RACES / 10);
});

async function sessionOf(userId: string) {
  const { rows } = await asUser(database.pool, userId, (client) =>
    client.query<{ status: string; lastConnected: Date | null; revision: string }>(
      'select status, "lastConnected", revision from whatsapp_sessions',
    ),
  );
  const [row] = rows;
  if (!row) throw new Error('there is no session');
  return row;
}

test('what a holder says of a session reaches its user, and what one says that holds it no more does not', async () => {
  const { userId, accountId } = await createAccount(database.owner);
  await leases.want(userId, accountId, 'running');
  const [lease] = await leases.take(ADA, 1);
  const heard: string[] = [];
  const listener = await database.owner.connect();
  listener.on('notification', ({ payload = '' }) => heard.push(payload));
  await listener.query('listen nexis_sync');
  const connected = { status: 'connected', attempt: 0, since: 0 } as const;
  expect(await leases.say(lease!, connected)).toBe(true);
  expect(await leases.say({ ...lease!, epoch: lease!.epoch - 1 }, { status: 'disconnected' })).toBe(false);
  const { status, lastConnected, revision } = await sessionOf(userId);
  expect([status, lastConnected]).toEqual(['connected', expect.any(Date)]);
  await listener.query('unlisten nexis_sync');
  listener.release();
  expect(heard).toEqual([`${userId} ${revision} `]);
});

test('the same state said again makes no revision', async () => {
  const { userId, accountId } = await createAccount(database.owner);
  await leases.want(userId, accountId, 'running');
  const [lease] = await leases.take(ADA, 1);
  await leases.say(lease!, { status: 'ended', reason: 'failed' });
  const before = await sessionOf(userId);
  expect(await leases.say(lease!, { status: 'ended', reason: 'failed' })).toBe(true);
  expect(await sessionOf(userId)).toEqual(before);
});
