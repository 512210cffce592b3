import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArchive, unzipped } from './whole-archive.ts';

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
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02_01_4b_50);
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
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

const whole = zipOf({ 'Default/IndexedDB/': '', 'Default/IndexedDB/1.log': 'twelve bytes' });

test('a whole archive tells its files and their sizes', async () => {
  expect(await readArchive(await written(whole))).toEqual([{ name: 'Default/IndexedDB/1.log', bytes: 12 }]);
});

test('an archive that ends anywhere before its end is torn', async () => {
  for (let length = 0; length < whole.length; length += 1) {
    const file = await written(whole.subarray(0, length));
    await expect(readArchive(file)).rejects.toThrow('archive');
  }
});

test('an archive that has lost a piece of its middle is torn', async () => {
  const file = await written(Buffer.concat([whole.subarray(0, 40), whole.subarray(50)]));
  await expect(readArchive(file)).rejects.toThrow('not in one piece');
});

test('an archive of nothing is no login', async () => {
  await expect(readArchive(await written(zipOf({})))).rejects.toThrow('empty');
});

test('a file that is still written is waited for', async () => {
  const file = path.join(folder, '1.log');
  await writeFile(file, 'twelve');
  const done = unzipped([{ name: '1.log', bytes: 12 }], folder, 5000);
  await writeFile(file, 'twelve bytes');
  await expect(done).resolves.toBeUndefined();
});

test('a file that does not come in its size is missed', async () => {
  await writeFile(path.join(folder, '1.log'), 'twelve');
  await expect(unzipped([{ name: '1.log', bytes: 12 }], folder, 50)).rejects.toThrow('1 files');
});
