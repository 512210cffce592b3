import type { Readable } from 'node:stream';

/** Holds ciphertext by blob id, and knows nothing else of it. Every method throws StoreUnreachable when the store does not answer. */
export interface BlobStore {
  /** Keeps all of it, or throws. What is left of an attempt that failed is listed and can be deleted. */
  write: (blobId: string, ciphertext: Readable) => Promise<void>;
  /** Reading throws BlobMissing when it is not there, or not whole. */
  read: (blobId: string) => Readable;
  /** Does nothing when it is gone already. */
  delete: (blobId: string) => Promise<void>;
  /** The ids of those, begun or whole, that are older. */
  listOlder: (ageMs: number) => Promise<string[]>;
  close: () => Promise<void>;
}

export class BlobMissing extends Error {
  override readonly name = 'BlobMissing';
  readonly code = 'blob_missing';
}

/** Never to be read as “there is nothing”. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable';
  readonly code = 'store_unreachable';
}
