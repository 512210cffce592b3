import fc from 'fast-check';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { generateKeys, KeyRing, UnknownKey } from './keys.ts';
import { BrokenSeal, openToFile, rewrap, sealFile, type Binding, type Seal } from './seal.ts';

const SEALED_CHUNK_BYTES = 64 * 1024 + 16;
const binding: Binding = { accountId: 'f0000000-0000-4000-8000-000000000001', generation: 7 };
const key = (id: string) => generateKeys().replace('made-here', id);
const [first, second] = [key('first'), key('second')];
const keyRing = new KeyRing(first);

let directory: string;
let plain: Buffer;
let ciphertext: Buffer;
let seal: Seal;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nexischat-seal-'));
  // Three whole chunks and a short one.
  plain = randomBytes(3 * 64 * 1024 + 1000);
  [ciphertext, seal] = await sealed(plain);
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(() => rm(join(directory, 'opened'), { force: true }));

async function sealed(bytes: Buffer, of = binding): Promise<[Buffer, Seal]> {
  const file = join(directory, 'plain');
  await writeFile(file, bytes);
  const { ciphertext, close } = sealFile(file, of, keyRing);
  const parts = await Array.fromAsync(ciphertext);
  return [Buffer.concat(parts), close()];
}

async function* inPieces(bytes: Buffer, pieceBytes = 10_000) {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

const open = (bytes: Buffer, how = seal, of = binding, ring = keyRing) =>
  openToFile(inPieces(bytes), join(directory, 'opened'), how, of, ring);

async function expectRefused(opening: Promise<void>): Promise<void> {
  await expect(opening).rejects.toThrow(BrokenSeal);
  expect((await readdir(directory)).toSorted()).toEqual(['plain']);
}

test('what was sealed opens to the same bytes, whatever its size', async () => {
  const sizes = fc.oneof(fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 131_072), fc.nat(200_000));
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 100_000 }), async (size, pieceBytes) => {
      const bytes = randomBytes(size);
      const [sealedBytes, how] = await sealed(bytes);
      const file = join(directory, 'opened');
      await openToFile(inPieces(sealedBytes, pieceBytes), file, how, binding, keyRing);
      expect((await readFile(file)).equals(bytes)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('the opened file is for its owner alone', async () => {
  await open(ciphertext);
  expect((await stat(join(directory, 'opened'))).mode & 0o777).toBe(0o600);
});

test('the ciphertext has nothing of the file', () => {
  const places = Array.from({ length: plain.length - 16 }, (_, at) => at).filter((at) => at % 97 === 0);
  expect(places.some((at) => ciphertext.includes(plain.subarray(at, at + 16)))).toBe(false);
});

test('two seals of one file have nothing in common', async () => {
  const [again, seal2] = await sealed(plain);
  expect(again.equals(ciphertext)).toBe(false);
  expect([seal2.np, seal2.wk]).not.toContain(seal.np);
});

test('any flipped bit is noticed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(ciphertext.length * 8 - 1), async (bit) => {
      const changed = Buffer.from(ciphertext);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await expectRefused(open(changed));
    }),
  );
});

test('any truncation is noticed, also between two chunks', async () => {
  const lengths = fc.oneof(
    fc.constantFrom(0, 1, SEALED_CHUNK_BYTES, 2 * SEALED_CHUNK_BYTES, 3 * SEALED_CHUNK_BYTES),
    fc.nat(ciphertext.length - 1),
  );
  await fc.assert(fc.asyncProperty(lengths, (length) => expectRefused(open(ciphertext.subarray(0, length)))));
});

test('anything after the end is noticed', async () => {
  const more = fc.uint8Array({ minLength: 1, maxLength: 70_000 });
  await fc.assert(
    fc.asyncProperty(more, (bytes) => expectRefused(open(Buffer.concat([ciphertext, bytes])))),
    { numRuns: 50 },
  );
});

test('chunks in another order, twice or left out are noticed', async () => {
  const chunks = [...Array(4).keys()].map((place) =>
    ciphertext.subarray(place * SEALED_CHUNK_BYTES, (place + 1) * SEALED_CHUNK_BYTES),
  );
  const orders = fc
    .array(fc.nat(3), { minLength: 1, maxLength: 6 })
    .filter((order) => order.join() !== '0,1,2,3');
  await fc.assert(
    fc.asyncProperty(orders, (order) =>
      expectRefused(open(Buffer.concat(order.map((place) => chunks[place]!)))),
    ),
  );
});

test.each([
  ['the last chunk is missing', [0, 1, 2]],
  ['two chunks have changed places', [1, 0, 2, 3]],
  ['a chunk comes twice', [0, 0, 2, 3]],
])('that %s is noticed, also when size and hash were made to fit', async (_what, order) => {
  const take = (bytes: Buffer, chunkBytes: number) =>
    Buffer.concat(order.map((place) => bytes.subarray(place * chunkBytes, (place + 1) * chunkBytes)));
  const fitting = take(plain, 64 * 1024);
  const sha256 = createHash('sha256').update(fitting).digest('hex');
  await expectRefused(open(take(ciphertext, SEALED_CHUNK_BYTES), { ...seal, size: fitting.length, sha256 }));
});

test('a chunk of another blob of the same account and generation is noticed', async () => {
  const [other] = await sealed(plain);
  const mixed = Buffer.concat([
    other.subarray(0, SEALED_CHUNK_BYTES),
    ciphertext.subarray(SEALED_CHUNK_BYTES),
  ]);
  await expectRefused(open(mixed));
});

test.each([
  ['another account', { accountId: 'f0000000-0000-4000-8000-000000000002' }],
  ['another generation', { generation: 6 }],
])('it does not open as the login of %s', async (_what, change) => {
  await expectRefused(open(ciphertext, seal, { ...binding, ...change }));
});

test('the ciphertext of another generation does not open with the key of this one', async () => {
  const [older] = await sealed(plain, { ...binding, generation: 6 });
  await expectRefused(open(older));
});

test.each([
  ['the wrapped key', (seal: Seal) => ({ ...seal, wk: flipped(seal.wk) })],
  ['the nonce', (seal: Seal) => ({ ...seal, np: flipped(seal.np) })],
  ['a shorter nonce', (seal: Seal) => ({ ...seal, np: seal.np.slice(0, 4) })],
  ['a shorter key', (seal: Seal) => ({ ...seal, wk: seal.wk.slice(0, 40) })],
  ['the size', (seal: Seal) => ({ ...seal, size: seal.size + 1 })],
  ['the hash', (seal: Seal) => ({ ...seal, sha256: '0'.repeat(64) })],
])('a change of %s is noticed', async (_what, change) => {
  await expectRefused(open(ciphertext, change(seal)));
});

test('another key under the same id does not open it', async () => {
  await expectRefused(open(ciphertext, seal, binding, new KeyRing(key('first'))));
});

test('a key id is bound too: the same key under another id does not open it', async () => {
  const renamed = new KeyRing(first.replace('first', 'renamed'));
  await expectRefused(open(ciphertext, { ...seal, kid: 'renamed' }, binding, renamed));
});

test('after a re-wrap the new key alone opens the same ciphertext, and the old one does not', async () => {
  const renewed = { ...seal, ...rewrap(seal, binding, new KeyRing(`${second},${first}`)) };
  await expect(open(ciphertext, renewed, binding, keyRing)).rejects.toThrow(UnknownKey);
  await open(ciphertext, renewed, binding, new KeyRing(second));
  expect((await readFile(join(directory, 'opened'))).equals(plain)).toBe(true);
});

test('an unfinished file of a run that was killed is no obstacle', async () => {
  await writeFile(join(directory, 'opened.part'), 'left over');
  await open(ciphertext);
  expect((await readFile(join(directory, 'opened'))).equals(plain)).toBe(true);
});

test.each(['', 'a', 'a:', `a b:${first.slice(6)}`, 'a:QUJD', `${first},`, `${first},${first}`])(
  'a key ring %j is refused in a sentence without the key',
  (text) => {
    expect(() => new KeyRing(text)).toThrow(/^must (list keys of 32 bytes|not have two keys of one id)/);
  },
);

/** Its first byte changed. */
function flipped(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[0]! ^= 1;
  return bytes.toString('base64');
}
