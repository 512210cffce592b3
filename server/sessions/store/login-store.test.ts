import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asUser } from '../../db/as-user.ts';
import { openPool } from '../../db/pool.ts';
import { createLog } from '../../log.ts';
import { createAccount } from '../../testing/accounts.ts';
import { startTestMongo, type TestMongo } from '../../testing/mongo.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { startProxy, through } from '../../testing/proxy.ts';
import { Leases, type Lease } from '../leases.ts';
import { StoreUnreachable, type BlobStore } from './blob-store.ts';
import type { Envelope } from './envelope.ts';
import { generateKeys, KeyRing, UnknownKey } from './keys.ts';
import { Fenced, LoginStore, LoginTooLarge, NoGoodGeneration } from './login-store.ts';
import { MongoBlobStore } from './mongo.ts';
import { PostgresBlobStore } from './postgres.ts';

const CANARY = 'NEXISCHAT-CANARY-OF-A-LOGIN';
const worker = { id: 'worker-1', url: 'http://10.0.0.1:1' };
const keyOf = (id: string) => generateKeys().replace('made-here', id);
const [oldKey, newKey] = [keyOf('old'), keyOf('new')];

let database: TestDatabase;
let mongo: TestMongo;
let directory: string;
let leases: Leases;
let lease: Lease;
let logged: { level: number; msg: string; code?: string; generation?: number }[];

const log = createLog('warn', { write: (line: string) => void logged.push(JSON.parse(line)) });

beforeAll(async () => {
  database = await createTestDatabase();
  mongo = await startTestMongo();
  leases = new Leases(database.pool);
});
afterAll(async () => {
  await mongo.stop();
  await database.drop();
});
beforeEach(async () => {
  logged = [];
  await database.owner.query('delete from "user"');
  directory = await mkdtemp(join(tmpdir(), 'nexischat-login-'));
  lease = await takeNewAccount();
});
afterEach(() => rm(directory, { recursive: true }));

async function takeNewAccount(): Promise<Lease> {
  const { userId, accountId } = await createAccount(database.owner);
  await leases.want(userId, accountId, 'running');
  const [taken] = await leases.take(worker, 1);
  expect(taken?.accountId).toBe(accountId);
  return taken!;
}

async function takeOver(): Promise<Lease> {
  await database.owner.query(`update session_leases set "leaseUntil" = now() - interval '1 second'`);
  const [taken] = await leases.take({ id: 'worker-2', url: 'http://10.0.0.2:1' }, 1);
  return taken!;
}

async function envelopesOf({ accountId }: Lease): Promise<Envelope[]> {
  const { rows } = await database.owner.query(
    `select "sessionData" from whatsapp_sessions where "accountId" = $1`,
    [accountId],
  );
  return rows[0].sessionData?.generations ?? [];
}

const kinds = ['PostgreSQL', 'MongoDB'] as const;
const openBlobs = (kind: (typeof kinds)[number], url = mongo.url): BlobStore =>
  kind === 'MongoDB' ? new MongoBlobStore(url) : new PostgresBlobStore(database.pool);

describe.each(kinds)('logins in %s', (kind) => {
  let blobs: BlobStore;
  let store: LoginStore;
  beforeAll(() => {
    blobs = openBlobs(kind);
  });
  beforeEach(async () => {
    store = storeWith(blobs);
    await store.sweepOrphans(-60_000);
  });
  afterAll(() => blobs.close());

  const storeWith = (blobs: BlobStore, keys = oldKey, sizeBytesMax?: number) =>
    new LoginStore({
      pool: database.pool,
      blobs,
      keyRing: new KeyRing(keys),
      log,
      ...(sizeBytesMax !== undefined && { sizeBytesMax }),
    });

  /** Saves a login that says which one it is. */
  async function save(text: string, { epoch } = lease, into = store, size = 200_000) {
    const file = join(directory, `${randomUUID()}.zip`);
    await writeFile(file, `${CANARY} ${text} ${'.'.repeat(size)}`);
    try {
      return await into.save({ accountId: lease.accountId, epoch, file });
    } finally {
      await rm(file);
    }
  }

  /** What was restored, without the padding; null: there is no login. */
  async function restore(from = store) {
    const file = join(directory, 'restored.zip');
    const found = await from.restore({ accountId: lease.accountId, file });
    if (!found) return null;
    const text = (await readFile(file, 'utf8')).split(' ')[1];
    await rm(file);
    return { text, ...found };
  }

  /** The same store, in which one blob is not what it was. */
  function tampered(blobId: string, change: (bytes: Buffer) => Buffer | Promise<Buffer>): BlobStore {
    async function* changed() {
      const bytes = await change(await buffer(blobs.read(blobId)));
      yield bytes;
    }
    return {
      write: (id, bytes) => blobs.write(id, bytes),
      read: (id) => (id === blobId ? Readable.from(changed(), { objectMode: false }) : blobs.read(id)),
      delete: (id) => blobs.delete(id),
      listOlder: (ageMs) => blobs.listOlder(ageMs),
      close: async () => undefined,
    };
  }

  test('what was saved is restored', async () => {
    const saved = await save('first');
    expect(saved).toEqual({ generation: 1, sizeBytes: 200_000 + CANARY.length + 7 });
    expect(await restore()).toEqual({ text: 'first', generation: 1, isRolledBack: false });
  });

  test('there is no login before the first save', async () => {
    expect(await restore()).toBeNull();
  });

  test('the newest is restored, and three are kept', async () => {
    for (const text of ['one', 'two', 'three', 'four', 'five']) await save(text);
    expect(await restore()).toEqual({ text: 'five', generation: 5, isRolledBack: false });
    const envelopes = await envelopesOf(lease);
    expect(envelopes.map(({ generation }) => generation)).toEqual([5, 4, 3]);
    const kept = envelopes.map(({ blobId }) => blobId);
    expect(await Promise.all(kept.map(async (id) => (await buffer(blobs.read(id))).length > 0))).toEqual([
      true,
      true,
      true,
    ]);
    expect(new Set(await blobs.listOlder(-60_000))).toEqual(new Set(kept));
  });

  const damages: [string, (bytes: Buffer, older: Buffer) => Buffer][] = [
    ['cut', (bytes) => bytes.subarray(0, 100_000)],
    ['cut between chunks', (bytes) => bytes.subarray(0, 64 * 1024 + 16)],
    ['flipped', (bytes) => (bytes.writeUInt8(bytes.readUInt8(70_000) ^ 1, 70_000), bytes)],
    ['swapped with an older one', (_bytes, older) => older],
    ['emptied', () => Buffer.alloc(0)],
  ];
  test.each(damages)(
    'a blob that was %s gives way to the one before it, with an alarm',
    async (_what, damage) => {
      await save('good');
      await save('newest');
      const [newest, older] = await envelopesOf(lease);
      const bytesOfOlder = await buffer(blobs.read(older!.blobId));
      const broken = storeWith(tampered(newest!.blobId, (bytes) => damage(bytes, bytesOfOlder)));
      expect(await restore(broken)).toEqual({ text: 'good', generation: 1, isRolledBack: true });
      expect(logged).toMatchObject([{ level: 50, generation: 2, code: 'broken_seal' }]);
    },
  );

  test('a blob that is missing gives way to the one before it', async () => {
    await save('good');
    await save('newest');
    await blobs.delete((await envelopesOf(lease))[0]!.blobId);
    expect(await restore()).toEqual({ text: 'good', generation: 1, isRolledBack: true });
    expect(logged).toMatchObject([{ level: 50, generation: 2, code: 'blob_missing' }]);
  });

  test('an envelope that is damaged gives way to the one before it, with an alarm', async () => {
    await save('good');
    await save('newest');
    await database.owner.query(
      `update whatsapp_sessions set "sessionData" = jsonb_set("sessionData", '{generations,0}', '{"v": 1}')
      where "accountId" = $1`,
      [lease.accountId],
    );
    expect(await restore()).toEqual({ text: 'good', generation: 1, isRolledBack: true });
    expect(logged).toMatchObject([{ level: 50, code: 'broken_envelope' }]);
    expect(await save('next')).toMatchObject({ generation: 3 });
  });

  test("another account's envelope and blob are not this one's login", async () => {
    const other = lease;
    await save('of another');
    lease = await takeNewAccount();
    await database.owner.query(
      `update whatsapp_sessions set "sessionData" = theirs."sessionData" from whatsapp_sessions as theirs
      where whatsapp_sessions."accountId" = $1 and theirs."accountId" = $2`,
      [lease.accountId, other.accountId],
    );
    await expect(restore()).rejects.toThrow(NoGoodGeneration);
  });

  test('with no generation whole it is never said that there is no login, and no file is left', async () => {
    await save('only');
    const [only] = await envelopesOf(lease);
    const broken = storeWith(tampered(only!.blobId, (bytes) => bytes.subarray(0, -1)));
    await expect(restore(broken)).rejects.toThrow(NoGoodGeneration);
    expect(await readdir(directory)).toEqual([]);
  });

  test("a stale worker's save is refused, changes nothing and leaves nothing", async () => {
    await save('first');
    const stale = lease;
    const current = await takeOver();
    const before = await blobs.listOlder(-60_000);
    await expect(save('stale', stale)).rejects.toThrow(Fenced);
    expect(await blobs.listOlder(-60_000)).toEqual(before);
    expect(await restore()).toMatchObject({ text: 'first' });
    expect(await save('second', current)).toMatchObject({ generation: 2 });
  });

  test('a worker that has given the lease back saves no more', async () => {
    await leases.release(worker.id, [lease]);
    await expect(save('late')).rejects.toMatchObject({ code: 'fenced_epoch' });
  });

  test('of two saves at once one is published and the other is refused', async () => {
    const outcomes = await Promise.allSettled([save('one'), save('other')]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'fenced_generation' });
    expect(await envelopesOf(lease)).toHaveLength(1);
    expect(await restore()).toMatchObject({ generation: 1, isRolledBack: false });
  });

  test('a store that fails in the middle of a save leaves the login as it was', async () => {
    await save('good');
    let written = 0;
    const failing: BlobStore = {
      ...tampered('', (bytes) => bytes),
      write: (id, ciphertext) =>
        blobs.write(
          id,
          ciphertext.map((bytes: Buffer) => {
            if ((written += bytes.length) > 100_000) throw new Error('The disk is full.');
            return bytes;
          }),
        ),
    };
    const before = await blobs.listOlder(-60_000);
    await expect(save('lost', lease, storeWith(failing))).rejects.toThrow('The disk is full.');
    expect(await blobs.listOlder(-60_000)).toEqual(before);
    expect(await restore()).toMatchObject({ text: 'good', isRolledBack: false });
  });

  test('a login that is too large is refused and leaves nothing', async () => {
    const before = await blobs.listOlder(-60_000);
    await expect(save('large', lease, storeWith(blobs, oldKey, 100_000))).rejects.toThrow(LoginTooLarge);
    expect(await blobs.listOlder(-60_000)).toEqual(before);
  });

  test('a file that is not there is not saved', async () => {
    const file = join(directory, 'nothing.zip');
    await expect(store.save({ ...lease, file })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await restore()).toBeNull();
  });

  test('a logout removes everything, and a save that had begun before it is refused', async () => {
    const [before] = [await blobs.listOlder(-60_000)];
    await save('first');
    const late = tampered('', (bytes) => bytes);
    late.write = async (id, bytes) => {
      await blobs.write(id, bytes);
      await store.delete(lease);
    };
    await expect(save('late', lease, storeWith(late))).rejects.toThrow(Fenced);
    expect(await restore()).toBeNull();
    expect(await blobs.listOlder(-60_000)).toEqual(before);
    expect(await save('next')).toMatchObject({ generation: 3 });
  });

  test('a generation that is no login is dropped for good, and the one before it is restored', async () => {
    await save('good');
    await save('useless');
    const [useless] = await envelopesOf(lease);
    expect(await store.drop({ ...lease, generation: 2 })).toBe(true);
    expect(await restore()).toEqual({ text: 'good', generation: 1, isRolledBack: false });
    expect(await blobs.listOlder(-60_000)).not.toContain(useless?.blobId);
    expect(await save('next')).toMatchObject({ generation: 3 });
  });

  test('when the last generation is dropped there is no login any more', async () => {
    await save('useless');
    expect(await store.drop({ ...lease, generation: 1 })).toBe(false);
    expect(await restore()).toBeNull();
  });

  test('only the holder drops', async () => {
    await save('good');
    const stale = lease;
    lease = await takeOver();
    await expect(store.drop({ ...stale, generation: 1 })).rejects.toThrow(Fenced);
    expect(await restore()).toMatchObject({ text: 'good' });
  });

  test('only the holder deletes', async () => {
    await save('first');
    const stale = lease;
    await takeOver();
    await expect(store.delete(stale)).rejects.toThrow(Fenced);
    expect(await restore()).toMatchObject({ text: 'first' });
  });

  test('a rotation is done online, after which the new key alone restores', async () => {
    for (const text of ['one', 'two']) await save(text);
    const bytesBefore = await buffer(blobs.read((await envelopesOf(lease))[0]!.blobId));
    const both = storeWith(blobs, `${newKey},${oldKey}`);
    expect(await both.rewrapAll()).toEqual({ rewrapped: 2, failed: 0 });
    expect(await both.rewrapAll()).toEqual({ rewrapped: 0, failed: 0 });
    expect(await restore(storeWith(blobs, newKey))).toMatchObject({ text: 'two', isRolledBack: false });
    const [envelope] = await envelopesOf(lease);
    expect((await buffer(blobs.read(envelope!.blobId))).equals(bytesBefore)).toBe(true);
    await expect(restore(storeWith(blobs, oldKey))).rejects.toThrow(UnknownKey);
  });

  test('a key that is missing is said, and no older generation takes its place', async () => {
    await save('sealed with the old key');
    await save('sealed with the new key', lease, storeWith(blobs, `${newKey},${oldKey}`));
    await expect(restore(store)).rejects.toThrow(UnknownKey);
    expect(await store.rewrapAll()).toEqual({ rewrapped: 0, failed: 1 });
  });

  test('blobs of accounts that are gone are swept, others are not', async () => {
    await save('stays');
    const [stays] = await envelopesOf(lease);
    const gone = await takeNewAccount();
    const keeper = lease;
    lease = gone;
    await save('goes');
    const [goes] = await envelopesOf(gone);
    await database.owner.query('delete from accounts where id = $1', [gone.accountId]);
    lease = keeper;
    await store.sweepOrphans(60_000);
    expect(await blobs.listOlder(-60_000)).toContain(goes!.blobId);
    await store.sweepOrphans(-60_000);
    const left = await blobs.listOlder(-60_000);
    expect([left.includes(stays!.blobId), left.includes(goes!.blobId)]).toEqual([true, false]);
  });

  test('nothing of the file is in any table, blob or folder, also after a restore that failed', async () => {
    await save('secret');
    const [only] = await envelopesOf(lease);
    const broken = storeWith(tampered(only!.blobId, (bytes) => bytes.subarray(0, -1)));
    await expect(restore(broken)).rejects.toThrow(NoGoodGeneration);
    const { rows: tables } = await database.owner.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    );
    for (const { relname } of tables) {
      const { rows } = await database.owner.query(
        `select from "${relname}" as entry where entry::text like $1 or entry::text like $2`,
        [`%${CANARY}%`, `%${Buffer.from(CANARY).toString('hex')}%`],
      );
      expect([relname, rows.length]).toEqual([relname, 0]);
    }
    const ids = await blobs.listOlder(-60_000);
    const contents = await Promise.all(ids.map((id) => buffer(blobs.read(id))));
    expect(contents.some((bytes) => bytes.includes(CANARY))).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });
});

test('a MongoDB that is away is never read as “no login”, and nothing is written over', async () => {
  const proxy = await startProxy(Number(new URL(mongo.url).port));
  const blobs = new MongoBlobStore(through(proxy, mongo.url));
  const store = new LoginStore({ pool: database.pool, blobs, keyRing: new KeyRing(oldKey), log });
  const file = join(directory, 'login.zip');
  await writeFile(file, randomBytes(1000));
  await store.save({ ...lease, file });
  await proxy.close();
  await expect(store.restore({ ...lease, file: join(directory, 'x') })).rejects.toThrow(StoreUnreachable);
  await expect(store.save({ ...lease, file })).rejects.toThrow(StoreUnreachable);
  expect(await envelopesOf(lease)).toHaveLength(1);
  expect(await readdir(directory)).toEqual(['login.zip']);
  await blobs.close();
});

test('a PostgreSQL that is away is never read as “no login”', async () => {
  const proxy = await startProxy(Number(new URL(database.url).port));
  const pool = await openPool(through(proxy, database.url), () => undefined);
  const store = new LoginStore({
    pool,
    blobs: new PostgresBlobStore(pool),
    keyRing: new KeyRing(oldKey),
    log,
  });
  const file = join(directory, 'login.zip');
  expect(await store.restore({ ...lease, file })).toBeNull();
  await proxy.close();
  await expect(store.restore({ ...lease, file })).rejects.toThrow();
  await pool.end();
});

test("the server's role reads no login but its user's, and changes none by itself", async () => {
  const stranger = await createAccount(database.owner);
  const as = (text: string) =>
    asUser(database.pool, stranger.userId, (client) => client.query(text, [lease.accountId]));
  const { rows } = await as('select "sessionData" from whatsapp_sessions where "accountId" = $1');
  expect(rows).toEqual([]);
  await expect(
    as(`update whatsapp_sessions set "sessionData" = null where "accountId" = $1`),
  ).rejects.toThrow('permission denied');
});
