import type { Page } from 'playwright';
import type { FromScreen, ToScreen } from '../extension/replica/messaging.ts';
import { signIn, signUp } from './support/device.ts';
import { expect, PASSWORD, test } from './support/product.ts';
import { WhatsAppPage } from './support/whatsapp-page.ts';

const EDITS = 30;
/** The first ones find cold caches. */
const DISCARDED = 5;

interface ScreenPort {
  postMessage: (message: FromScreen) => void;
  onMessage: { addListener: (listener: (message: ToScreen) => void) => void };
}
type Extension = typeof globalThis & {
  chrome: { runtime: { connect: (to: { name: string }) => ScreenPort } };
};
type Watching = typeof globalThis & { seenAt: Record<string, number> };

/** Notes when each row reaches a screen of the device. */
const watchRows = (screen: Page) =>
  screen.evaluate(() => {
    const seenAt: Record<string, number> = {};
    (globalThis as Watching).seenAt = seenAt;
    const port = (globalThis as Extension).chrome.runtime.connect({ name: 'nexischat:screen' });
    port.onMessage.addListener((message) => {
      if (message.type !== 'rows') return;
      for (const { id } of message.changes) seenAt[id] ??= Date.now();
    });
  });

/** Makes folders one after the other; says when each was made and after how many ms it was durable. */
const makeFolders = (screen: Page, accountId: string) =>
  screen.evaluate(
    async ([account, count]) => {
      const port = (globalThis as Extension).chrome.runtime.connect({ name: 'nexischat:screen' });
      const replicaId = await new Promise<string>((resolve) => {
        port.onMessage.addListener((message) => {
          if (message.type === 'state' && message.state.replicaId) resolve(message.state.replicaId);
        });
      });
      const made: { id: string; at: number; durableMs: number }[] = [];
      for (let index = 0; index < count; index += 1) {
        const id = crypto.randomUUID();
        const fields = { accountId: account, name: `Folder ${index}`, color: 'teal', position: 'a0' };
        const durable = new Promise<void>((resolve) => {
          port.onMessage.addListener(({ type }) => type === 'mutated' && resolve());
        });
        const at = Date.now();
        const startedMs = performance.now();
        const edit = { op: 'create', entity: 'folder', id, mutationId: crypto.randomUUID(), fields } as const;
        port.postMessage({ type: 'mutate', replicaId, edits: [edit] });
        await durable;
        made.push({ id, at, durableMs: performance.now() - startedMs });
        await new Promise((resolve) => setTimeout(resolve, 100)); // Single edits, as a person makes them.
      }
      return made;
    },
    [accountId, EDITS] as const,
  );

const percentile = (values: readonly number[], share: number) =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN);

test('an edit on one device is on another within a second', async ({ product }) => {
  await product.simulate({ chats: 60 });
  await product.startServer();
  const a = await product.device();
  const b = await product.device();
  const onA = await signUp(a, 'ada@example.com', PASSWORD);
  const onB = await signIn(b, 'ada@example.com', PASSWORD);
  await new WhatsAppPage(await a.openWhatsApp()).strip.waitFor();
  await onA.bringToFront();

  const [account] = await product.query<{ id: string }>('select id from accounts');
  await watchRows(onB);
  const made = (await makeFolders(onA, account?.id ?? '')).slice(DISCARDED);
  await expect
    .poll(() => onB.evaluate(() => Object.keys((globalThis as Watching).seenAt).length))
    .toBeGreaterThanOrEqual(EDITS);
  const seenAt = await onB.evaluate(() => (globalThis as Watching).seenAt);

  const latencies = made.map(({ id, at }) => (seenAt[id] ?? Number.NaN) - at);
  const durable = made.map(({ durableMs }) => durableMs);
  console.log(
    `edit on one device to row on another: p50 ${percentile(latencies, 0.5)} ms, p95 ${percentile(latencies, 0.95)} ms; ` +
      `durable: p50 ${percentile(durable, 0.5)} ms, p95 ${percentile(durable, 0.95)} ms`,
  );
  expect(Math.max(...latencies)).toBeLessThan(1000);
});
