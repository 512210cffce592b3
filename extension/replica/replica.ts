import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { entityNames, type EntityName, type Row } from '../../shared/entities/index.ts';
import { applyChanges, applyOperations, emptyRows, type Rows } from '../../shared/sync/apply.ts';
import { MUTATIONS_PER_PUSH_MAX, PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import type {
  Mutation,
  Operation,
  PullResponse,
  PushRequest,
  Rejection,
} from '../../shared/sync/protocol.ts';

/** An edit on its way into the outbox; the id makes handing it over twice the same as once. */
export type Edit = Operation & { readonly mutationId: string };

/** What the server refused, kept until the person has seen it; `operation` is what they had typed. */
export interface Notice extends Rejection {
  readonly operation: Operation | null;
}

interface Meta {
  clientId: string;
  lastSequence: number;
  cursor: string | undefined;
  /** What this version knows; a version that knows more starts with a full copy, as it skipped rows before. [A2] */
  entities: string;
  rejectionsSeen: number;
  notices: Notice[];
}

interface Schema extends DBSchema {
  /** Rows by entity and first byte of the id: a record for each row would be 25 times slower to write. */
  chunks: { key: string; value: { entity: EntityName; rows: Row[] } };
  outbox: { key: number; value: Mutation };
  meta: { key: 'meta'; value: Meta };
}

type Stores = ('chunks' | 'outbox' | 'meta')[];
type Write = IDBPTransaction<Schema, Stores, 'readwrite'>;

const chunkKey = (entity: EntityName, id: string) => `${entity}/${id.slice(0, 2)}`;

/** [A1] This device's copy of one user's rows: what the server confirmed, and the outbox on top. */
export class Replica {
  readonly #db: IDBPDatabase<Schema>;
  #meta: Meta;
  #confirmed: Rows;
  #outbox: readonly Mutation[];
  /** Highest sequence that is on disk; only what a restart would find is pushed. [C1] */
  #durableSequence: number;
  /** The confirmed rows as they are on disk: behind when a write failed, and then the next one makes up for it. */
  #stored: Rows;
  #view: Rows;
  onChange: (before: Rows, after: Rows) => void = () => {};

  private constructor(db: IDBPDatabase<Schema>, meta: Meta, confirmed: Rows, outbox: readonly Mutation[]) {
    this.#db = db;
    this.#meta = meta;
    this.#confirmed = confirmed;
    this.#outbox = outbox;
    this.#durableSequence = meta.lastSequence;
    this.#stored = confirmed;
    this.#view = applyOperations(confirmed, outbox);
  }

  /** [C4] Each user has a database of their own, so nothing of one is ever pushed as another. */
  static async open(userId: string): Promise<Replica> {
    const db = await openDB<Schema>(`nexischat-${userId}`, 1, {
      upgrade(database) {
        database.createObjectStore('chunks');
        database.createObjectStore('outbox', { keyPath: 'sequence' });
        database.createObjectStore('meta');
      },
    });
    const tx = db.transaction(['chunks', 'outbox', 'meta']);
    const [chunks, outbox, stored] = await Promise.all([
      tx.objectStore('chunks').getAll(),
      tx.objectStore('outbox').getAll(),
      tx.objectStore('meta').get('meta'),
    ]);
    const known = entityNames.join(' ');
    const meta: Meta = stored ?? {
      clientId: crypto.randomUUID(),
      lastSequence: 0,
      cursor: undefined,
      entities: known,
      rejectionsSeen: 0,
      notices: [],
    };
    const isKnown = meta.entities === known;
    const current = isKnown ? meta : { ...meta, cursor: undefined, entities: known };
    return new Replica(db, current, rowsOf(chunks), outbox);
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
  /** Highest sequence that this client has given. */
  get lastSequence(): number {
    return this.#meta.lastSequence;
  }
  get cursor(): string | undefined {
    return this.#meta.cursor;
  }

  /** [C1] Resolves when the edits are on disk. */
  async mutate(edits: readonly Edit[]): Promise<void> {
    const known = new Set(this.#outbox.map(({ mutationId }) => mutationId));
    const fresh = edits.filter(({ mutationId }) => !known.has(mutationId));
    if (fresh.length === 0) return;
    const first = this.#meta.lastSequence + 1;
    const mutations = fresh.map((edit, index): Mutation => ({ ...edit, sequence: first + index }));
    const meta = { ...this.#meta, lastSequence: this.#meta.lastSequence + mutations.length };
    // Set before the disk answers, so that an edit that comes meanwhile gets the next number.
    this.#meta = meta;
    this.#outbox = [...this.#outbox, ...mutations];
    try {
      await this.#write(['outbox', 'meta'], (tx) => {
        for (const mutation of mutations) void tx.objectStore('outbox').put(mutation);
        void tx.objectStore('meta').put(meta, 'meta');
      });
    } catch (error) {
      this.#outbox = this.#outbox.filter((mutation) => !mutations.includes(mutation));
      throw error;
    }
    this.#durableSequence = Math.max(this.#durableSequence, meta.lastSequence);
    this.#show();
  }

  /** The next push, or null when nothing waits. */
  nextPush(): PushRequest | null {
    const mutations = this.#outbox
      .slice(0, MUTATIONS_PER_PUSH_MAX)
      .filter(({ sequence }) => sequence <= this.#durableSequence);
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
    this.#confirmed = after;
    this.#outbox = this.#outbox.filter(({ sequence }) => sequence > processed);
    this.#meta = {
      ...this.#meta,
      cursor: pages.at(-1)?.cursor,
      notices: [...this.#meta.notices, ...notices],
      rejectionsSeen: Math.max(this.#meta.rejectionsSeen, ...rejections.map(({ sequence }) => sequence)),
    };
    // Shown before it is on disk, and with less haste there: what a crash takes, the next pull brings again. [P1, L2]
    this.#show();
    const firstWaiting = this.#outbox[0]?.sequence ?? this.#meta.lastSequence + 1;
    const fill = (tx: Write) => {
      for (const entity of entityNames) writeChunks(tx, entity, this.#stored[entity], after[entity]);
      void tx.objectStore('outbox').delete(IDBKeyRange.upperBound(firstWaiting, true));
      void tx.objectStore('meta').put(this.#meta, 'meta');
    };
    await this.#write(['chunks', 'outbox', 'meta'], fill, 'relaxed');
    this.#stored = after;
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
    this.#durableSequence = this.#outbox.length;
    await this.#write(['outbox', 'meta'], (tx) => {
      void tx.objectStore('outbox').clear();
      for (const mutation of this.#outbox) void tx.objectStore('outbox').put(mutation);
      void tx.objectStore('meta').put(this.#meta, 'meta');
    });
  }

  async dismissNotices(mutationIds: readonly string[]): Promise<void> {
    const notices = this.#meta.notices.filter(({ mutationId }) => !mutationIds.includes(mutationId));
    this.#meta = { ...this.#meta, notices };
    await this.#write(['meta'], (tx) => void tx.objectStore('meta').put(this.#meta, 'meta'));
    this.#show();
  }

  /** Ends the use of this copy. One with nothing waiting is deleted; else only the outbox stays, sealed until its user is back. */
  async close(): Promise<void> {
    this.onChange = () => {};
    const isDeletable = this.#outbox.length === 0;
    if (!isDeletable) {
      const meta = { ...this.#meta, cursor: undefined };
      await this.#write(['chunks', 'meta'], (tx) => {
        void tx.objectStore('chunks').clear();
        void tx.objectStore('meta').put(meta, 'meta');
      });
    }
    this.#db.close();
    if (isDeletable) indexedDB.deleteDatabase(this.#db.name);
  }

  async #write(
    stores: Stores,
    fill: (tx: Write) => void,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<void> {
    const tx = this.#db.transaction(stores, 'readwrite', { durability });
    fill(tx);
    await tx.done;
  }

  #show(): void {
    const before = this.#view;
    this.#view = applyOperations(this.#confirmed, this.#outbox);
    this.onChange(before, this.#view);
  }
}

function rowsOf(chunks: readonly { entity: EntityName; rows: Row[] }[]): Rows {
  const changes = chunks.flatMap(({ entity, rows }) => rows.map((row) => ({ entity, id: row.id, row })));
  return applyChanges(emptyRows, changes);
}

function writeChunks(
  tx: Write,
  entity: EntityName,
  old: ReadonlyMap<string, Row>,
  rows: ReadonlyMap<string, Row>,
): void {
  if (old === rows) return;
  const dirty = new Set<string>();
  for (const [id, row] of rows) if (old.get(id) !== row) dirty.add(chunkKey(entity, id));
  for (const id of old.keys()) if (!rows.has(id)) dirty.add(chunkKey(entity, id));
  const chunks = new Map<string, Row[]>([...dirty].map((key) => [key, []]));
  for (const row of rows.values()) chunks.get(chunkKey(entity, row.id))?.push(row);
  for (const [key, chunk] of chunks) {
    void (chunk.length > 0
      ? tx.objectStore('chunks').put({ entity, rows: chunk }, key)
      : tx.objectStore('chunks').delete(key));
  }
}
