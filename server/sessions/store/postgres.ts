import { Readable } from 'node:stream';
import type pg from 'pg';
import { BlobMissing, StoreUnreachable, type BlobStore } from './blob-store.ts';

const CHUNK_BYTES = 512 * 1024;

/** Blobs in tables of the server's own database. */
export class PostgresBlobStore implements BlobStore {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async write(blobId: string, ciphertext: Readable): Promise<void> {
    await this.#query('insert into session_blobs (id) values ($1)', [blobId]);
    let place = 0;
    for await (const bytes of gathered(ciphertext)) {
      await this.#query('insert into session_blob_chunks ("blobId", place, bytes) values ($1, $2, $3)', [
        blobId,
        place,
        bytes,
      ]);
      place += 1;
    }
  }

  read(blobId: string): Readable {
    return Readable.from(this.#chunks(blobId), { objectMode: false });
  }

  async delete(blobId: string): Promise<void> {
    await this.#query('delete from session_blobs where id = $1', [blobId]);
  }

  async listOlder(ageMs: number): Promise<string[]> {
    const rows = await this.#query<{ id: string }>(
      `select id from session_blobs where "createdAt" < now() - make_interval(secs => $1)`,
      [ageMs / 1000],
    );
    return rows.map(({ id }) => id);
  }

  async close(): Promise<void> {
    // The pool is its owner's.
  }

  async *#chunks(blobId: string) {
    // What follows the last chunk, or a hole, is not there: the seal tells the one from the other.
    for (let place = 0; ; place += 1) {
      const [chunk] = await this.#query<{ bytes: Buffer }>(
        'select bytes from session_blob_chunks where "blobId" = $1 and place = $2',
        [blobId, place],
      );
      if (!chunk && place === 0) throw new BlobMissing(`There is no blob ${blobId}.`);
      if (!chunk) return;
      yield chunk.bytes;
    }
  }

  async #query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.#pool.query<Row>(text, values)).rows;
    } catch (cause) {
      throw new StoreUnreachable('PostgreSQL did not keep or find a blob.', { cause });
    }
  }
}

async function* gathered(source: Readable): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const part of source as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size < CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(parts);
}
