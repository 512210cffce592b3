import { openStore } from './storage.ts';

const MB = 1_048_576;
/** Of random bytes at once (Web Crypto). */
const RANDOM_BYTES_MAX = 65_536;

/** Keeps so much that does not compress, a megabyte per record, unless it is there already. */
export async function fillStorage(megabytes: number): Promise<void> {
  if (megabytes === 0) return;
  const store = await openStore('model-storage', 'message');
  for (let index = 0; index < megabytes; index++) {
    if (await store.get(String(index))) continue;
    const bytes = new Uint8Array(MB);
    for (let from = 0; from < MB; from += RANDOM_BYTES_MAX)
      crypto.getRandomValues(bytes.subarray(from, from + RANDOM_BYTES_MAX));
    await store.put(String(index), bytes);
  }
  store.close();
}
