import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { killListReader } from './kill-list.ts';
import { createLog } from './log.ts';
import { createTestApp, EXTENSION_ORIGIN, type TestApp } from './testing/app.ts';

const folders = { feature: 'folders', to: '0.1.0' };

let directory: string;
let path: string;
let app: TestApp;
let warnings: { msg: string; count?: number }[];
const log = createLog('info', { write: (line) => void warnings.push(JSON.parse(line)) });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nexischat-kill-list-'));
  path = join(directory, 'kill-list.json');
  app = await createTestApp({ readKillList: () => read() });
});
afterAll(async () => {
  await app.stop();
  await rm(directory, { recursive: true });
});

let read: ReturnType<typeof killListReader>;
beforeEach(async () => {
  warnings = [];
  await rm(path, { force: true });
  read = killListReader(path, log);
});

const write = (value: unknown) => writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
const get = () => app.app.request('/api/kill-list', { headers: { origin: EXTENSION_ORIGIN } });

test('anybody reads what is switched off, and may keep it for a few minutes', async () => {
  await write([folders]);
  const response = await get();
  expect([response.status, await response.json()]).toEqual([200, [folders]]);
  expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  expect(response.headers.get('access-control-allow-origin')).toBe(EXTENSION_ORIGIN);
});

test('a change of the file is seen without a restart, also of one that was replaced', async () => {
  await write([folders]);
  await get();
  await write([folders, { feature: 'tags' }]);
  expect(await (await get()).json()).toEqual([folders, { feature: 'tags' }]);
  await writeFile(`${path}.new`, JSON.stringify([{ feature: 'tags' }]));
  await rename(`${path}.new`, path);
  expect(await (await get()).json()).toEqual([{ feature: 'tags' }]);
});

test('without the variable nothing is off and nothing is said', async () => {
  read = killListReader(undefined, log);
  expect([await (await get()).json(), warnings]).toEqual([[], []]);
});

test.each([
  ['missing', () => Promise.resolve()],
  ['no JSON', () => write('[{"feature": "fol')],
  ['no list', () => write({ feature: 'folders' })],
  ['a folder', () => Promise.resolve(void (read = killListReader(directory, log)))],
])('with a file that is %s nothing is off, and one warning says so', async (_what, arrange) => {
  await arrange();
  const responses = await Promise.all([get(), get()]);
  responses.push(await get());
  for (const response of responses) expect([response.status, await response.json()]).toEqual([200, []]);
  expect(warnings).toHaveLength(1);
});

test('a file that appears later is taken, and one that goes switches everything on again', async () => {
  expect(await read()).toEqual([]);
  await write([folders]);
  expect(await read()).toEqual([folders]);
  await rm(path);
  expect(await read()).toEqual([]);
  expect(warnings).toHaveLength(2);
});

test('an entry that is not valid is left out, with a warning that counts them', async () => {
  await write([{ feature: 'folders', from: 'soon' }, folders, null]);
  expect(await read()).toEqual([folders]);
  expect(warnings).toMatchObject([{ count: 2 }]);
});

test('what a warning says has nothing of the file in it', async () => {
  await write('[{"feature": "secret');
  await read();
  expect(JSON.stringify(warnings)).not.toContain('secret');
});
