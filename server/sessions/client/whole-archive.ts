import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';

/** A stored login is torn: it must not be started from. */
export class TornLogin extends Error {
  override readonly name = 'TornLogin';
  readonly code = 'torn_login';
}

/**
 * Writes what a stored login holds into a folder. Throws TornLogin when it is not whole, and leaves then what it has written: RemoteAuth's
 * own unzipper takes half of an archive without a word, and says that it is done while it still writes.
 */
export async function extractWhole(file: string, folder: string): Promise<void> {
  try {
    const archive = await openPromise(file);
    let count = 0;
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      await extract(archive, entry, path.join(folder, entry.fileName));
      count += 1;
    }
    if (count === 0) throw new TornLogin('The archive is empty.');
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw error; // Of the disk, not of the archive.
    throw error instanceof TornLogin ? error : new TornLogin('The archive is torn.', { cause: error });
  }
}

async function extract(archive: ZipFile, entry: Entry, file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  let sum = 0;
  await pipeline(
    await archive.openReadStreamPromise(entry),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sum = crc32(chunk, sum);
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  if (sum !== entry.crc32) throw new TornLogin('A file of the archive is not what was stored.');
}
