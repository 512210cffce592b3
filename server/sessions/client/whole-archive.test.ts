import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

/** An archive of files that are not compressed. */
function zipOf(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04_03_4b_50);
    local.writeUInt32LE(crc32(text), 14);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50);
    entry.writeUInt32LE(crc32(text), 16);
    entry.writeUInt32LE(text.length, 20);
    entry.writeUInt32LE(text.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    entries.push(entry, Buffer.from(name));
    parts.push(local, Buffer.from(name), Buffer.from(text));
    offset += 30 + name.length + text.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06_05_4b_50);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
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
