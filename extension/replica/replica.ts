import type { IDBPDatabase } from 'idb';
import { entityNames } from '../../shared/entities/index.ts';
import { applyChanges, applyKnown, applyOperations, emptyRows, type Rows } from '../../shared/sync/apply.ts';
import { BODY_BYTES_MAX, MUTATIONS_PER_PUSH_MAX, PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import type {
  Mutation,
  Operation,
  PullResponse,
  PushRequest,
  Rejection,
} from '../../shared/sync/protocol.ts';
import { ALL_STORES, changesOf, openDatabase, userIdsOnDisk, writeChunks } from './disk.ts';
import type { Meta, Schema, Stores, Write } from './disk.ts';

/** An edit on its way into the outbox; the id makes handing it over twice the same as once. */
export type Edit = Operation & { readonly mutationId: string };

/** What the server refused, kept until the person has seen it; `operation` is what they had typed. */
export interface Notice extends Rejection {
  readonly operation: Operation | null;
}

/** A screen that saw no answer hands its edits over again; it has far fewer of them on their way. */
const SETTLED_KEPT_MAX = 2000;
/** Nobody reads more; only an import can be refused in such numbers, and its file is still there. */
const NOTICES_KEPT_MAX = 1000;
// What is around the mutations of a push.
const ENVELOPE_BYTES = 1024;

/** What this version knows of rows. [A2] */
const KNOWN = `${PROTOCOL_VERSION} ${entityNames.join(' ')}`;

/** [A1] This device's copy of one user's rows: what the server confirmed, and the outbox on top. */
export class Replica {
  readonly #db: IDBPDatabase<Schema>;
  #meta: Meta;
  #confirmed: Rows;
  #outbox: readonly Mutation[];
  #settled: readonly string[];
  /** How many edits have ever left the outbox, and how many of them are noted on disk. */
  #settledCount: number;
  #storedSettledCount: number;
  /** How far the rows on disk go: a cursor never gets there before its rows. */
  #storedCursor: string | undefined;
  /** The outbox on disk is numbered in another way, as writing the new numbers failed. */
  #isOutboxStale = false;
  /** Highest sequence that is on disk; only what a restart would find is pushed. [C1] */
  #durableSequence: number;
  /**
   * The confirmed rows as they are on disk: behind when a write failed, and then the next one makes up for it. Undefined while rows
   * of another version may be among them.
   */
  #stored: Rows | undefined;
  /** Edits that are on their way to the disk. */
  readonly #writing = new Map<string, Promise<void>>();
  #view: Rows;
  /** Highest sequence that the view has. */
  #shownSequence: number;
  onChange: (before: Rows, after: Rows) => void = () => {};
  /** The browser has closed the database: nothing more can be written here. */
  onLost: () => void = () => {};

  private constructor(
    db: IDBPDatabase<Schema>,
    meta: Meta,
    confirmed: Rows,
    outbox: readonly Mutation[],
    settled: { ids: readonly string[]; count: number },
  ) {
    this.#db = db;
    this.#meta = meta;
    this.#confirmed = confirmed;
    this.#outbox = outbox;
    this.#settled = settled.ids;
    this.#settledCount = settled.count;
    this.#storedSettledCount = settled.count;
    this.#storedCursor = meta.cursor;
    this.#durableSequence = meta.lastSequence;
    // Until a first copy the rows may be those of another version.
    this.#stored = meta.cursor === undefined ? undefined : confirmed;
    this.#view = applyOperations(confirmed, outbox);
    this.#shownSequence = meta.lastSequence;
  }

  /** [C4] Each user has a database of their own, so nothing of one is ever pushed as another. */
  static async open(userId: string): Promise<Replica> {
    const lost = { tell: () => {} };
    const db = await openDatabase(userId, () => lost.tell());
    try {
      const replica = await Replica.#read(db);
      lost.tell = () => replica.onLost();
      return replica;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  static async #read(db: IDBPDatabase<Schema>): Promise<Replica> {
    const tx = db.transaction(ALL_STORES);
    const [chunks, outbox, settled, settledKeys, stored] = await Promise.all([
      tx.objectStore('chunks').getAll(),
      tx.objectStore('outbox').getAll(),
      tx.objectStore('settled').getAll(),
      tx.objectStore('settled').getAllKeys(),
      tx.objectStore('meta').get('meta'),
    ]);
    const meta: Meta = {
      id: crypto.randomUUID(),
      clientId: crypto.randomUUID(),
      lastSequence: 0,
      cursor: undefined,
      entities: KNOWN,
      rejectionsSeen: 0,
      notices: [],
      ...stored,
    };
    const isKnown = meta.entities === KNOWN;
    const current = isKnown ? meta : { ...meta, cursor: undefined, entities: KNOWN };
    if (stored?.id !== current.id) await db.put('meta', current, 'meta');
    // What this version wrote itself is not parsed again: that takes longer than reading it.
    const apply = current.cursor === undefined ? applyChanges : applyKnown;
    return new Replica(db, current, apply(emptyRows, changesOf(chunks)), outbox, {
      ids: settled,
      count: (settledKeys.at(-1) ?? -1) + 1,
    });
  }

  get id(): string {
    return this.#meta.id;
  }
  get view(): Rows {
    return this.#view;
  }
  get waiting(): number {
    return this.#outbox.length;
  }
  get notices(): readonly Notice[] {
    return this.#meta.notices;
  }
  /** The first copy is here, or what another version left of it. */
  get hasRows(): boolean {
    return this.cursor !== undefined || this.#confirmed.account.size > 0;
  }
  get cursor(): string | undefined {
    return this.#meta.cursor;
  }

  /** [C4] Leaves nothing of other users on the device but what they have not sent yet, where a sign-out could not end. */
  static async sealAllBut(userId: string | undefined): Promise<void> {
    for (const owner of await userIdsOnDisk()) {
      if (owner === userId) continue;
      const replica = await Replica.open(owner);
      await replica.close();
    }
  }

  /** [C1] Resolves when the edits are on disk, and the notices that they answer are gone from it. [C5] One handed over again is taken once. */
  async mutate(edits: readonly Edit[], answered: readonly string[] = []): Promise<void> {
    // Handed over again while it is written: acknowledged when the disk has it, and not before.
    const writing = edits.flatMap(({ mutationId }) => this.#writing.get(mutationId) ?? []);
    if (writing.length > 0) await Promise.all(writing);
    const known = new Set([...this.#outbox.map(({ mutationId }) => mutationId), ...this.#settled]);
    const fresh = edits.filter(({ mutationId }) => !known.has(mutationId));
    if (fresh.length === 0) return;
    const first = this.#meta.lastSequence + 1;
    const mutations = fresh.map((edit, index): Mutation => ({ ...edit, sequence: first + index }));
    const meta = {
      ...this.#meta,
      lastSequence: this.#meta.lastSequence + mutations.length,
      notices: this.#meta.notices.filter(({ mutationId }) => !answered.includes(mutationId)),
    };
    const answeredNotices = this.#meta.notices.filter(({ mutationId }) => answered.includes(mutationId));
    // Set before the disk answers, so that an edit that comes meanwhile gets the next number.
    this.#meta = meta;
    this.#outbox = [...this.#outbox, ...mutations];
    const write = this.#isOutboxStale ? this.writeNumbers() : this.#writeToOutbox(mutations);
    const ids = new Set(mutations.map(({ mutationId }) => mutationId));
    for (const id of ids) this.#writing.set(id, write);
    try {
      await write;
    } catch (error) {
      this.#outbox = this.#outbox.filter(({ mutationId }) => !ids.has(mutationId));
      // Its numbers are free again, unless a later edit has the next ones.
      const isLast = this.#meta.lastSequence === meta.lastSequence;
      this.#meta = {
        ...this.#meta,
        lastSequence: isLast ? first - 1 : this.#meta.lastSequence,
        notices: [...answeredNotices, ...this.#meta.notices],
      };
      this.#show();
      throw error;
    } finally {
      for (const id of ids) this.#writing.delete(id);
    }
    // They may have been numbered anew meanwhile.
    const written = this.#outbox.filter(({ mutationId }) => ids.has(mutationId));
    const last = written.at(-1)?.sequence ?? 0;
    if (!this.#isOutboxStale) this.#durableSequence = Math.max(this.#durableSequence, last);
    this.#showMore(written);
  }

  /** Makes the edits that were refused once more, as new ones; their notices are answered. */
  retry(mutationIds: readonly string[]): Promise<void> {
    const edits = this.#meta.notices.flatMap(({ mutationId, operation }): Edit[] =>
      operation && mutationIds.includes(mutationId)
        ? [{ ...operation, mutationId: crypto.randomUUID() }]
        : [],
    );
    return this.mutate(edits, mutationIds);
  }

  /** Whether a mutation of this number is in the outbox, and is this one. */
  holds(sequence: number, mutationId: string | null): boolean {
    return this.#outbox.some((each) => each.sequence === sequence && each.mutationId === mutationId);
  }

  /** Whether something waits that is on disk. */
  get hasNextPush(): boolean {
    const [first] = this.#outbox;
    return first !== undefined && first.sequence <= this.#durableSequence;
  }

  /** The next push, or null when nothing waits. */
  nextPush(): PushRequest | null {
    const mutations: Mutation[] = [];
    let bytes = ENVELOPE_BYTES;
    for (const mutation of this.#outbox.slice(0, MUTATIONS_PER_PUSH_MAX)) {
      bytes += new TextEncoder().encode(JSON.stringify(mutation)).length + 1;
      const isOver = bytes > BODY_BYTES_MAX && mutations.length > 0;
      if (isOver || mutation.sequence > this.#durableSequence) break;
      mutations.push(mutation);
    }
    const { clientId, rejectionsSeen } = this.#meta;
    return mutations.length > 0 ? { protocol: PROTOCOL_VERSION, clientId, rejectionsSeen, mutations } : null;
  }

  /** [L2] Takes the pages of a pull. [C2, C3] What the server has processed leaves the outbox with them. */
  async receive(
    pages: readonly PullResponse[],
    processed: number,
    rejections: readonly Rejection[],
  ): Promise<void> {
    const after = pages.reduce(
      (rows, page) => applyChanges(page.reset ? emptyRows : rows, page.changes),
      this.#confirmed,
    );
    const isFirstTold = ({ sequence }: Rejection) => sequence > this.#meta.rejectionsSeen;
    const notices = rejections.filter(isFirstTold).map((each) => ({
      ...each,
      operation: this.#outbox.find((m) => m.sequence === each.sequence) ?? null,
    }));
    const settled = this.#outbox.filter(({ sequence }) => sequence <= processed);
    this.#confirmed = after;
    this.#outbox = this.#outbox.slice(settled.length);
    this.#settled = [...this.#settled, ...settled.map(({ mutationId }) => mutationId)].slice(
      -SETTLED_KEPT_MAX,
    );
    this.#settledCount += settled.length;
    this.#meta = {
      ...this.#meta,
      cursor: pages.at(-1)?.cursor,
      notices: [...this.#meta.notices, ...notices].slice(-NOTICES_KEPT_MAX),
      rejectionsSeen: Math.max(this.#meta.rejectionsSeen, ...rejections.map(({ sequence }) => sequence)),
    };
    // Shown before it is on disk, and with less haste there: what a crash takes, the next pull brings again. [P1, L2]
    this.#show();
    const firstWaiting = this.#outbox[0]?.sequence ?? this.#meta.lastSequence + 1;
    const { cursor } = this.#meta;
    const settledCount = this.#settledCount;
    const unnoted = this.#settled.slice(
      Math.max(0, this.#settled.length - (settledCount - this.#storedSettledCount)),
    );
    const fill = (tx: Write) => [
      ...(this.#stored ? [] : [tx.objectStore('chunks').clear()]),
      ...entityNames.flatMap((entity) =>
        writeChunks(tx, entity, (this.#stored ?? emptyRows)[entity], after[entity]),
      ),
      tx.objectStore('outbox').delete(IDBKeyRange.upperBound(firstWaiting, true)),
      ...unnoted.map((mutationId, index) =>
        tx.objectStore('settled').put(mutationId, settledCount - unnoted.length + index),
      ),
      tx.objectStore('settled').delete(IDBKeyRange.upperBound(settledCount - SETTLED_KEPT_MAX, true)),
      tx.objectStore('meta').put(this.#meta, 'meta'),
    ];
    await this.#write(ALL_STORES, fill, 'relaxed');
    this.#stored = after;
    this.#storedCursor = cursor;
    this.#storedSettledCount = settledCount;
  }

  /** [P11] This profile is a copy: it goes on as a client of its own. */
  async becomeNewClient(): Promise<void> {
    this.#outbox = this.#outbox.map((mutation, index) => ({ ...mutation, sequence: index + 1 }));
    this.#meta = {
      ...this.#meta,
      clientId: crypto.randomUUID(),
      lastSequence: this.#outbox.length,
      rejectionsSeen: 0,
    };
    this.#show();
    // Nothing is pushed under the new numbers before the disk has them.
    this.#durableSequence = 0;
    this.#isOutboxStale = true;
    await this.writeNumbers();
  }

  async dismiss(mutationIds: readonly string[]): Promise<void> {
    const notices = this.#meta.notices.filter(({ mutationId }) => !mutationIds.includes(mutationId));
    this.#meta = { ...this.#meta, notices };
    await this.#write(['meta'], (tx) => [tx.objectStore('meta').put(this.#metaOfDisk, 'meta')]);
    this.#show();
  }

  /** [C4] Ends the use of this copy. Only what waits and what was refused stay, sealed until their user is back. */
  async close(): Promise<void> {
    this.onChange = () => {};
    this.onLost = () => {};
    const isDeletable = this.#outbox.length === 0 && this.#meta.notices.length === 0;
    try {
      if (!isDeletable) await this.#seal();
    } finally {
      this.#db.close();
    }
    if (isDeletable) indexedDB.deleteDatabase(this.#db.name);
  }

  async #seal(): Promise<void> {
    const meta = { ...this.#meta, cursor: undefined };
    await this.#write(['chunks', 'meta'], (tx) => [
      tx.objectStore('chunks').clear(),
      tx.objectStore('meta').put(meta, 'meta'),
    ]);
  }

  get #metaOfDisk(): Meta {
    return { ...this.#meta, cursor: this.#storedCursor };
  }

  #writeToOutbox(mutations: readonly Mutation[]): Promise<void> {
    return this.#write(['outbox', 'meta'], (tx) => [
      ...mutations.map((mutation) => tx.objectStore('outbox').put(mutation)),
      tx.objectStore('meta').put(this.#metaOfDisk, 'meta'),
    ]);
  }

  /** [P11] Writes the outbox whole, when that failed as it was numbered anew. */
  async writeNumbers(): Promise<void> {
    if (!this.#isOutboxStale) return;
    const { lastSequence } = this.#meta;
    await this.#write(['outbox', 'meta'], (tx) => [
      tx.objectStore('outbox').clear(),
      ...this.#outbox.map((mutation) => tx.objectStore('outbox').put(mutation)),
      tx.objectStore('meta').put(this.#metaOfDisk, 'meta'),
    ]);
    this.#isOutboxStale = false;
    this.#durableSequence = Math.max(this.#durableSequence, lastSequence);
  }

  async #write(
    stores: Stores,
    fill: (tx: Write) => Promise<unknown>[],
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<void> {
    const tx = this.#db.transaction(stores, 'readwrite', { durability });
    await Promise.all([...fill(tx), tx.done]);
  }

  #show(): void {
    this.#shownSequence = this.#meta.lastSequence;
    this.#replaceView(applyOperations(this.#confirmed, this.#outbox));
  }

  /** The view has the mutations before these: a long outbox is not applied anew for each. */
  #showMore(mutations: readonly Mutation[]): void {
    const unseen = mutations.filter(({ sequence }) => sequence > this.#shownSequence);
    this.#shownSequence = Math.max(this.#shownSequence, unseen.at(-1)?.sequence ?? 0);
    this.#replaceView(applyOperations(this.#view, unseen));
  }

  #replaceView(view: Rows): void {
    const before = this.#view;
    this.#view = view;
    this.onChange(before, view);
  }
}
