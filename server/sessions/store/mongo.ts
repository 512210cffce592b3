import mongoose from 'mongoose';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BlobMissing, StoreUnreachable, type BlobStore } from './blob-store.ts';

const BUCKET = 'session_blobs';
const CHUNK_BYTES = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 3000;
// A server that stopped in the middle of an answer.
const SILENCE_TIMEOUT_MS = 8000;

interface Begun {
  _id: string;
  begunAt: Date;
}
type BucketOptions = ConstructorParameters<typeof mongoose.mongo.GridFSBucket>[1];
type GridFsId = mongoose.mongo.ObjectId;

/** Blobs in GridFS. Connects when it is first used, and again after that failed. */
export class MongoBlobStore implements BlobStore {
  readonly #url: string;
  #connecting: Promise<mongoose.mongo.Db> | undefined;
  #connection: mongoose.Connection | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async write(blobId: string, ciphertext: Readable): Promise<void> {
    // First, as GridFS itself has no trace of when an upload began that was never finished.
    await this.#ask((db) => begunIn(db).insertOne({ _id: blobId, begunAt: new Date() }));
    let sourceError: unknown;
    ciphertext.once('error', (error) => (sourceError = error));
    await this.#ask(async (db) => {
      const upload = bucketIn(db).openUploadStreamWithId(gridFsId(blobId), blobId);
      await pipeline(ciphertext, upload);
    }).catch((error: unknown) => {
      throw sourceError ?? error;
    });
  }

  read(blobId: string): Readable {
    return Readable.from(this.#chunks(blobId), { objectMode: false });
  }

  async delete(blobId: string): Promise<void> {
    await this.#ask(async (db) => {
      await bucketIn(db)
        .delete(gridFsId(blobId))
        .catch((error: unknown) => {
          // Said after it has deleted the chunks of an upload that was not finished.
          if (!isMissing(error)) throw error;
        });
      await begunIn(db).deleteOne({ _id: blobId });
    });
  }

  async listOlder(ageMs: number): Promise<string[]> {
    const begunAt = { $lt: new Date(Date.now() - ageMs) };
    const found = await this.#ask((db) => begunIn(db).find({ begunAt }).toArray());
    return found.map(({ _id }) => _id);
  }

  async close(): Promise<void> {
    await this.#connection?.close(true);
  }

  async *#chunks(blobId: string) {
    const download = await this.#ask(async (db) => bucketIn(db).openDownloadStream(gridFsId(blobId)));
    try {
      yield* download;
    } catch (cause) {
      throw isMissing(cause) || cause instanceof mongoose.mongo.MongoGridFSChunkError
        ? new BlobMissing(`The blob ${blobId} is not there, or not whole.`, { cause })
        : new StoreUnreachable('MongoDB did not send a blob.', { cause });
    }
  }

  async #ask<T>(run: (db: mongoose.mongo.Db) => Promise<T>): Promise<T> {
    try {
      this.#connecting ??= this.#connect();
      return await run(await this.#connecting);
    } catch (cause) {
      throw new StoreUnreachable('MongoDB did not keep or find a blob.', { cause });
    }
  }

  async #connect(): Promise<mongoose.mongo.Db> {
    const connection = mongoose.createConnection(this.#url, {
      serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      socketTimeoutMS: SILENCE_TIMEOUT_MS,
      compressors: ['none'],
      readPreference: 'primary',
      writeConcern: { w: 'majority' },
    });
    connection.on('error', () => undefined); // Whoever asks next is told.
    try {
      await connection.asPromise();
    } catch (error) {
      this.#connecting = undefined;
      await connection.close(true);
      throw error;
    }
    this.#connection = connection;
    return connection.getClient().db();
  }
}

const begunIn = (db: mongoose.mongo.Db) => db.collection<Begun>(`${BUCKET}.begun`);
const bucketOptions: BucketOptions = { bucketName: BUCKET, chunkSizeBytes: CHUNK_BYTES };
const bucketIn = (db: mongoose.mongo.Db) => new mongoose.mongo.GridFSBucket(db, bucketOptions);
// Safe: GridFS takes an id of any kind, only its types do not.
const gridFsId = (blobId: string) => blobId as unknown as GridFsId;

function isMissing(error: unknown): boolean {
  return (
    error instanceof mongoose.mongo.MongoRuntimeError &&
    ((error as { code?: unknown }).code === 'ENOENT' || /^File ?not ?found/i.test(error.message))
  );
}
