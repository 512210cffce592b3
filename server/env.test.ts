import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnvironment } from './env.ts';
import { generateKeys } from './sessions/store/keys.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'env-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('with nothing configured everything has a value', () => {
  expect(readEnvironment({ DATA_DIR: directory })).toMatchObject({
    PORT: 8787,
    HOST: '127.0.0.1',
    PLAN_DEFAULT: 'free',
    RATE_LIMIT: 'on',
    LOG_LEVEL: 'info',
    AUTH_SECRET: expect.stringMatching(/^[\w-]{43}$/),
    SESSION_KEYS: expect.stringMatching(/^made-here:[\w+/]{43}=$/),
  });
});

test.each([
  ['AUTH_SECRET', 'auth-secret'],
  ['SESSION_KEYS', 'session-keys'],
  ['INTERNAL_SECRET', 'internal-secret'],
] as const)('%s is made once, readable by its owner alone', async (name, fileName) => {
  const first = readEnvironment({ DATA_DIR: directory })[name];
  const second = readEnvironment({ DATA_DIR: directory })[name];
  const file = join(directory, fileName);
  expect(second).toBe(first);
  expect(await readFile(file, 'utf8')).toBe(first);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('in production the keys of logins are not made, as they must outlive the disk', () => {
  expect(() => readEnvironment({ DATA_DIR: directory, NODE_ENV: 'production' })).toThrow(
    /^SESSION_KEYS must be set when NODE_ENV is production\.$/,
  );
});

test('an empty variable counts as unset', () => {
  expect(readEnvironment({ DATA_DIR: directory, PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 8787 });
});

test.each([
  [{ PORT: '70000' }, /^PORT .*\.$/],
  [{ PORT: 'http' }, /^PORT must be a port/],
  [{ DATABASE_URL: 'mysql://here' }, /^DATABASE_URL must be a postgres:\/\/ address\.$/],
  [{ AUTH_SECRET: 'short' }, /^AUTH_SECRET must have 32 characters or more\.$/],
  [{ SESSION_KEYS: 'a:c2hvcnQ=' }, /^SESSION_KEYS must list keys of 32 bytes as id:base64[^:]*\.$/],
  [{ MONGODB_URL: 'postgres://here' }, /^MONGODB_URL must be a mongodb:\/\/ address\.$/],
  [{ ROLE: 'king' }, /^ROLE must be all, api or worker\.$/],
  [{ ROLE: 'worker' }, /^INTERNAL_SECRET must be set when ROLE is worker\.$/],
  [{ INTERNAL_HOST: '0.0.0.0' }, /^INTERNAL_URL must be set when INTERNAL_HOST is 0\.0\.0\.0\.$/],
  [{ INTERNAL_SECRET: 'short' }, /^INTERNAL_SECRET must have 32 characters or more\.$/],
  [{ SIMULATOR_ARGS: '--flag' }, /^SIMULATOR_ARGS must be a JSON list of flags\.$/],
  [
    { NODE_ENV: 'production', SESSION_KEYS: generateKeys(), SIMULATOR_ARGS: '[]' },
    /^SIMULATOR_ARGS must not be set when NODE_ENV is production\.$/,
  ],
  [{ PLAN_DEFAULT: 'gold' }, /^PLAN_DEFAULT must be free/],
  [{ EXTENSION_ORIGINS: 'chrome-extension://x' }, /^EXTENSION_ORIGINS must list origins/],
  [{ HOST: '0.0.0.0' }, /^EXTENSION_ORIGINS must be set when HOST is 0\.0\.0\.0\.$/],
  [{ PORT: 'http', LOG_LEVEL: 'loud' }, /^PORT .*\.\nLOG_LEVEL .*\.$/],
])('%o gets one sentence for each mistake', (variables, sentence) => {
  expect(() => readEnvironment({ DATA_DIR: directory, ...variables })).toThrow(sentence);
});

test('several origins are separated by commas', () => {
  const [one, other] = ['a', 'b'].map((letter) => `chrome-extension://${letter.repeat(32)}`);
  expect(
    readEnvironment({ DATA_DIR: directory, EXTENSION_ORIGINS: `${one}, ${other}` }).EXTENSION_ORIGINS,
  ).toEqual([one, other]);
});
