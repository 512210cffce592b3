import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMongoEndpoint } from '../../server/testing/mongo-endpoint.ts';
import { startProxy, through } from '../../server/testing/proxy.ts';
import { startSimulator } from '../../simulator/server.ts';
import { startServerProcess } from '../support/server.ts';
import { processesIn } from './stage.ts';
import { expect, link, linked, PHONE, signUp, test, withHouse, type Account, type House } from './house.ts';

// Each waits for what Chromium writes late.
test.describe.configure({ timeout: 120_000 });

const READY_MS_MAX = 10_000;
const HUNG_MS_MAX = 15_000;
const TAKEN_OVER_MS_MAX = 10_000;
const GONE_MS_MAX = 5000;

/** What the database has of the logins: how many generations, and their blobs, newest first. */
async function storedLogin({ database }: House): Promise<{ generation: number; blobId: string }[]> {
  const { rows } = await database.owner.query<{ generations: { generation: number; blobId: string }[] }>(
    `select coalesce("sessionData" -> 'generations', '[]') as generations from whatsapp_sessions`,
  );
  return rows[0]?.generations ?? [];
}

const saved = (house: House, count = 1) =>
  expect
    .poll(async () => (await storedLogin(house)).length, { timeout: 20_000 })
    .toBeGreaterThanOrEqual(count);

/** Milliseconds until something is so. */
async function timeUntil(isSo: () => Promise<boolean> | boolean, limitMs: number): Promise<number> {
  const fromMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - fromMs > limitMs) throw new Error(`not so after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Math.round(performance.now() - fromMs);
}

const isStatus = (account: Account, status: string) => async () =>
  (await account.view()).state.status === status;

test('a browser that hangs is noticed within 15 seconds, and the account is connected again within ten more', async ({
  house,
}) => {
  const { account, worker } = await linked(house);
  await saved(house);
  const pids = processesIn(house.folderOf(worker));
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  const noticedMs = await timeUntil(async () => !(await isStatus(account, 'connected')()), 20_000);
  const readyMs = await timeUntil(isStatus(account, 'connected'), 20_000);
  console.log(`browser hung: noticed after ${noticedMs} ms, connected ${readyMs} ms later`);
  expect(noticedMs).toBeLessThan(HUNG_MS_MAX);
  expect(readyMs).toBeLessThan(READY_MS_MAX);
  expect(house.simulator.devices()).toBe(1);
});

test('a page that crashes is noticed within 5 seconds, and the account is connected again within ten more', async ({
  house,
}) => {
  const { account, worker } = await linked(house);
  await saved(house);
  for (const pid of processesIn(house.folderOf(worker))) {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'))
      process.kill(pid, 'SIGKILL');
  }
  const noticedMs = await timeUntil(async () => !(await isStatus(account, 'connected')()), 10_000);
  const readyMs = await timeUntil(isStatus(account, 'connected'), 20_000);
  console.log(`page crashed: noticed after ${noticedMs} ms, connected ${readyMs} ms later`);
  expect(noticedMs).toBeLessThan(5000);
  expect(readyMs).toBeLessThan(READY_MS_MAX);
});

test('a worker that is killed leaves no browser, and another goes on without a code within ten seconds', async ({
  house,
}) => {
  const { account, worker } = await linked(house);
  await saved(house);
  // Its login moves on with each connection, and what is stored soon after.
  house.simulator.dropSockets();
  await saved(house, 2);
  await house.startWorker();
  const folder = house.folderOf(worker);
  const pids = processesIn(folder);
  expect(pids.length).toBeGreaterThan(2);
  await worker.kill();
  const goneMs = await timeUntil(() => processesIn(folder).length === 0, 10_000);
  const takenMs = await timeUntil(async () => (await epochOf(house)) > 1, 20_000);
  const readyMs = await timeUntil(isStatus(account, 'connected'), 20_000);
  console.log(
    `worker killed: no browser after ${goneMs} ms, taken over after ${goneMs + takenMs} ms, connected ${readyMs} ms later`,
  );
  expect(goneMs).toBeLessThan(GONE_MS_MAX);
  expect(goneMs + takenMs).toBeLessThan(TAKEN_OVER_MS_MAX);
  expect(readyMs).toBeLessThan(READY_MS_MAX);
  expect(house.simulator.devices()).toBe(1);
  expect([house.simulator.replaced(), house.simulator.rollbacks()]).toEqual([0, []]);
});

test('a worker that was frozen past its lease ends its browser when it goes on, and the account stays with the other', async ({
  house,
}) => {
  const { account, worker } = await linked(house);
  await saved(house);
  const [before] = await storedLogin(house);
  await house.startWorker();
  worker.process.kill('SIGSTOP');
  await timeUntil(async () => (await epochOf(house)) > 1, 20_000);
  await account.until('connected');
  worker.process.kill('SIGCONT');
  await timeUntil(() => processesIn(house.folderOf(worker)).length === 0, GONE_MS_MAX);
  const [after] = await storedLogin(house);
  await account.until('connected');
  expect([after?.generation, house.simulator.devices(), house.simulator.online()]).toEqual([
    before?.generation,
    1,
    1,
  ]);
});

async function epochOf({ database }: House): Promise<number> {
  const { rows } = await database.owner.query(
    `select epoch from session_leases where "leaseUntil" > now() and "ownerId" is not null`,
  );
  return Number(rows[0]?.epoch ?? 0);
}

test('a worker that is told to stop right after an account was linked loses no login', async ({ house }) => {
  const { account, worker } = await linked(house);
  expect(await storedLogin(house)).toEqual([]);
  await worker.stop();
  expect(await storedLogin(house)).not.toEqual([]);
  expect(processesIn(house.folderOf(worker))).toEqual([]);
  await house.startWorker();
  await account.until('connected');
  expect(house.simulator.devices()).toBe(1);
});

test('a worker that is told to stop while a new account still syncs loses no login', async () => {
  await withHouse(
    async (house) => {
      const [person, worker] = await Promise.all([house.person(), house.startWorker()]);
      const account = await person.addAccount(PHONE);
      await account.start();
      house.simulator.scan(await account.code());
      await account.until('starting');
      await worker.stop();
      house.simulator.configure({ syncDelayMs: 0 });
      await house.startWorker();
      await account.until('connected');
      expect(house.simulator.devices()).toBe(1);
    },
    { syncDelayMs: Infinity },
  );
});

test('who is connected elsewhere instead is told so, keeps the login, and goes on when asked to', async ({
  house,
}) => {
  const { account } = await linked(house);
  await saved(house);
  house.simulator.conflict('legacy');
  expect(await account.until('ended')).toMatchObject({ state: { reason: 'replaced' } });
  expect((await storedLogin(house)).length).toBeGreaterThan(0);
  await account.start();
  await account.until('connected');
  expect(house.simulator.devices()).toBe(1);
});

/** Changes the bytes of the newest stored login while nobody runs it. */
async function tamper(house: House, how: string): Promise<void> {
  const [newest] = await storedLogin(house);
  await house.database.owner.query(how, [newest?.blobId]);
}

for (const [name, how] of [
  [
    'is cut short',
    `delete from session_blob_chunks where "blobId" = $1 and place = (select max(place) from session_blob_chunks where "blobId" = $1)`,
  ],
  [
    'has a wrong bit',
    `update session_blob_chunks set bytes = set_byte(bytes, 100, get_byte(bytes, 100) # 1) where "blobId" = $1 and place = 0`,
  ],
  [
    'is an older one in its place',
    `update session_blob_chunks as newest set bytes = older.bytes from session_blob_chunks as older
    where newest."blobId" = $1 and older."blobId" <> $1 and older.place = newest.place`,
  ],
] as const) {
  test(`a stored login that ${name} is found out, and the one before it is used`, async ({ house }) => {
    const { account, worker } = await linked(house);
    await saved(house);
    await worker.stop();
    expect((await storedLogin(house)).length).toBeGreaterThan(1);
    await tamper(house, how);
    const second = await house.startWorker();
    await account.until('connected');
    expect(house.simulator.devices()).toBe(1);
    expect(second.log()).toContain('generation');
  });
}

test('when no stored login is whole, nothing is started from nothing: no code is shown', async ({
  house,
}) => {
  const { account, worker } = await linked(house);
  await worker.stop();
  await house.database.owner.query('update session_blob_chunks set bytes = bytes || bytes');
  await house.startWorker();
  await expect
    .poll(async () => (await account.view()).state, { timeout: 20_000 })
    .toMatchObject({ status: 'reconnecting' });
  expect(house.simulator.devices()).toBe(1);
  expect((await storedLogin(house)).length).toBeGreaterThan(0);
});

test('a login store that is away is never taken for no login: it waits, and goes on without a code', async () => {
  const mongo = await startMongoEndpoint();
  const port = Number(new URL(mongo.url).port);
  let proxy = await startProxy(port);
  const store = { MONGODB_URL: through(proxy, mongo.url) };
  await withHouse(async (house) => {
    const { account, worker } = await linked(house, store);
    await worker.stop();
    expect(await storedLogin(house)).not.toEqual([]);
    await proxy.close();
    await house.startWorker(store);
    await expect
      .poll(async () => (await account.view()).state, { timeout: 30_000 })
      .toMatchObject({ status: 'reconnecting' });
    proxy = await startProxy(port, proxy.port);
    await account.until('connected', 45_000);
    expect(house.simulator.devices()).toBe(1);
  });
  await proxy.close();
  await mongo.close();
});

test('a disk that takes nothing more costs no login: the one before is kept, and used', async ({ house }) => {
  const { account, worker } = await linked(house);
  await saved(house);
  const [before] = await storedLogin(house);
  // No file of this process may become longer, as on a disk that is full.
  execFileSync('prlimit', ['--pid', `${worker.process.pid}`, '--fsize=512']);
  await worker.stop();
  expect(await storedLogin(house)).toEqual([before]);
  expect(worker.log()).toContain('A login was not saved at its stop.');
  await house.startWorker();
  await account.until('connected');
  expect(house.simulator.devices()).toBe(1);
});

test('a database that is killed ends no account: it is connected, or again within ten seconds, without a code', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-database-'));
  const simulator = await startSimulator({ login: 'unlinked' });
  const server = await startServerProcess({
    DATA_DIR: folder,
    PORT: '0',
    PLAN_DEFAULT: 'pro_yearly',
    RATE_LIMIT: 'off',
    SIMULATOR_ARGS: JSON.stringify(simulator.chromiumArgs),
  });
  try {
    const account = await link(await signUp(server.url), simulator);
    const [pid] = readFileSync(path.join(folder, 'postgres', 'pg18', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    const isRead = () =>
      account.call('GET', '/chats').then(
        ({ status }) => status === 200,
        () => false,
      );
    const awayMs = await timeUntil(async () => !(await isRead()), 5000);
    const backMs = awayMs + (await timeUntil(isRead, 30_000));
    console.log(`database killed: chats are read again after ${backMs} ms`);
    expect(backMs).toBeLessThan(READY_MS_MAX);
    await account.until('connected');
    expect([simulator.devices(), simulator.replaced()]).toEqual([1, 0]);
  } finally {
    await server.stop();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('a database that is away for longer than a lease ends no account, nor takes its login back to what it was', async ({
  house,
}) => {
  const port = Number(new URL(house.database.url).port);
  let proxy = await startProxy(port);
  const { account } = await linked(house, { DATABASE_URL: through(proxy, house.database.url) });
  await saved(house);
  // Its login moves on, and the stored one does not.
  house.simulator.dropSockets();
  await expect.poll(() => house.simulator.online()).toBe(0);
  await expect.poll(() => house.simulator.online(), { timeout: 15_000 }).toBe(1);
  await proxy.close();
  await expect.poll(() => house.simulator.online(), { timeout: 15_000 }).toBe(0);
  proxy = await startProxy(port, proxy.port);
  await expect.poll(() => house.simulator.online(), { timeout: 30_000 }).toBe(1);
  await account.until('connected');
  expect([house.simulator.devices(), house.simulator.rollbacks()]).toEqual([1, []]);
  await proxy.close();
});

test('nothing of a login is in the clear: not in the database, not in the log, and after a stop not on disk', async () => {
  const canary = 'canary-of-a-login-4711';
  await withHouse(
    async (house) => {
      const { account, worker } = await linked(house);
      await saved(house);
      const folder = house.folderOf(worker);
      // It is in the profile while it runs, or this test would prove nothing.
      await expect.poll(() => isAnywhere(folder, canary), { timeout: 15_000 }).toBe(true);
      await account.call('GET', '/chats');
      await worker.stop();
      expect(isAnywhere(house.variables['DATA_DIR'] ?? '', canary)).toBe(false);
      for (const table of [
        'session_blob_chunks',
        'session_blobs',
        'whatsapp_sessions',
        'session_leases',
        'session_sends',
      ]) {
        const { rows } = await house.database.owner.query(
          `select encode(t::text::bytea, 'escape') as row from ${table} as t`,
        );
        const said = rows.map(({ row }) => row as string).join('\n');
        expect(said).not.toContain(canary);
      }
      // A zip has the names of its files in the clear, and its texts compressed.
      const { rows } = await house.database.owner.query<{ bytes: Buffer }>(
        'select bytes from session_blob_chunks',
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { bytes } of rows) {
        for (const clear of [canary, 'IndexedDB', 'PK\u0003\u0004'])
          expect(bytes.includes(clear)).toBe(false);
      }
      expect(worker.log() + house.api.log()).not.toContain(canary);
      expect(worker.log()).not.toMatch(/15550100001|2@/);
    },
    { firstScript: `localStorage.setItem('canary', '${canary}')` },
  );
});

function isAnywhere(folder: string, text: string): boolean {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.some((file) => {
    try {
      const bytes = readFileSync(`${file.parentPath}/${file.name}`);
      return bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'));
    } catch {
      return false; // It went away meanwhile.
    }
  });
}
