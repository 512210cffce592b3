import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type pg from 'pg';
import type { Log } from '../../log.ts';
import { BlobMissing, type BlobStore } from './blob-store.ts';
import { parseLogin, type Envelope, type StoredLogin } from './envelope.ts';
import { UnknownKey, type KeyRing, type WrappedKey } from './keys.ts';
import { BrokenSeal, openToFile, rewrap, sealFile } from './seal.ts';

const GENERATIONS_KEPT = 3;
const SIZE_BYTES_MAX = 1024 ** 3;
const SIZE_BYTES_ALARM = 200 * 1024 ** 2;
// A save that takes longer has failed.
const ORPHAN_AGE_MS = 3_600_000;
const DAMAGED = 'A stored login is damaged; the one before it is tried.';

/** The write came from a worker that does not hold the account any more, or after another save or a logout. It changed nothing. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
  readonly code: 'fenced_epoch' | 'fenced_generation';

  constructor(reason: 'epoch' | 'generation') {
    super(reason === 'epoch' ? 'Another worker holds the account.' : 'Another save or a logout was first.');
    this.code = `fenced_${reason}`;
  }
}

/** There is a login, and no generation of it is whole. Never to be read as “there is none”. */
export class NoGoodGeneration extends Error {
  override readonly name = 'NoGoodGeneration';
  readonly code = 'no_good_generation';
}

export class LoginTooLarge extends Error {
  override readonly name = 'LoginTooLarge';
  readonly code = 'login_too_large';
}

interface LoginStoreOptions {
  pool: pg.Pool;
  blobs: BlobStore;
  keyRing: KeyRing;
  log: Log;
  sizeBytesMax?: number;
}

/** The WhatsApp logins of all accounts, sealed, in several generations. Every method rejects when a store or the database is away. */
export class LoginStore {
  readonly #pool: pg.Pool;
  readonly #blobs: BlobStore;
  readonly #keyRing: KeyRing;
  readonly #log: Log;
  readonly #sizeBytesMax: number;

  constructor({ pool, blobs, keyRing, log, sizeBytesMax = SIZE_BYTES_MAX }: LoginStoreOptions) {
    this.#pool = pool;
    this.#blobs = blobs;
    this.#keyRing = keyRing;
    this.#log = log;
    this.#sizeBytesMax = sizeBytesMax;
  }

  /** Makes a file the newest generation; all of it, or nothing. Throws Fenced, LoginTooLarge. */
  async save({ accountId, epoch, file }: { accountId: string; epoch: number; file: string }) {
    const { last, envelopes } = await this.#read(accountId);
    const generation = last + 1;
    const blobId = randomUUID();
    const seal = await this.#writeBlob(blobId, { accountId, generation }, file);
    await this.#publish(accountId, { ...seal, generation, blobId, epoch, savedAt: new Date().toISOString() });
    const dropped = envelopes.slice(GENERATIONS_KEPT - 1);
    await this.#deleteBlobs(dropped.flatMap((each) => each?.blobId ?? []));
    return { generation, sizeBytes: seal.size };
  }

  /**
   * Writes the newest generation that is whole to a file. Null: there is no login, because none was saved or the last one was deleted.
   * Throws NoGoodGeneration, and UnknownKey rather than going back to an older generation.
   */
  async restore({ accountId, file }: { accountId: string; file: string }) {
    const { envelopes } = await this.#read(accountId);
    if (envelopes.length === 0) return null;
    for (const [age, envelope] of envelopes.entries()) {
      if (!envelope) {
        this.#log.error({ accountId, code: 'broken_envelope' }, DAMAGED);
      } else if (await this.#open(accountId, envelope, file)) {
        return { generation: envelope.generation, isRolledBack: age > 0 };
      }
    }
    throw new NoGoodGeneration('No generation of the stored login is whole.');
  }

  /** Removes one generation, which is no login to WhatsApp any more. Returns whether there is another. Throws Fenced. */
  async drop({ accountId, epoch, generation }: { accountId: string; epoch: number; generation: number }) {
    const envelopes = await this.#remove('select login_drop($1, $2, $3) as before', [
      accountId,
      epoch,
      generation,
    ]);
    const isOther = (envelope: Envelope | null) => envelope?.generation !== generation;
    await this.#deleteBlobs(envelopes.flatMap((each) => (isOther(each) ? [] : (each?.blobId ?? []))));
    return envelopes.some(isOther);
  }

  /** Removes the login for ever: its keys first, then its ciphertext. Throws Fenced. */
  async delete({ accountId, epoch }: { accountId: string; epoch: number }): Promise<void> {
    const envelopes = await this.#remove('select login_forget($1, $2) as before', [accountId, epoch]);
    await this.#deleteBlobs(envelopes.flatMap((each) => each?.blobId ?? []));
  }

  /** Wraps every key for the first key of the ring. What can't be opened is left as it is, counted and logged. */
  async rewrapAll(): Promise<{ rewrapped: number; failed: number }> {
    let [rewrapped, failed] = [0, 0];
    for (const { accountId, envelopes } of await this.#list()) {
      for (const envelope of envelopes) {
        if (envelope?.kid === this.#keyRing.sealingId) continue;
        const renewed = envelope && this.#rewrap(accountId, envelope);
        if (!renewed) failed += 1;
        else if (await this.#replaceKey(accountId, envelope, renewed)) rewrapped += 1;
      }
    }
    return { rewrapped, failed };
  }

  /** Deletes the blobs that no login names: of saves that failed, and of accounts that are gone. Returns how many. */
  async sweepOrphans(ageMs = ORPHAN_AGE_MS): Promise<number> {
    // Listed before it is asked which are named, so that one which is published meanwhile is not among them.
    const old = await this.#blobs.listOlder(ageMs);
    const logins = await this.#list();
    const named = new Set(logins.flatMap(({ envelopes }) => envelopes.map((each) => each?.blobId)));
    const orphans = old.filter((blobId) => !named.has(blobId));
    await this.#deleteBlobs(orphans);
    return orphans.length;
  }

  async #writeBlob(blobId: string, binding: { accountId: string; generation: number }, file: string) {
    const { ciphertext, close } = sealFile(file, binding, this.#keyRing);
    const limitedSize = Readable.from(limited(ciphertext, this.#sizeBytesMax), { objectMode: false });
    try {
      await this.#blobs.write(blobId, limitedSize);
    } catch (error) {
      await this.#deleteBlobs([blobId]);
      throw error;
    }
    const seal = close();
    if (seal.size >= SIZE_BYTES_ALARM) {
      this.#log.error(
        { accountId: binding.accountId, sizeBytes: seal.size },
        'A login has become very large.',
      );
    }
    return seal;
  }

  async #publish(accountId: string, envelope: Envelope): Promise<void> {
    const { rows } = await this.#pool.query<{ outcome: 'published' | 'epoch' | 'generation' }>(
      'select login_publish($1, $2, $3, $4) as outcome',
      [accountId, envelope.epoch, JSON.stringify(envelope), GENERATIONS_KEPT],
    );
    const outcome = rows[0]?.outcome ?? 'generation';
    if (outcome === 'published') return;
    // Not when there was no answer: then it may be published.
    await this.#deleteBlobs([envelope.blobId]);
    throw new Fenced(outcome);
  }

  /** Returns what was there before. */
  async #remove(text: string, values: unknown[]): Promise<StoredLogin['envelopes']> {
    const { rows } = await this.#pool.query<{ before: unknown }>(text, values);
    if (rows[0]?.before == null) throw new Fenced('epoch');
    return parseLogin(rows[0].before).envelopes;
  }

  async #open(accountId: string, envelope: Envelope, file: string): Promise<boolean> {
    const { generation, blobId } = envelope;
    try {
      const binding = { accountId, generation };
      await openToFile(this.#blobs.read(blobId), file, envelope, binding, this.#keyRing);
      return true;
    } catch (error) {
      if (!(error instanceof BrokenSeal || error instanceof BlobMissing)) throw error;
      const { code } = error;
      this.#log.error({ accountId, generation, code }, DAMAGED);
      return false;
    }
  }

  #rewrap(accountId: string, envelope: Envelope): WrappedKey | null {
    const { generation } = envelope;
    try {
      return rewrap(envelope, { accountId, generation }, this.#keyRing);
    } catch (error) {
      if (!(error instanceof BrokenSeal || error instanceof UnknownKey)) throw error;
      this.#log.error({ accountId, generation, code: error.code }, 'A stored login could not be re-wrapped.');
      return null;
    }
  }

  /** False: a save or a logout has removed it meanwhile. */
  async #replaceKey(accountId: string, { blobId, wk }: Envelope, renewed: WrappedKey): Promise<boolean> {
    const { rows } = await this.#pool.query<{ isDone: boolean }>(
      'select login_rewrap($1, $2, $3, $4, $5) as "isDone"',
      [accountId, blobId, wk, renewed.kid, renewed.wk],
    );
    return rows[0]?.isDone === true;
  }

  async #read(accountId: string): Promise<StoredLogin> {
    const { rows } = await this.#pool.query<{ login: unknown }>('select login_read($1) as login', [
      accountId,
    ]);
    return parseLogin(rows[0]?.login);
  }

  async #list(): Promise<(StoredLogin & { accountId: string })[]> {
    const { rows } = await this.#pool.query<{ accountId: string; login: unknown }>(
      'select * from login_list()',
    );
    return rows.map(({ accountId, login }) => ({ accountId, ...parseLogin(login) }));
  }

  /** What can't be deleted now is swept later. */
  async #deleteBlobs(blobIds: readonly string[]): Promise<void> {
    const outcomes = await Promise.allSettled(blobIds.map((blobId) => this.#blobs.delete(blobId)));
    const failed = outcomes.filter(({ status }) => status === 'rejected').length;
    if (failed > 0) this.#log.warn({ count: failed }, 'Blobs of logins are deleted later.');
  }
}

async function* limited(source: AsyncIterable<Buffer>, sizeBytesMax: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const bytes of source) {
    size += bytes.length;
    if (size > sizeBytesMax) throw new LoginTooLarge(`A login has more than ${sizeBytesMax} bytes.`);
    yield bytes;
  }
}
