import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION, pushResponse } from '../shared/sync/protocol.ts';
import { POOL_CONNECTIONS_MAX } from './db/pool.ts';
import { readEnvironment } from './env.ts';
import { startServer, type RunningServer } from './start.ts';
import { createSignedInUser, putAccount, TEST_SECRET, type TestUser } from './testing/app.ts';
import { openLiveSocket, postSync, type TestLiveSocket } from './testing/live-socket.ts';
import { childrenOf } from './testing/processes.ts';
import { TirelessDevice } from './testing/tireless-device.ts';

const KILLS = 10;
const USERS = 3;
const DEVICES_PER_USER = 2;
const PUSHES_BETWEEN_KILLS = 50;
const BACK_WITHIN_MS = 10_000;

interface World {
  user: TestUser;
  devices: TirelessDevice[];
  /** Opened before the first kill. */
  live: TestLiveSocket;
}

let directory: string;
let server: RunningServer;
let owner: pg.Pool;
let worlds: World[];
let devices: TirelessDevice[];
const backAfterMs: number[] = [];

async function connectAccount(user: TestUser, phoneNumber?: string): Promise<string> {
  const operation = putAccount(user, phoneNumber);
  const mutation = { ...operation, sequence: 1, mutationId: crypto.randomUUID() };
  const client = { protocol: PROTOCOL_VERSION, clientId: crypto.randomUUID(), rejectionsSeen: 0 };
  const answer = pushResponse.parse(
    await postSync(server.url, 'push', user, { ...client, mutations: [mutation] }),
  );
  expect(answer).toMatchObject({ lastSequence: 1, rejections: [] });
  return operation.id;
}

async function createWorld(): Promise<World> {
  const user = await createSignedInUser(owner);
  const accountId = await connectAccount(user);
  const live = await openLiveSocket(server.url, user);
  const create = () => new TirelessDevice(server.url, user, accountId);
  return { user, live, devices: Array.from({ length: DEVICES_PER_USER }, create) };
}

/** Kills every process of it; returns when they are told to die. */
async function killPostgres(): Promise<void> {
  const file = join(directory, 'postgres', 'pg18', 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
  for (const victim of [pid, ...(await childrenOf(pid))]) process.kill(victim, 'SIGKILL');
}

const inTime = { timeout: BACK_WITHIN_MS, interval: 5 };
const idsOf = (rows: { id: string }[]) => new Set(rows.map(({ id }) => id));
const sum = (of: (device: TirelessDevice) => number) =>
  devices.reduce((total, device) => total + of(device), 0);

describe.runIf(process.platform === 'linux')('after PostgreSQL was killed ten times under load', () => {
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'killed-'));
    const variables = { DATA_DIR: directory, AUTH_SECRET: TEST_SECRET, PORT: '0', LOG_LEVEL: 'silent' };
    server = await startServer(readEnvironment({ ...variables, PLAN_DEFAULT: 'pro_yearly' }));
    owner = new pg.Pool({ connectionString: server.databaseUrl });
    owner.on('error', () => undefined); // Its connections are killed with the others.
    worlds = await Promise.all(Array.from({ length: USERS }, createWorld));
    devices = worlds.flatMap((world) => world.devices);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const before = devices.map(({ pushes }) => pushes + PUSHES_BETWEEN_KILLS);
      await vi.waitUntil(() => devices.every(({ pushes }, index) => pushes >= before[index]!), inTime);
      await killPostgres();
      const killedMs = performance.now();
      await vi.waitUntil(() => devices.every(({ lastSentMs }) => lastSentMs > killedMs), inTime);
      backAfterMs.push(Math.round(performance.now() - killedMs));
    }
    await Promise.all(devices.map((device) => device.stop()));
    const repeats = sum((device) => device.repeats);
    const done = `${sum(({ pushes }) => pushes)} pushes, ${repeats} repeated`;
    process.stdout.write(`PostgreSQL killed: back after ${backAfterMs.join(', ')} ms; ${done}\n`);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(devices.map((device) => device.stop()));
    for (const { live } of worlds) live.socket.terminate();
    await owner.end();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('every device was acknowledged again within ten seconds each time', () => {
    expect(backAfterMs).toHaveLength(KILLS);
    expect(Math.max(...backAfterMs)).toBeLessThanOrEqual(BACK_WITHIN_MS);
  });

  test('[P1] what was acknowledged is there, and was applied once', async () => {
    for (const { user, devices } of worlds) {
      const query = async (text: string) => (await owner.query(text, [user.id])).rows;
      const folders = await query('select id from folders where "userId" = $1');
      expect(idsOf(folders)).toEqual(new Set(devices.flatMap(({ kept }) => kept)));
      const gone = await query('select id from sync_tombstones where "userId" = $1');
      expect(idsOf(gone)).toEqual(new Set(devices.flatMap(({ deleted }) => deleted)));
      // One for the account, and one for each push.
      const revision = 1 + devices.reduce((total, { pushes }) => total + pushes, 0);
      expect(await query('select revision::int from sync_heads where "userId" = $1')).toEqual([{ revision }]);
      const clients = await query(
        'select "clientId", "lastSequence"::int, rejections from sync_clients where "userId" = $1',
      );
      for (const { clientId, acknowledged: lastSequence } of devices) {
        expect(clients).toContainEqual({ clientId, lastSequence, rejections: [] });
      }
    }
    expect(sum(({ repeats }) => repeats)).toBeGreaterThan(KILLS);
  });

  test('the pool answers on all its connections', async () => {
    const requests = Array.from({ length: 3 * POOL_CONNECTIONS_MAX }, async (_, index) => {
      const { authorization } = worlds[index % USERS]!.user;
      const init = { headers: { authorization } };
      return (await fetch(`${server.url}/api/sync/pull?protocol=${PROTOCOL_VERSION}`, init)).status;
    });
    expect(new Set(await Promise.all(requests))).toEqual(new Set([200]));
  });

  test('[L4] a live socket from before hears of what was pushed, and of the next push', async () => {
    for (const { user, devices, live } of worlds) {
      const revision = 1 + devices.reduce((total, { pushes }) => total + pushes, 0);
      await vi.waitUntil(() => live.revision === revision, inTime);
      await connectAccount(user, '4915100000099');
      await vi.waitUntil(() => live.revision === revision + 1, inTime);
      expect(live.socket.readyState).toBe(WebSocket.OPEN);
    }
  });
});
