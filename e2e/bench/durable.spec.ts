import type { JSHandle, Page } from 'playwright';
import type { Browser } from 'wxt/browser';
import type { FromScreen } from '../../extension/replica/messaging.ts';
import { connectAccount } from '../support/connect-account.ts';
import { signUp } from '../support/device.ts';
import { backgroundKiller, killUnder } from '../support/kill-background.ts';
import { expect, PASSWORD, test } from '../support/product.ts';
import { connectIn } from '../support/replica-client.ts';
import type { ScreenGlobal } from '../support/screen-port.ts';
import { figuresOf, LENIENCY, repeats, tell } from './figures.ts';

const REPEATS = repeats(25, 45);
const COLD_REPEATS = repeats(15, 25);
const PAUSE_MS = 100;
const WARM_P95_MS = 10;
const COLD_P95_MS = 150;

/** A port of a page's own, to which messages are posted one after the other. */
const openPort = (screen: Page, name: string) =>
  screen.evaluateHandle((name) => (globalThis as ScreenGlobal).chrome.runtime.connect({ name }), name);

/** From the hand-over to the answer, in ms; without a port one is opened for it, which calls the background. */
const handOver = (screen: Page, message: unknown, port: JSHandle<Browser.runtime.Port> | null) =>
  screen.evaluate(
    async ({ message, port: given }) => {
      const fromMs = performance.now();
      const port = given ?? (globalThis as ScreenGlobal).chrome.runtime.connect({ name: 'nexischat:screen' });
      const answered = new Promise<number>((resolve) => {
        const listen = ({ type }: { type: string }) => {
          if (type !== 'mutated') return;
          resolve(performance.now() - fromMs);
          port.onMessage.removeListener(listen);
        };
        port.onMessage.addListener(listen);
      });
      port.postMessage(message);
      const tookMs = await answered;
      if (!given) port.disconnect();
      return tookMs;
    },
    { message, port },
  );

/** The same way of a message, and a single strict put. */
async function startFloor(page: Page): Promise<void> {
  const [background] = page.context().serviceWorkers();
  await background?.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('floor', 1);
      opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('puts'));
      opening.addEventListener('success', () => resolve(opening.result));
    });
    (globalThis as ScreenGlobal).chrome.runtime.onConnect.addListener((port) => {
      if (port.name !== 'floor') return;
      port.onMessage.addListener((edit: { replicaId: string }) => {
        const tx = database.transaction('puts', 'readwrite', { durability: 'strict' });
        tx.objectStore('puts').put(edit, crypto.randomUUID());
        tx.addEventListener('complete', () => port.postMessage({ type: 'mutated' }));
      });
    });
  });
}

test('an edit is durable in a few milliseconds, and soon when it has to wake the background', async ({
  product,
}) => {
  await product.simulate({ chats: 1 });
  await product.startServer();
  const device = await product.device();
  const screen = await signUp(device, 'ada@example.com', PASSWORD);
  const connected = await connectIn(screen);
  const accountId = await connectAccount(product, connected);
  const replicaId = await connected.evaluate(({ client }) => client.state.get().replicaId ?? '');
  await startFloor(screen);
  const edit = (): FromScreen => ({
    type: 'mutate',
    replicaId,
    edits: [
      {
        op: 'create',
        entity: 'folder',
        id: crypto.randomUUID(),
        mutationId: crypto.randomUUID(),
        fields: { accountId, name: 'A folder', color: 'teal', position: 'a0' },
      },
    ],
  });
  const rawPort = await openPort(screen, 'floor');
  const port = await openPort(screen, 'nexischat:screen');

  const warm: number[] = [];
  const raw: number[] = [];
  for (let index = 0; index < REPEATS; index += 1) {
    raw.push(await handOver(screen, edit(), rawPort));
    warm.push(await handOver(screen, edit(), port));
    await screen.waitForTimeout(PAUSE_MS); // A person's edits; and the push before is over.
  }
  const kill = await backgroundKiller(device.context);
  const cold: number[] = [];
  for (let index = 0; index < COLD_REPEATS; index += 1) {
    await killUnder(connected, kill);
    cold.push(await handOver(screen, edit(), null));
    await screen.waitForTimeout(PAUSE_MS);
  }

  const warmFigures = figuresOf(warm);
  const coldFigures = figuresOf(cold);
  const floor = { what: 'raw strict put over such a port', figures: figuresOf(raw) };
  tell('durable, background awake', warmFigures, `p95 ≤ ${WARM_P95_MS} ms`, floor);
  tell('durable, background killed before', coldFigures, `p95 ≤ ${COLD_P95_MS} ms`);
  expect(warmFigures.p95).toBeLessThan(LENIENCY * WARM_P95_MS);
  expect(coldFigures.p95).toBeLessThan(LENIENCY * COLD_P95_MS);
});
