import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open as openFile, rename, rm } from 'node:fs/promises';
import * as z from 'zod';
import { UnknownKey, type KeyRing, type WrappedKey } from './keys.ts';

// STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): each chunk has its place and whether it is the last one in its nonce.
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const PREFIX_BYTES = 7;
const CIPHER = 'aes-256-gcm';

/** What is stored beside the ciphertext. Without the key of the ring it says how long the file is, and nothing else. */
export const sealSchema = z.object({
  v: z.literal(1),
  alg: z.literal('A256GCM-STREAM'),
  np: z.string(),
  kid: z.string(),
  wk: z.string(),
  size: z.int().nonnegative(),
  sha256: z.string(),
});
export type Seal = z.infer<typeof sealSchema>;

/** What a sealed file belongs to: it opens for the same alone. */
export interface Binding {
  accountId: string;
  generation: number;
}

/** What was read is not, from its first byte to its last, what was sealed for this account and generation. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
  readonly code = 'broken_seal';
}

/** Seals a file as it is read; `close` says, after the last chunk, how it is opened. Throws what reading throws. */
export function sealFile(file: string, binding: Binding, keyRing: KeyRing) {
  const key = randomBytes(32);
  const prefix = randomBytes(PREFIX_BYTES);
  const bound = boundTo(binding);
  const hash = createHash('sha256');
  let size = 0;
  async function* seal() {
    for await (const { bytes, place, isLast } of inChunks(createReadStream(file), CHUNK_BYTES)) {
      size += bytes.length;
      hash.update(bytes);
      const cipher = createCipheriv(CIPHER, key, nonceOf(prefix, place, isLast)).setAAD(bound);
      yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    }
  }
  const close = (): Seal => ({
    v: 1,
    alg: 'A256GCM-STREAM',
    np: prefix.toString('base64'),
    ...keyRing.wrap(key, bound.toString()),
    size,
    sha256: hash.digest('hex'),
  });
  return { ciphertext: seal(), close };
}

/**
 * Opens ciphertext into a file that only its owner reads, and that is there only when all of it was right.
 * Throws BrokenSeal, UnknownKey, or what reading and writing throw.
 */
export async function openToFile(
  ciphertext: AsyncIterable<Buffer>,
  file: string,
  seal: Seal,
  binding: Binding,
  keyRing: KeyRing,
): Promise<void> {
  const unfinished = `${file}.part`;
  await rm(unfinished, { force: true });
  // Not a stream: one that is destroyed while it opens makes its file later.
  const output = await openFile(unfinished, 'wx', 0o600);
  try {
    for await (const bytes of open(ciphertext, seal, binding, keyRing)) await output.writeFile(bytes);
    await output.sync();
    await output.close();
    await rename(unfinished, file);
  } catch (error) {
    await output.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Its key, wrapped for the first key of the ring; the ciphertext stays as it is. Throws BrokenSeal, UnknownKey. */
export function rewrap(seal: Seal, binding: Binding, keyRing: KeyRing): WrappedKey {
  return keyRing.wrap(unwrap(seal, binding, keyRing), boundTo(binding).toString());
}

async function* open(ciphertext: AsyncIterable<Buffer>, seal: Seal, binding: Binding, keyRing: KeyRing) {
  const key = unwrap(seal, binding, keyRing);
  const prefix = Buffer.from(seal.np, 'base64');
  if (prefix.length !== PREFIX_BYTES) throw new BrokenSeal('The nonce has been cut.');
  const bound = boundTo(binding);
  const hash = createHash('sha256');
  let size = 0;
  for await (const { bytes, place, isLast } of inChunks(ciphertext, CHUNK_BYTES + TAG_BYTES)) {
    const nonce = nonceOf(prefix, place, isLast);
    const plain = openChunk(key, nonce, bound, bytes);
    size += plain.length;
    hash.update(plain);
    yield plain;
  }
  if (size !== seal.size || hash.digest('hex') !== seal.sha256) throw new BrokenSeal('It is another file.');
}

function openChunk(key: Buffer, nonce: Buffer, bound: Buffer, bytes: Buffer): Buffer {
  if (bytes.length < TAG_BYTES) throw new BrokenSeal('A chunk has been cut.');
  const decipher = createDecipheriv(CIPHER, key, nonce).setAAD(bound).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new BrokenSeal('A chunk has been changed, moved or cut.', { cause });
  }
}

function unwrap(seal: Seal, binding: Binding, keyRing: KeyRing): Buffer {
  try {
    return keyRing.unwrap(seal, boundTo(binding).toString());
  } catch (cause) {
    if (cause instanceof UnknownKey) throw cause;
    throw new BrokenSeal('Its key was wrapped for something else.', { cause });
  }
}

/** Chunks of exactly this size, but for the last one, which may be shorter or empty. */
async function* inChunks(source: AsyncIterable<Buffer>, chunkBytes: number) {
  let place = 0;
  let held: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    // The last chunk is known by what does not follow it.
    while (held.length > chunkBytes) {
      yield { bytes: held.subarray(0, chunkBytes), place, isLast: false };
      held = held.subarray(chunkBytes);
      place += 1;
    }
  }
  yield { bytes: held, place, isLast: true };
}

function nonceOf(prefix: Buffer, place: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(place, PREFIX_BYTES);
  nonce.writeUInt8(Number(isLast), PREFIX_BYTES + 4);
  return nonce;
}

function boundTo({ accountId, generation }: Binding): Buffer {
  return Buffer.from(JSON.stringify(['NexisChat login', accountId, generation]));
}
