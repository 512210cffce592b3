import { expect, test } from './stage.ts';
import { messageKeyShim } from '../../server/sessions/client/message-key-shim.ts';

// How whatsapp-web.js gets a login, and does not, on the simulator.

test('a code typed on a phone links that phone', async ({ stage }) => {
  const simulator = await stage.simulate();
  const on = await stage.open(simulator, {
    pairWithPhoneNumber: { phoneNumber: '15550100042', showNotification: true, intervalMs: 180_000 },
  });
  await expect.poll(() => on.said<[string]>('code').at(-1)?.[0]).toMatch(/^[1-9A-Z]{8}$/);
  simulator.enterPairingCode(on.said<[string]>('code').at(-1)?.[0] ?? '');
  await expect.poll(() => on.order).toContain('ready');
  expect(on.client.info.wid._serialized).toBe('15550100042@c.us');
});

test('after six codes the page is idle, and a refresh brings codes that link', async ({ stage }) => {
  const simulator = await stage.simulate({ refTtlsMs: [2500, 100, 100, 100, 100, 100] });
  const on = await stage.open(simulator);
  await expect.poll(() => on.client.getState()).toBe('UNPAIRED_IDLE');
  const shown = on.said<[string]>('qr').map(([qr]) => qr);
  expect(new Set(shown).size).toBe(6);
  expect(() => simulator.scan(shown[0] ?? '')).toThrow('expired');
  await on.evaluate(`require('WAWebLaunchSocketUtils').refreshQR()`);
  await expect.poll(() => shown.includes(on.qr())).toBe(false);
  simulator.scan(on.qr());
  await expect.poll(() => on.order).toContain('ready');
});

test('where a passkey is demanded, a scan links nothing and the page says what it needs', async ({
  stage,
}) => {
  const simulator = await stage.simulate({ isPasskeyDemanded: true });
  const on = await stage.open(simulator);
  await expect.poll(() => on.qr()).not.toBe('');
  simulator.scan(on.qr());
  await expect.poll(() => on.evaluate('document.body.innerText')).toContain('Use your passkey');
  expect([on.order.includes('authenticated'), simulator.devices()]).toEqual([false, 0]);
  simulator.configure({ isPasskeyDemanded: false });
  simulator.scan(on.qr());
  await expect.poll(() => on.order).toContain('ready');
});

test('two phones have two accounts with chats of their own', async ({ stage }) => {
  const simulator = await stage.simulate({ chats: 20 });
  const on = await stage.open(simulator);
  await expect.poll(() => on.qr()).not.toBe('');
  simulator.scan(on.qr(), { phone: '15550100007', name: 'Bob Example', chats: 5 });
  await expect.poll(() => on.order).toContain('ready');
  const bob = simulator.account('15550100007');
  expect(on.client.info.pushname).toBe('Bob Example');
  expect(await on.client.getChats()).toHaveLength(5);
  expect([bob.online(), simulator.online()]).toEqual([1, 0]);
});

test('where chats have LIDs, a message is sent from our own and acknowledged', async ({ stage }) => {
  const simulator = await stage.simulate({ login: 'linked', identity: 'lid' });
  const on = await stage.open(simulator);
  await expect.poll(() => on.order).toContain('ready');
  const { id: chatId = '', name } = simulator.chats().find(({ kind }) => kind === 'person') ?? {};
  const sent = await on.client.sendMessage(chatId, 'under a LID');
  expect([sent.fromMe, sent.to, sent.from]).toEqual([true, chatId, simulator.me.lid]);
  await expect.poll(() => on.said<[unknown, number]>('message_ack').map(([, ack]) => ack)).toEqual([1, 2]);
  expect((await on.client.getContactById(chatId)).name).toBe(name);
});

test('what synced before the library listened is ready once the page is asked again', async ({ stage }) => {
  const simulator = await stage.simulate({ login: 'linked' });
  const on = await stage.open(simulator, { isRacing: true });
  await expect.poll(() => on.evaluate(`require('WAWebSocketModel').Socket.hasSynced`)).toBe(true);
  await on.evaluate('window.onAppStateHasSyncedEvent()');
  expect(on.order).toContain('ready');
});

test('with minified message keys the library knows no ids, and with the shim it does', async ({ stage }) => {
  const simulator = await stage.simulate({ login: 'linked', ids: 'minified' });
  const chatId = simulator.chats().find(({ kind }) => kind === 'person')?.id ?? '';
  const [plain, repaired] = [
    await stage.open(simulator),
    await stage.open(simulator, { evalOnNewDoc: messageKeyShim }),
  ];
  for (const { order } of [plain, repaired]) await expect.poll(() => order).toContain('ready');
  expect(await plain.client.sendMessage(chatId, 'one')).toBeUndefined();
  const sent = await repaired.client.sendMessage(chatId, 'two');
  expect(sent.id._serialized).toMatch(/^true_.*_3EB0[0-9A-F]{18}$/);
  const [plainChats, repairedChats] = [await plain.client.getChats(), await repaired.client.getChats()];
  expect(plainChats.filter(({ lastMessage }) => lastMessage)).toEqual([]);
  expect(repairedChats.filter(({ lastMessage }) => !lastMessage)).toEqual([]);
});
