import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { zipOf } from '../../testing/zip.ts';
import { extractWhole } from './whole-archive.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nexischat-archive-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function written(bytes: Buffer): Promise<string> {
  const file = path.join(folder, 'login.zip');
  await writeFile(file, bytes);
  return file;
}

const NAME = 'Default/IndexedDB/1.log';
const whole = zipOf({ 'Default/IndexedDB/': '', [NAME]: 'twelve bytes' });

async function extracted(bytes: Buffer): Promise<string> {
  const into = path.join(folder, 'profile');
  await extractWhole(await written(bytes), into);
  return readFile(path.join(into, NAME), 'utf8');
}

test('a whole archive gives its files', async () => {
  expect(await extracted(whole)).toBe('twelve bytes');
});

test('an archive that ends anywhere before its end is torn', async () => {
  for (let length = 0; length < whole.length; length += 1)
    await expect(extracted(whole.subarray(0, length))).rejects.toMatchObject({ code: 'torn_login' });
});

test('an archive that has lost a piece of its middle is torn', async () => {
  const torn = Buffer.concat([whole.subarray(0, 40), whole.subarray(50)]);
  await expect(extracted(torn)).rejects.toMatchObject({ code: 'torn_login' });
});

test('an archive of which a byte of a file is another is torn', async () => {
  const flipped = Buffer.from(whole);
  flipped[flipped.indexOf('twelve')] = 0;
  await expect(extracted(flipped)).rejects.toThrow('not what was stored');
});

test('an archive of nothing is no login', async () => {
  await expect(extracted(zipOf({}))).rejects.toThrow('empty');
});

test('a file that would lie elsewhere is not written', async () => {
  await expect(extracted(zipOf({ '../elsewhere': 'a login' }))).rejects.toMatchObject({ code: 'torn_login' });
  expect(await readdir(folder)).toEqual(['login.zip']);
});

test('a folder that can not be written to is no sign of a torn login', async () => {
  await writeFile(path.join(folder, 'profile'), 'a file');
  await expect(extracted(whole)).rejects.toMatchObject({ code: 'ENOTDIR' });
});
