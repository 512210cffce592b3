import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { Life } from './life.ts';
import type { Random } from './random.ts';

/** The disk of a copied browser profile. */
export async function copyOf(disk: IDBFactory, random: Random): Promise<IDBFactory> {
  const copy = new IDBFactory();
  const [from, to] = [new Life(random, disk), new Life(random, copy)];
  for (const { name = '', version = 1 } of await disk.databases()) {
    const old = await from.run(() => openDB(name));
    const stores = await Promise.all(
      [...old.objectStoreNames].map(async (store) => {
        const [keys, values] = [await old.getAllKeys(store), await old.getAll(store)];
        return { store, keyPath: old.transaction(store).store.keyPath, keys, values };
      }),
    );
    const fresh = await to.run(() =>
      openDB(name, version, {
        upgrade: (db) =>
          stores.forEach(({ store, keyPath }) =>
            db.createObjectStore(store, keyPath === null ? {} : { keyPath }),
          ),
      }),
    );
    for (const { store, keyPath, keys, values } of stores) {
      for (const [index, value] of values.entries()) {
        await fresh.put(store, value, keyPath === null ? keys[index] : undefined);
      }
    }
  }
  from.end(true);
  to.end(true);
  return copy;
}
