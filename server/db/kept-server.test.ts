import { mkdtemp, realpath, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processesWithArgument } from '../testing/processes.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import type { ServerEvent } from './kept-server.ts';

let directory = '';
let server: EmbeddedPostgres;
let events: ServerEvent[];

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'kept-')));
  events = [];
  server = await startEmbeddedPostgres(directory, (event) => events.push(event));
});
afterEach(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

async function query(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const happened = (type: ServerEvent['type']) =>
  vi.waitUntil(() => events.some((event) => event.type === type), { timeout: 10_000, interval: 5 });

test('after a kill -9 it comes back by itself, at the same address and with its rows', async () => {
  await query('create table kept as select 1 as one');
  const { pid } = server;
  process.kill(pid, 'SIGKILL');
  await happened('back');
  expect(await query('select * from kept')).toEqual([{ one: 1 }]);
  expect(server.pid).not.toBe(pid);
  expect(events[0]).toEqual({ type: 'lost', code: null, signal: 'SIGKILL' });
});

test('one that was stopped stays stopped', async () => {
  await server.stop();
  expect(events).toEqual([]);
  await expect(query('select 1')).rejects.toThrow('ECONNREFUSED');
});

test('while it can not come back it says so, and it comes back when it can', async () => {
  const dataDirectory = join(directory, 'pg18');
  await rename(dataDirectory, `${dataDirectory}.away`);
  process.kill(server.pid, 'SIGKILL');
  await happened('still_down');
  await rename(`${dataDirectory}.away`, dataDirectory);
  await happened('back');
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

for (const moment of ['before it is missed', 'when it is missed', 'while it starts again'] as const) {
  test.runIf(process.platform === 'linux')(`a stop ${moment} leaves no process`, async () => {
    process.kill(server.pid, 'SIGKILL');
    if (moment !== 'before it is missed') await happened('lost');
    if (moment === 'while it starts again') {
      await vi.waitUntil(async () => (await processesWithArgument(join(directory, 'pg18'))).length > 0);
    }
    await server.stop();
    expect(await processesWithArgument(join(directory, 'pg18'))).toEqual([]);
    expect(events.some(({ type }) => type === 'back')).toBe(false);
  });
}
