import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPool } from '../db/pool.ts';
import { createLog } from '../log.ts';
import { createAccount, holderOf } from '../testing/accounts.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { startProxy, through } from '../testing/proxy.ts';
import { killProcesses } from '../testing/server-process.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { Leases } from './leases.ts';

const WORKER = join(import.meta.dirname, '../testing/lease-worker.ts');
const TAKEN_OVER_WITHIN_MS = 10_000;

interface Worker {
  process: ChildProcess;
  /** What it says that it holds: accountId -> epoch. */
  held: Map<string, number>;
  said: string[];
}

let database: TestDatabase;
let leases: Leases;
let workers: Worker[];
let accounts: { userId: string; accountId: string }[];

beforeEach(async () => {
  database = await createTestDatabase();
  leases = new Leases(database.pool);
  [workers, accounts] = [[], []];
});
afterEach(async () => {
  await killProcesses(workers.map(({ process }) => process));
  await database.drop();
});

async function wantSessions(count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const account = await createAccount(database.owner);
    accounts.push(account);
    await leases.want(account.userId, account.accountId, 'running');
  }
}

async function startWorker(id: string): Promise<Worker> {
  const child = spawn(process.execPath, [WORKER, database.url, id, '20'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const worker: Worker = { process: child, held: new Map(), said: [] };
  workers.push(worker);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [what, accountId, epoch] = JSON.parse(line) as [string, string, number];
    worker.said.push(what);
    if (what === 'taken') worker.held.set(accountId, epoch);
    else worker.held.delete(accountId);
  });
  await vi.waitUntil(() => worker.said.includes('up'), { timeout: 10_000 });
  return worker;
}

const countOf = (held: Worker[]) => held.reduce((count, worker) => count + worker.held.size, 0);
const until = (condition: () => boolean, timeout = TAKEN_OVER_WITHIN_MS) =>
  vi.waitUntil(condition, { timeout, interval: 20 });

test('of three workers one is killed, one is frozen: the third has all sessions within ten seconds', async () => {
  const [killed, frozen, left] = (await Promise.all(['a', 'b', 'c'].map(startWorker))) as [
    Worker,
    Worker,
    Worker,
  ];
  await wantSessions(12);
  await until(() => countOf(workers) === 12);
  expect(Math.max(...workers.map(({ held }) => held.size))).toBeLessThanOrEqual(6);

  killed.process.kill('SIGKILL');
  frozen.process.kill('SIGSTOP');
  await until(() => left.held.size === 12);
  const holders = await Promise.all(accounts.map(({ accountId }) => holderOf(database.owner, accountId)));
  expect(new Set(holders.map((holder) => holder?.url))).toEqual(new Set(['http://127.0.0.1/c']));

  const before = frozen.held.size;
  frozen.process.kill('SIGCONT');
  await until(() => frozen.held.size === 0);
  expect(frozen.said.filter((what) => what === 'lost')).toHaveLength(before);
  expect(left.held.size).toBe(12);
}, 40_000);

test('a worker that ends gives its sessions to another at once, and one that is wanted stopped ends', async () => {
  const [first, second] = [await startWorker('a'), await startWorker('b')];
  await wantSessions(3);
  await until(() => countOf(workers) === 3);
  const { userId, accountId } = accounts[0]!;
  await leases.want(userId, accountId, 'stopped');
  await until(() => countOf(workers) === 2, 1500);
  expect(await holderOf(database.owner, accountId)).toBeNull();
  first.process.kill('SIGTERM');
  await until(() => second.held.size === 2, 2000);
});

test('a worker hears by its next beat that an account was deleted', async () => {
  const worker = await startWorker('a');
  await wantSessions(1);
  await until(() => worker.held.size === 1);
  await database.owner.query('delete from accounts');
  await until(() => worker.held.size === 0, 3500);
  expect(worker.said).toContain('deleted');
});

test('a worker that loses its database lets go before its leases end', async () => {
  const proxy = await startProxy(Number(new URL(database.url).port));
  const url = through(proxy, database.url);
  const pool = await openPool(url, () => undefined, { queryTimeoutMs: 1000 });
  const held = new Set<string>();
  const keeper = new LeaseKeeper({
    leases: new Leases(pool),
    databaseUrl: url,
    log: createLog('silent'),
    worker: { id: 'a', url: 'http://127.0.0.1/a' },
    capacity: 20,
    onTaken: ({ accountId }) => held.add(accountId),
    startsMax: Infinity,
    starting: () => 0,
    onStop: () => undefined,
    onDeleted: () => undefined,
    onLost: (accountId) => held.delete(accountId),
  });
  await wantSessions(2);
  await keeper.start();
  await until(() => held.size === 2);
  expect(keeper.accountIds).toHaveLength(2);
  await proxy.close();
  await until(() => held.size === 0);
  const holders = await Promise.all(accounts.map(({ accountId }) => holderOf(database.owner, accountId)));
  expect(holders.every((holder) => holder !== null)).toBe(true);
  expect(keeper.epochOf(accounts[0]!.accountId)).toBeNull();
  await keeper.stop();
  await pool.end();
});
