import whatsapp from 'whatsapp-web.js';
import type { AuthStrategy, Message } from 'whatsapp-web.js';
import type { Simulator, SimulatorOptions } from '../../simulator/server.ts';
import { expect, test, type Opened, type Stage } from './stage.ts';
import { ZipStore } from './zip-store.ts';

// What becomes of a login of whatsapp-web.js on the simulator: kept, restored, lost, ended.

const SOCKET = `require('WAWebSocketModel').Socket`;

/** RemoteAuth saves 60 seconds after ready at the earliest; its types don't know the method that saves. */
interface Saving extends AuthStrategy {
  storeRemoteSession(): Promise<void>;
}
function remoteAuth(store: ZipStore, dataPath: string): Saving {
  return new whatsapp.RemoteAuth({ store, dataPath, backupSyncIntervalMs: 60_000 }) as unknown as Saving;
}

async function becomeReady(simulator: Simulator, on: Opened): Promise<void> {
  await expect.poll(() => on.qr()).not.toBe('');
  simulator.scan(on.qr());
  await expect.poll(() => on.order).toContain('ready');
}

async function linked(
  stage: Stage,
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; on: Opened }> {
  const simulator = await stage.simulate({ login: 'linked', ...options });
  const on = await stage.open(simulator);
  await expect.poll(() => on.order).toContain('ready');
  return { simulator, on };
}

/** By a code. One that never showed a code breaks at its first: page and frame make the library bind its name twice. */
async function linkedByCode(
  stage: Stage,
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; on: Opened }> {
  const simulator = await stage.simulate(options);
  const on = await stage.open(simulator);
  await becomeReady(simulator, on);
  return { simulator, on };
}

test('a client with LocalAuth comes back without a code', async ({ stage }) => {
  const simulator = await stage.simulate();
  const dataPath = stage.folder();
  const first = await stage.open(simulator, { auth: new whatsapp.LocalAuth({ dataPath }) });
  await becomeReady(simulator, first);
  await first.close();
  const second = await stage.open(simulator, { auth: new whatsapp.LocalAuth({ dataPath }) });
  await expect.poll(() => second.order).toContain('ready');
  expect([second.order.includes('qr'), simulator.devices()]).toEqual([false, 1]);
});

test('RemoteAuth restores a login into an empty folder, and an older copy of it is noticed', async ({
  stage,
}) => {
  const simulator = await stage.simulate();
  const store = new ZipStore(stage.folder(), '');
  async function open(mayFail = false): Promise<{ on: Opened; auth: Saving }> {
    store.dataPath = stage.folder();
    const auth = remoteAuth(store, store.dataPath);
    return { on: await stage.open(simulator, { auth, mayFail }), auth };
  }
  const first = await open();
  await becomeReady(simulator, first.on);
  await first.on.close();
  await first.auth.storeRemoteSession();

  const second = await open();
  await expect.poll(() => second.on.order).toContain('ready');
  expect([second.on.order.includes('qr'), simulator.rollbacks()]).toEqual([false, []]);
  await second.on.close();

  // The page reloads under the library that starts, which may not bear it.
  const third = await open(true);
  const rollback = { wid: '15550100001@c.us', counter: 2, used: 2 };
  await expect.poll(() => simulator.rollbacks()).toEqual([rollback]);
  const isCodeShown = () => third.on.evaluate(`document.querySelector('[data-ref]') !== null`);
  await expect.poll(() => isCodeShown().catch(() => false)).toBe(true);
  expect(simulator.devices()).toBe(0);
});

test('a device that the phone removes is logged out and shows a code again', async ({ stage }) => {
  const { simulator, on } = await linkedByCode(stage);
  const shown = on.qr();
  simulator.unlink();
  await expect.poll(() => on.qr()).not.toBe(shown);
  expect(on.said('disconnected')).toEqual([['LOGOUT']]);
  expect(on.order.indexOf('disconnected')).toBeLessThan(on.order.lastIndexOf('qr'));
  // hasSynced is unset first, and the library takes any change of it for a login.
  const before = on.order.slice(0, on.order.indexOf('disconnected'));
  expect(before.filter((name) => name === 'authenticated')).toHaveLength(2);
  simulator.scan(on.qr());
  await expect.poll(() => [simulator.online(), simulator.devices()]).toEqual([1, 1]);
});

test("the page's own logout says nothing, tells the server, and ends in a code", async ({ stage }) => {
  const { simulator, on } = await linkedByCode(stage);
  const shown = on.qr();
  expect(await on.evaluate(`String(${SOCKET}.logout())`)).toBe('undefined');
  expect(simulator.devices()).toBe(1);
  await expect.poll(() => simulator.devices()).toBe(0);
  await expect.poll(() => on.qr()).not.toBe(shown);
  expect(on.said('disconnected')).toEqual([['LOGOUT']]);
});

test("the library's logout closes the browser too early, so that the device stays linked", async ({
  stage,
}) => {
  const { simulator, on } = await linked(stage, { logoutDelayMs: 2000 });
  await on.client.logout();
  expect([simulator.online(), simulator.devices()]).toEqual([0, 1]);
});

test('a logout that the server does not answer in time clears the page all the same', async ({ stage }) => {
  const { simulator, on } = await linkedByCode(stage, { logoutDelayMs: 25_000 });
  await on.evaluate(`void ${SOCKET}.logout()`);
  await expect.poll(() => simulator.online()).toBe(0);
  expect(simulator.devices()).toBe(1);
});

test('the state CONFLICT ends the client, and the library deletes the stored login', async ({ stage }) => {
  const simulator = await stage.simulate();
  const dataPath = stage.folder();
  const store = new ZipStore(stage.folder(), dataPath);
  const auth = remoteAuth(store, dataPath);
  const on = await stage.open(simulator, { auth });
  await becomeReady(simulator, on);
  await auth.storeRemoteSession();
  simulator.conflict('legacy');
  await expect.poll(() => on.said('disconnected')).toEqual([['CONFLICT']]);
  expect(store.deleted).toEqual(['RemoteAuth']);
  await expect.poll(() => on.client.pupBrowser?.connected).toBe(false);
});

test('a client that takes over after a CONFLICT is connected again', async ({ stage }) => {
  const simulator = await stage.simulate({ login: 'linked' });
  const on = await stage.open(simulator, { takeoverOnConflict: true, takeoverTimeoutMs: 0 });
  await expect.poll(() => on.order).toContain('ready');
  simulator.conflict('legacy');
  const states = ['CONFLICT', 'OPENING', 'PAIRING', 'CONNECTED'].map((state) => [state]);
  await expect.poll(() => on.said('change_state')).toEqual(states);
  expect([on.said('disconnected'), simulator.online()]).toEqual([[], 1]);
});

test('while no connection is taken a client tries again and again, and is connected when one is', async ({
  stage,
}) => {
  const { simulator, on } = await linked(stage);
  simulator.refuseSockets(true);
  simulator.dropSockets();
  await expect.poll(() => on.said('change_state')).toEqual([['OPENING']]);
  simulator.refuseSockets(false);
  await expect.poll(() => on.said('change_state').at(-1)).toEqual(['CONNECTED']);
});

test('a replaced connection goes deaf and says so nowhere but in its stream', async ({ stage }) => {
  const { simulator, on } = await linked(stage);
  simulator.conflict('replaced');
  await expect.poll(() => on.evaluate(`${SOCKET}.stream`)).toBe('DISCONNECTED');
  expect(await on.client.getState()).toBe('CONNECTED');
  expect([on.said('disconnected'), simulator.online()]).toEqual([[], 0]);
});

test('after its connection was cut a client reconnects without a second ready, and misses nothing', async ({
  stage,
}) => {
  const { simulator, on } = await linked(stage);
  const chatId = simulator.chats()[0]?.id ?? '';
  simulator.dropSockets();
  await expect.poll(() => simulator.online()).toBe(0);
  for (const body of ['while you', 'were away']) simulator.incoming(chatId, body);
  await on.client.sendMessage(chatId, 'sent without a line');
  await expect.poll(() => on.said('change_state')).toEqual([['OPENING'], ['PAIRING'], ['CONNECTED']]);
  simulator.incoming(chatId, 'back again');
  await expect
    .poll(() => on.said<[Message]>('message').map(([{ body }]) => body))
    .toEqual(['while you', 'were away', 'back again']);
  await expect.poll(() => simulator.sent()).toEqual([{ chatId, body: 'sent without a line' }]);
  expect(on.order.filter((name) => name === 'ready')).toHaveLength(1);
});

test('a connection that answers nothing any more is given up and made anew', async ({ stage }) => {
  const { simulator, on } = await linked(stage, { healthCheckMs: 200 });
  simulator.halfOpen();
  await expect.poll(() => on.said('change_state').at(-1)).toEqual(['CONNECTED']);
  expect(simulator.online()).toBe(1);
});

test('a connection that tells nothing any more looks alive', async ({ stage }) => {
  const { simulator, on } = await linked(stage);
  simulator.stopEmitting();
  simulator.incoming(simulator.chats()[0]?.id ?? '', 'unheard');
  const number = await on.client.getNumberId(
    simulator.chats().find(({ kind }) => kind === 'person')?.id ?? '',
  );
  expect([number === null, on.said('message'), on.said('change_state')]).toEqual([false, [], []]);
  expect([await on.client.getState(), simulator.online()]).toEqual(['CONNECTED', 1]);
});
