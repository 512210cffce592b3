import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { generateKeys } from './sessions/store/keys.ts';
import { PROTOCOL_VERSION, pullResponse, pushResponse } from '../shared/sync/protocol.ts';
import { createFolder, createSignedInUser, putAccount, TEST_SECRET, type TestUser } from './testing/app.ts';
import { openLiveSocket, postSync, type TestLiveSocket } from './testing/live-socket.ts';
import { createTestDatabase, type TestDatabase } from './testing/postgres.ts';
import { killProcesses, startProcess, type ServerProcess } from './testing/server-process.ts';

const PUSHES = 20;
const inTime = { timeout: 5000, interval: 5 };

let database: TestDatabase;
let processes: ServerProcess[] = [];
let one: string;
let other: string;
let user: TestUser;
let clientId: string;
let sequence: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const variables = {
    DATABASE_URL: database.url,
    AUTH_SECRET: TEST_SECRET,
    SESSION_KEYS: generateKeys(),
    DATA_DIR: tmpdir(),
  };
  const start = () => startProcess({ ...variables, PLAN_DEFAULT: 'pro_yearly' }, '--port', '0');
  processes = [start(), start()];
  [one = '', other = ''] = await Promise.all(processes.map(({ isListening }) => isListening()));
});
afterAll(async () => {
  await killProcesses(processes.map(({ server }) => server));
  await database.drop();
});
beforeEach(async () => {
  user = await createSignedInUser(database.owner);
  [clientId, sequence] = [crypto.randomUUID(), 0];
});

async function pushTo(url: string, operation: object): Promise<void> {
  sequence += 1;
  const mutations = [{ ...operation, sequence, mutationId: crypto.randomUUID() }];
  const request = { protocol: PROTOCOL_VERSION, clientId, rejectionsSeen: 0, mutations };
  const answer = pushResponse.parse(await postSync(url, 'push', user, request));
  expect(answer).toMatchObject({ lastSequence: sequence, rejections: [] });
}

async function pullFrom(url: string) {
  const response = await fetch(`${url}/api/sync/pull?protocol=${PROTOCOL_VERSION}`, {
    headers: { authorization: user.authorization },
  });
  return pullResponse.parse(await response.json()).changes;
}

const isHeard = (live: TestLiveSocket, revision: number) =>
  vi.waitUntil(() => live.revision === revision, inTime);

test('[L4] each push on one server pokes a socket of the other, which can pull what it was told of at once', async () => {
  const live = await openLiveSocket(other, user);
  const account = putAccount(user);
  await pushTo(one, account);
  await isHeard(live, 1);
  for (let revision = 2; revision <= PUSHES; revision += 1) {
    const pulled = once(live.socket, 'message').then(() => pullFrom(other));
    await pushTo(one, createFolder(account.id));
    expect(await pulled).toHaveLength(revision);
    expect(live.revision).toBe(revision);
  }
  live.socket.terminate();
});

test('[L4] when one server lost what it listens with, its sockets hear what they missed, and go on', async () => {
  const account = putAccount(user);
  await pushTo(one, account);
  const live = await Promise.all([openLiveSocket(one, user), openLiveSocket(other, user)]);
  const { rows } = await database.owner.query(
    `select pg_terminate_backend(pid) from (
      select pid from pg_stat_activity where datname = current_database() and application_name = 'nexischat listener'
      order by backend_start limit 1) as first`,
  );
  expect(rows).toHaveLength(1);
  await pushTo(one, createFolder(account.id));
  await Promise.all(live.map((socket) => isHeard(socket, 2)));
  await pushTo(other, createFolder(account.id));
  await Promise.all(live.map((socket) => isHeard(socket, 3)));
  for (const { socket } of live) socket.terminate();
});

test('[L4] a server that is killed takes no poke of the other with it', async () => {
  const live = await openLiveSocket(other, user);
  await pushTo(one, putAccount(user));
  await isHeard(live, 1);
  const first = processes[0]!.server;
  first.kill('SIGKILL');
  await once(first, 'exit');
  await pushTo(other, putAccount(user, '4915100000002'));
  await isHeard(live, 2);
  live.socket.terminate();
});
