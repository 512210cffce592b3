import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startEmbeddedPostgres } from './embedded.ts';
import { isAlive } from './postmaster.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const NAMELESS = 54_321;
let directory = '';
let owners: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'embedded-'));
  owners = [];
});

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGTERM');
  await Promise.all(
    owners
      .filter((owner) => owner.exitCode === null && owner.signalCode === null)
      .map((owner) => once(owner, 'exit')),
  );
  await rm(directory, { recursive: true, force: true });
});

/** Starts the database in a process of its own, which stays until it is killed. */
async function startInChild(prefix: string[] = []) {
  const script = `
    const {startEmbeddedPostgres} = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)});
    const {url, pid, isAdopted, stop} = await startEmbeddedPostgres(${JSON.stringify(directory)});
    process.on('SIGTERM', async () => {await stop(); process.exit(0);});
    console.log(JSON.stringify({url, pid, isAdopted}));
    setInterval(() => {}, 1000);`;
  const command = [...prefix, process.execPath, '--input-type=module', '--eval', script];
  const owner = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  owners.push(owner);
  const [line] = await once(owner.stdout, 'data');
  const started: { url: string; pid: number; isAdopted: boolean } = JSON.parse(String(line));
  return { owner, ...started };
}

async function query(url: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

const gone = (pid: number) => vi.waitUntil(() => !isAlive(pid), { timeout: 10_000, interval: 10 });

test('a first start makes a database that answers, and a stop leaves no process', async () => {
  const server = await startEmbeddedPostgres(directory);
  const { rows } = await query(
    server.url,
    `select current_user as "user", current_setting('TimeZone') as zone`,
  );
  await server.stop();
  expect(rows).toEqual([{ user: 'nexis', zone: 'UTC' }]);
  expect(isAlive(server.pid)).toBe(false);
});

test('a second process shares the running server, and its stop leaves it running', async () => {
  const owner = await startInChild();
  const sharer = await startEmbeddedPostgres(directory);
  await sharer.stop();
  expect(sharer).toMatchObject({ url: owner.url, pid: owner.pid, isAdopted: true });
  expect((await query(owner.url, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('two processes that start at once have one server', async () => {
  const [one, other] = await Promise.all([startInChild(), startInChild()]);
  expect(one.pid).toBe(other.pid);
  expect(one.isAdopted).toBe(!other.isAdopted);
});

test.runIf(process.platform === 'linux')(
  'kill -9 of the owner ends the server, and the next start has the rows',
  async () => {
    const first = await startInChild();
    await query(first.url, 'create table kept as select 1 as one');
    first.owner.kill('SIGKILL');
    await gone(first.pid);
    const next = await startEmbeddedPostgres(directory);
    const { rows } = await query(next.url, 'select * from kept');
    await next.stop();
    expect(rows).toEqual([{ one: 1 }]);
  },
);

test('kill -9 of the server loses no committed row', async () => {
  const first = await startInChild();
  await query(first.url, 'create table kept as select generate_series(1, 500) as n');
  process.kill(first.pid, 'SIGKILL');
  const next = await startEmbeddedPostgres(directory);
  const { rows } = await query(next.url, 'select count(*)::int as count from kept');
  await next.stop();
  expect(rows).toEqual([{ count: 500 }]);
});

test('a postmaster.pid whose pid now belongs to another program is no obstacle', async () => {
  const first = await startEmbeddedPostgres(directory);
  const pidFile = join(directory, 'pg18', 'postmaster.pid');
  const content = await readFile(pidFile, 'utf8');
  await first.stop();
  await writeFile(pidFile, content.replace(String(first.pid), String(process.pid)), { mode: 0o600 });
  const next = await startEmbeddedPostgres(directory);
  await next.stop();
  expect(next.isAdopted).toBe(false);
});

test('a start.lock of a process that died is no obstacle', async () => {
  const dead = spawn('true');
  await once(dead, 'exit');
  await writeFile(join(directory, 'start.lock'), String(dead.pid));
  const server = await startEmbeddedPostgres(directory);
  await server.stop();
  expect(server.isAdopted).toBe(false);
});

for (const [who, uid] of [
  ['a normal user', NOBODY],
  ['a user id without a name, as containers have,', NAMELESS],
] as const) {
  test.runIf(isRoot && process.platform === 'linux')(`${who} needs nothing else`, async () => {
    await chown(directory, uid, uid);
    await chmod(directory, 0o700);
    const user = ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
    const { url } = await startInChild(user);
    expect((await query(url, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
}
