import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { createAccount } from '../../testing/accounts.ts';
import { startTestMongo, type TestMongo } from '../../testing/mongo.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { Leases, type Lease } from '../leases.ts';
import { generateKeys, KeyRing } from './keys.ts';
import { LoginStore } from './login-store.ts';
import { MongoBlobStore } from './mongo.ts';
import { PostgresBlobStore } from './postgres.ts';

const SAVER = join(import.meta.dirname, '../../testing/login-saver.ts');
const ROTATE = join(import.meta.dirname, '../rotate.ts');
const KILLS = process.env['NEXIS_FULL'] ? 100 : 4;
const LOGIN_BYTES = 6 * 1024 * 1024;
// Of one save, about.
const KILL_AFTER_MS_MAX = 150;
const keys = generateKeys();

let database: TestDatabase;
let mongo: TestMongo;
let directory: string;
let file: string;
let hash: string;

beforeAll(async () => {
  [database, mongo] = [await createTestDatabase(), await startTestMongo()];
  directory = await mkdtemp(join(tmpdir(), 'nexischat-killed-'));
  file = join(directory, 'login.zip');
  const bytes = randomBytes(LOGIN_BYTES);
  hash = createHash('sha256').update(bytes).digest('hex');
  await writeFile(file, bytes);
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  await mongo.stop();
  await database.drop();
});

async function takeAccount(): Promise<Lease> {
  const { userId, accountId } = await createAccount(database.owner);
  const leases = new Leases(database.pool);
  await leases.want(userId, accountId, 'running');
  const [lease] = await leases.take({ id: 'a', url: '' }, 1);
  return lease!;
}

/** Kills a process somewhere in its saves; returns the last generation that it said was saved. */
async function saveAndKill({ accountId, epoch }: Lease, variables: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, [SAVER, database.url, keys, accountId, String(epoch), file], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  await once(child.stdout, 'data');
  await sleep(Math.random() * KILL_AFTER_MS_MAX);
  child.kill('SIGKILL');
  await once(child, 'close');
  return Number(said.trim().split('\n').at(-1));
}

test.each(['PostgreSQL', 'MongoDB'] as const)(
  `a worker that is killed in its saves to %s, ${KILLS} times, leaves the last login whole, and no blob for long`,
  async (kind) => {
    const { pool } = database;
    const blobs = kind === 'MongoDB' ? new MongoBlobStore(mongo.url) : new PostgresBlobStore(pool);
    const store = new LoginStore({ pool, blobs, keyRing: new KeyRing(keys), log: createLog('silent') });
    const lease = await takeAccount();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const saved = await saveAndKill(lease, {
        MONGODB_URL: kind === 'MongoDB' ? mongo.url : '',
      });
      const restored = join(directory, 'restored.zip');
      const found = await store.restore({ accountId: lease.accountId, file: restored });
      expect(found?.isRolledBack).toBe(false);
      // The answer to one more save may have been lost with the process.
      expect([saved, saved + 1]).toContain(found?.generation);
      expect(
        createHash('sha256')
          .update(await readFile(restored))
          .digest('hex'),
      ).toBe(hash);
      await rm(restored);
    }
    await store.sweepOrphans(-60_000);
    expect((await blobs.listOlder(-60_000)).length).toBeLessThanOrEqual(3);
    expect(await readdir(directory)).toEqual(['login.zip']);
    await blobs.close();
  },
  KILLS * 5000,
);

test('sessions:rotate re-wraps what is stored, and says how many; a key that is missing it says too', async () => {
  const { pool } = database;
  const lease = await takeAccount();
  const options = { pool, blobs: new PostgresBlobStore(pool), log: createLog('silent') };
  await new LoginStore({ ...options, keyRing: new KeyRing(keys) }).save({ ...lease, file });
  const next = generateKeys().replace('made-here', 'next');
  const wrong = await rotate(next);
  expect(wrong.errors).toMatch(/could not be opened with SESSION_KEYS/);
  const right = await rotate(`${next},${keys}`);
  expect(right.output).toMatch(/^\d+ stored generations of logins were re-wrapped for the key next\.\n$/);
  const restored = join(directory, 'restored.zip');
  const store = new LoginStore({ ...options, keyRing: new KeyRing(next) });
  expect(await store.restore({ accountId: lease.accountId, file: restored })).toMatchObject({
    generation: 1,
  });
  await rm(restored);
});

async function rotate(sessionKeys: string) {
  const child = spawn(process.execPath, [ROTATE], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: directory,
      AUTH_SECRET: randomBytes(32).toString('hex'),
      SESSION_KEYS: sessionKeys,
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  await once(child, 'close');
  return { output, errors };
}
