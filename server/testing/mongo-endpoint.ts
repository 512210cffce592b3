import { Long, type Document } from 'bson';
import { Query } from 'mingo';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { serveCommands } from './mongo-wire.ts';

const BATCH = 101;
const HELLO = {
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  logicalSessionTimeoutMinutes: 30,
  minWireVersion: 0,
  maxWireVersion: 21, // MongoDB 7.0
  readOnly: false,
};

interface Collection {
  documents: Document[];
  indexes: Document[];
}

export interface MongoEndpoint {
  url: string;
  /** Every document, by namespace. */
  documents: () => Record<string, Document[]>;
  /** Commands that it does not know; a test expects none. */
  refused: string[];
  close: () => Promise<void>;
}

/** As much of a MongoDB server as server/sessions/store/mongo.ts uses, in memory. For tests where there is no real one. */
export async function startMongoEndpoint(): Promise<MongoEndpoint> {
  const memory = new Memory();
  const sockets = new Set<Socket>();
  const refused: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveCommands(socket, (command) => {
      try {
        return { ...memory.run(command), ok: 1 };
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        if (error.code === 59) refused.push(error.message);
        return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName };
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port.');
  return {
    url: `mongodb://127.0.0.1:${address.port}/nexischat?directConnection=true`,
    documents: () => memory.documents(),
    refused,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

class CommandError extends Error {
  readonly code: number;
  readonly codeName: string;

  constructor(code: number, codeName: string, message: string) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }
}

class Memory {
  readonly #collections = new Map<string, Collection>();
  readonly #cursors = new Map<bigint, { namespace: string; rest: Document[] }>();
  #lastCursor = 0n;

  documents(): Record<string, Document[]> {
    return Object.fromEntries([...this.#collections].map(([name, { documents }]) => [name, documents]));
  }

  run(command: Document): Document {
    const [name = ''] = Object.keys(command);
    const namespace = `${command['$db']}.${command[name]}`;
    switch (name) {
      case 'hello':
      case 'ismaster':
        return { ...HELLO, localTime: new Date(), connectionId: 1 };
      case 'ping':
      case 'endSessions':
        return {};
      case 'insert':
        return this.#insert(namespace, command['documents']);
      case 'find':
        return this.#find(namespace, command);
      case 'getMore':
        return this.#getMore(command);
      case 'killCursors':
        return { cursorsKilled: command['cursors'].filter((id: Long) => this.#cursors.delete(bigOf(id))) };
      case 'delete':
        return this.#delete(namespace, command['deletes']);
      case 'listIndexes':
        return this.#listIndexes(namespace);
      case 'createIndexes':
        this.#collection(namespace).indexes.push(...command['indexes']);
        return {};
      default:
        throw new CommandError(59, 'CommandNotFound', `The test endpoint does not know '${name}'.`);
    }
  }

  #collection(namespace: string): Collection {
    const known = this.#collections.get(namespace);
    if (known) return known;
    const created = { documents: [], indexes: [{ v: 2, key: { _id: 1 }, name: '_id_', unique: true }] };
    this.#collections.set(namespace, created);
    return created;
  }

  #insert(namespace: string, added: Document[]): Document {
    const { documents, indexes } = this.#collection(namespace);
    const writeErrors: Document[] = [];
    for (const [index, document] of added.entries()) {
      const clash = indexes.find(
        ({ unique, key }) => unique && documents.some((other) => sameKey(key, other, document)),
      );
      if (!clash) documents.push(document);
      else writeErrors.push({ index, code: 11_000, errmsg: `E11000 duplicate key error: ${clash['name']}` });
    }
    return { n: added.length - writeErrors.length, ...(writeErrors.length > 0 && { writeErrors }) };
  }

  #find(namespace: string, command: Document): Document {
    const unknown = Object.keys(command).filter((option) => !FIND_OPTIONS.has(option));
    if (unknown.length > 0)
      throw new CommandError(59, 'CommandNotFound', `find does not know ${unknown.join()}.`);
    const { documents } = this.#collections.get(namespace) ?? { documents: [] };
    const query = new Query(command['filter'] ?? {});
    let found = documents.filter((document) => query.test(document));
    for (const [field, direction] of Object.entries<number>(command['sort'] ?? {}).toReversed()) {
      found = found.toSorted((one, other) => (one[field] - other[field]) * direction);
    }
    if (command['limit']) found = found.slice(0, Number(command['limit']));
    return this.#page(namespace, found, Number(command['batchSize'] ?? BATCH), 'firstBatch');
  }

  #getMore(command: Document): Document {
    const id = bigOf(command['getMore']);
    const cursor = this.#cursors.get(id);
    if (!cursor) throw new CommandError(43, 'CursorNotFound', `cursor id ${id} not found`);
    this.#cursors.delete(id);
    return this.#page(cursor.namespace, cursor.rest, Number(command['batchSize'] ?? BATCH), 'nextBatch', id);
  }

  /** At most 12 MB, as one reply holds no more. */
  #page(namespace: string, documents: Document[], most: number, batchName: string, id = 0n): Document {
    const isChunks = namespace.endsWith('.chunks');
    const batch = documents.slice(0, isChunks ? Math.min(most, 12) : most);
    const rest = documents.slice(batch.length);
    let cursorId = 0n;
    if (rest.length > 0) {
      cursorId = id === 0n ? (this.#lastCursor += 1n) : id;
      this.#cursors.set(cursorId, { namespace, rest });
    }
    return { cursor: { [batchName]: batch, id: Long.fromBigInt(cursorId), ns: namespace } };
  }

  #delete(namespace: string, deletes: Document[]): Document {
    const collection = this.#collection(namespace);
    let n = 0;
    for (const { q, limit } of deletes) {
      const query = new Query(q);
      const gone = collection.documents.filter((document) => query.test(document));
      const removed = new Set(limit === 1 ? gone.slice(0, 1) : gone);
      collection.documents = collection.documents.filter((document) => !removed.has(document));
      n += removed.size;
    }
    return { n };
  }

  #listIndexes(namespace: string): Document {
    const collection = this.#collections.get(namespace);
    if (!collection) throw new CommandError(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`);
    return this.#page(namespace, collection.indexes, BATCH, 'firstBatch');
  }
}

const FIND_OPTIONS = new Set([
  'find',
  'filter',
  'sort',
  'limit',
  'batchSize',
  'singleBatch',
  'projection',
  'lsid',
  '$db',
  '$readPreference',
]);

const bigOf = (id: unknown) => BigInt(String(id));

function sameKey(key: Document, one: Document, other: Document): boolean {
  return Object.keys(key).every((field) => String(one[field]) === String(other[field]));
}
