/** One object store of one database, as promises. */
export interface Store {
  get<T>(key: string): Promise<T | undefined>;
  /** Over when it is on the disk. */
  put(key: string, value: unknown): Promise<void>;
  close(): void;
}

export async function openStore(database: string, name: string): Promise<Store> {
  const opening = indexedDB.open(database, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(name));
  const db = await result(opening);
  return {
    get: (key) => result(db.transaction(name).objectStore(name).get(key)),
    put: (key, value) =>
      new Promise((resolve, reject) => {
        const writing = db.transaction(name, 'readwrite');
        writing.addEventListener('complete', () => resolve());
        writing.addEventListener('abort', () => reject(writing.error ?? new Error('aborted')));
        writing.objectStore(name).put(value, key);
      }),
    close: () => db.close(),
  };
}

export async function deleteDatabases(): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    if (name) await result(indexedDB.deleteDatabase(name)).catch(() => undefined);
  }
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('failed')));
  });
}
