import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// The zip of a login, as RemoteAuth's archiver makes it: one part, no zip64. The unzipper takes half of one without a word.

const END_SIGNATURE = 0x06_05_4b_50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const ENTRY_SIGNATURE = 0x02_01_4b_50;
const ENTRY_BYTES = 46;
const LOOK_INTERVAL_MS = 20;

export interface ArchivedFile {
  readonly name: string;
  readonly bytes: number;
}

/** A stored login is torn: it must not be started from. */
export class TornLogin extends Error {
  override readonly name = 'TornLogin';
  readonly code = 'torn_login';
}

/** The files that an archive holds. Throws TornLogin when it is not whole. */
export async function readArchive(file: string): Promise<ArchivedFile[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const tail = await read(Math.max(0, size - END_BYTES - COMMENT_BYTES_MAX), size);
    const endAt = lastEnd(tail);
    if (endAt < 0) throw new TornLogin('The archive has no end.');
    const end = tail.subarray(endAt);
    const [count, bytes, from] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
    if (from + bytes !== size - tail.length + endAt) throw new TornLogin('The archive is not in one piece.');
    const files = entriesOf(await read(from, from + bytes), count, from);
    if (files.length === 0) throw new TornLogin('The archive is empty.');
    return files;
  } finally {
    await handle.close();
  }

  async function read(from: number, to: number): Promise<Buffer> {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.subarray(0, bytesRead);
  }
}

function lastEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (
      tail.readUInt32LE(at) === END_SIGNATURE &&
      tail.readUInt16LE(at + 20) === tail.length - at - END_BYTES
    )
      return at;
  }
  return -1;
}

function entriesOf(directory: Buffer, count: number, dataBytes: number): ArchivedFile[] {
  const files: ArchivedFile[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw new TornLogin('The archive does not list what it holds.');
    const [packed, bytes] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)];
    const nameAt = at + ENTRY_BYTES;
    const nameEnd = nameAt + directory.readUInt16LE(at + 28);
    if (directory.readUInt32LE(at + 42) + packed > dataBytes)
      throw new TornLogin('The archive holds less than it lists.');
    const name = directory.toString('utf8', nameAt, nameEnd);
    if (!name.endsWith('/')) files.push({ name, bytes });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return files;
}

/**
 * Resolves when each file is there in its size: the unzipper says that it is done while it still writes. Throws TornLogin when that does
 * not come to be.
 */
export async function unzipped(
  files: readonly ArchivedFile[],
  folder: string,
  limitMs: number,
): Promise<void> {
  const endMs = performance.now() + limitMs;
  let missing = files;
  for (;;) {
    const isThere = await Promise.all(missing.map((file) => hasFile(folder, file)));
    missing = missing.filter((_file, index) => !isThere[index]);
    if (missing.length === 0) return;
    if (performance.now() > endMs) throw new TornLogin(`${missing.length} files of the login are missing.`);
    await sleep(LOOK_INTERVAL_MS);
  }
}

async function hasFile(folder: string, { name, bytes }: ArchivedFile): Promise<boolean> {
  const found = await stat(path.join(folder, name)).catch(() => undefined);
  return found?.size === bytes;
}
