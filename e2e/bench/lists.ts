import type { JSHandle, Page } from 'playwright';
import type { ToScreen } from '../../extension/replica/messaging.ts';
import type { OpenedReplica } from '../support/replica-in-page.ts';
import type { ScreenGlobal } from '../support/screen-port.ts';

/** From a new screen's call of the background to its first list, which has so many rows; in ms. */
export const firstList = (screen: Page, rows: number): Promise<number> =>
  screen.evaluate(
    (wanted) =>
      new Promise<number>((resolve, reject) => {
        const fromMs = performance.now();
        const port = (globalThis as ScreenGlobal).chrome.runtime.connect({ name: 'nexischat:screen' });
        port.onMessage.addListener((message: ToScreen) => {
          if (message.type !== 'rows') return;
          const tookMs = performance.now() - fromMs;
          port.disconnect();
          if (message.changes.length === wanted) resolve(tookMs);
          else reject(new Error(`${message.changes.length} rows`));
        });
      }),
    rows,
  );

export interface RowStore {
  /** Reads all rows; says how long it took, in ms. */
  readonly read: () => Promise<number>;
}

/** The same rows in the same browser, each in a record of its own. */
export const openRowStore = (screen: Page, replica: JSHandle<OpenedReplica>): Promise<JSHandle<RowStore>> =>
  screen.evaluateHandle(async ({ rows }): Promise<RowStore> => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('floor-rows', 1);
      opening.addEventListener('upgradeneeded', () =>
        opening.result.createObjectStore('rows', { keyPath: 'id' }),
      );
      opening.addEventListener('success', () => resolve(opening.result));
    });
    const tx = database.transaction('rows', 'readwrite');
    for (const row of rows) tx.objectStore('rows').put(row);
    await new Promise((resolve) => tx.addEventListener('complete', resolve));
    return {
      read: () =>
        new Promise((resolve) => {
          const fromMs = performance.now();
          const request = database.transaction('rows').objectStore('rows').getAll();
          request.addEventListener('success', () => resolve(performance.now() - fromMs));
        }),
    };
  }, replica);
