import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestMongo, type TestMongo } from '../../testing/mongo.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { startProxy, through, type Proxy } from '../../testing/proxy.ts';
import { openPool } from '../../db/pool.ts';
import { BlobMissing, StoreUnreachable, type BlobStore } from './blob-store.ts';
import { MongoBlobStore } from './mongo.ts';
import { PostgresBlobStore } from './postgres.ts';

let database: TestDatabase;
let mongo: TestMongo;

beforeAll(async () => {
  database = await createTestDatabase();
  mongo = await startTestMongo();
});
afterAll(async () => {
  await mongo.stop();
  await database.drop();
});

/** A store at a place which may be a proxy, or nothing. */
const openers = {
  PostgreSQL: async (place: (url: string) => string): Promise<BlobStore> => {
    const url = place(database.url);
    if (url === database.url) return new PostgresBlobStore(database.pool);
    const pool = await openPool(url, () => undefined, { queryTimeoutMs: 1000 });
    const store = new PostgresBlobStore(pool);
    return Object.assign(store, { close: () => pool.end() });
  },
  MongoDB: async (place: (url: string) => string): Promise<BlobStore> => new MongoBlobStore(place(mongo.url)),
};
const farPort = { PostgreSQL: () => database.url, MongoDB: () => mongo.url };
const here = (url: string) => url;

describe.each(['PostgreSQL', 'MongoDB'] as const)('a store in %s', (kind) => {
  let store: BlobStore;
  beforeAll(async () => {
    store = await openers[kind](here);
  });
  afterAll(async () => {
    await Promise.all((await store.listOlder(-60_000)).map((blobId) => store.delete(blobId)));
    await store.close();
  });

  const write = (blobId: string, bytes: Buffer, pieceBytes = 60_000) =>
    store.write(blobId, Readable.from(inPieces(bytes, pieceBytes), { objectMode: false }));
  const read = (blobId: string) => buffer(store.read(blobId));

  test.each([
    ['one byte', 1],
    ['a little', 1000],
    ['exactly a chunk of GridFS', 1024 * 1024],
    ['several chunks and a bit', 5 * 1024 * 1024 + 17],
    ['more than a batch of GridFS', 20 * 1024 * 1024],
  ])('gives back %s as it was', async (_what, size) => {
    const [blobId, bytes] = [randomUUID(), randomBytes(size)];
    await write(blobId, bytes);
    expect((await read(blobId)).equals(bytes)).toBe(true);
  });

  test('keeps blobs apart', async () => {
    const blobs = Array.from({ length: 4 }, () => ({ id: randomUUID(), bytes: randomBytes(700_000) }));
    await Promise.all(blobs.map(({ id, bytes }) => write(id, bytes)));
    const found = await Promise.all(blobs.map(({ id }) => read(id)));
    expect(found.every((bytes, place) => bytes.equals(blobs[place]!.bytes))).toBe(true);
  });

  test('says of a blob that is not there that it is missing', async () => {
    await expect(read(randomUUID())).rejects.toThrow(BlobMissing);
  });

  test('deletes, and does nothing when it is asked again', async () => {
    const blobId = randomUUID();
    await write(blobId, randomBytes(2_000_000));
    await store.delete(blobId);
    await store.delete(blobId);
    await expect(read(blobId)).rejects.toThrow(BlobMissing);
    expect(await store.listOlder(-60_000)).not.toContain(blobId);
  });

  test('does not write over a blob', async () => {
    const [blobId, bytes] = [randomUUID(), randomBytes(1000)];
    await write(blobId, bytes);
    await expect(write(blobId, randomBytes(1000))).rejects.toThrow();
    expect((await read(blobId)).equals(bytes)).toBe(true);
  });

  test('lists those that are older, also when they were never finished', async () => {
    const [whole, cut] = [randomUUID(), randomUUID()];
    await write(whole, randomBytes(10));
    const failing = Readable.from(failingAfter(randomBytes(3_000_000)), { objectMode: false });
    await expect(store.write(cut, failing)).rejects.toThrow('The disk is gone.');
    expect(await store.listOlder(-60_000)).toEqual(expect.arrayContaining([whole, cut]));
    expect(await store.listOlder(60_000)).toEqual([]);
    await store.delete(cut);
    await expect(read(cut)).rejects.toThrow(BlobMissing);
  });

  describe('behind a network', () => {
    let proxy: Proxy;
    let remote: BlobStore;
    beforeAll(async () => {
      proxy = await startProxy(Number(new URL(farPort[kind]()).port));
      remote = await openers[kind]((url) => through(proxy, url));
      await remote.write(randomUUID(), Readable.from([randomBytes(10)]));
    });
    afterAll(() => remote.close());

    test('that is gone, every call says within seconds that it is unreachable', async () => {
      await proxy.close();
      const startedAt = performance.now();
      const calls = [
        buffer(remote.read(randomUUID())),
        remote.write(randomUUID(), Readable.from([randomBytes(10)])),
        remote.delete(randomUUID()),
        remote.listOlder(0),
      ];
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual(
        calls.map(() => expect.any(StoreUnreachable)),
      );
      expect(performance.now() - startedAt).toBeLessThan(8000);
    });
  });
});

test('a MongoDB that is not there when it is first needed is asked again', async () => {
  const [first, second] = [await startProxy(Number(new URL(mongo.url).port)), randomUUID()];
  await first.close();
  const store = new MongoBlobStore(through(first, mongo.url));
  await expect(store.listOlder(0)).rejects.toThrow(StoreUnreachable);
  const again = await startProxy(Number(new URL(mongo.url).port), first.port);
  await store.write(second, Readable.from([randomBytes(10)]));
  await store.delete(second);
  await store.close();
  await again.close();
});

test('nothing was asked of MongoDB that the endpoint does not know', () => {
  expect(mongo.refused).toEqual([]);
});

function* inPieces(bytes: Buffer, pieceBytes: number) {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

function* failingAfter(bytes: Buffer) {
  yield* inPieces(bytes, 100_000);
  throw new Error('The disk is gone.');
}
