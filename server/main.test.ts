import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from './db/postmaster.ts';
import { killProcesses, startProcess } from './testing/server-process.ts';

let directory: string;
let servers: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'main-'));
});
afterEach(async () => {
  await killProcesses(servers);
  servers = [];
  await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

function start(variables: Record<string, string>, ...options: string[]) {
  const running = startProcess({ DATA_DIR: directory, ...variables }, ...options);
  servers.push(running.server);
  return running;
}

const postgresPid = async () =>
  Number((await readFile(join(directory, 'postgres', 'pg18', 'postmaster.pid'), 'utf8')).split('\n')[0]);

test('with nothing configured it starts, answers, and leaves no process when it is told to stop', async () => {
  const running = start({}, '--port', '0');
  const url = await running.isListening();
  const health = await fetch(`${url}/api/health`);
  const pid = await postgresPid();
  running.server.kill('SIGTERM');
  const [code] = await once(running.server, 'exit');
  expect([health.status, code, isAlive(pid)]).toEqual([200, 0, false]);
});

test('a server that follows its parent stops when the parent is gone', async () => {
  const running = start({}, '--port', '0', '--stop-with-stdin');
  await running.isListening();
  const pid = await postgresPid();
  running.server.stdin?.end();
  const [code] = await once(running.server, 'exit');
  expect([code, isAlive(pid)]).toEqual([0, false]);
});

test('a taken port is passed over for the next free one, and said so', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const running = start({ PORT: String(port) });
  const url = await running.isListening();
  other.close();
  expect(Number(new URL(url).port)).toBeGreaterThan(port);
  expect(running.output.text).toContain(`Port ${port} is taken.`);
});

test('a database that cannot be reached is one sentence and exit code 1', async () => {
  const startedAt = performance.now();
  const { server, output } = start({ DATABASE_URL: 'postgres://nexis:s3cret@127.0.0.1:1/nexis' });
  const [code] = await once(server, 'close');
  expect(code).toBe(1);
  expect(output.errors).toMatch(/^The database at 127\.0\.0\.1:1\/nexis cannot be used: [^\n]+\.\n$/);
  expect(output.errors).not.toContain('s3cret');
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('a mistake in the configuration is one sentence and exit code 1', async () => {
  const { server, output } = start({ PLAN_DEFAULT: 'gold' });
  const [code] = await once(server, 'close');
  expect([code, output.errors]).toEqual([1, 'PLAN_DEFAULT must be free, pro_monthly or pro_yearly.\n']);
});
