import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { startSimulator, type Simulator, type SimulatorOptions } from './server.ts';
import { connectPage, type SocketPage } from './testing/socket-page.ts';

let simulator: Simulator;
afterEach(() => simulator.close());

const key = Buffer.alloc(32, 7).toString('base64');
const connect = (): Promise<SocketPage> => connectPage(simulator.port);

async function unlinkedPage(
  options: SimulatorOptions = {},
  pub = key,
): Promise<{ page: SocketPage; qr: string[] }> {
  simulator = await startSimulator({ chats: 3, login: 'unlinked', ...options });
  const page = await connect();
  page.say({ type: 'hello', v: '2.3000.0', pub, identity: key });
  const { refs } = await page.heard('refs');
  return { page, qr: [refs[0]?.ref ?? '', pub, key, key, '1'] };
}

test('a phone that scans all five parts links the page, which is told to connect anew', async () => {
  const { page, qr } = await unlinkedPage();
  simulator.scan(qr.join(','));
  expect((await page.heard('paired')).me.wid).toBe('15550100001@c.us');
  await page.heard('restart');
  expect(simulator.devices()).toBe(1);
});

test('an address after the five parts does no harm', async () => {
  const { page, qr } = await unlinkedPage();
  simulator.scan(`${qr.join(',')},https://faq.whatsapp.com/r/ld`);
  await page.heard('paired');
});

test.each([
  [0, '2@nobody', 'no page shows the ref'],
  [1, Buffer.alloc(32, 8).toString('base64'), 'noise key'],
  [2, Buffer.alloc(32, 8).toString('base64'), 'identity key'],
  [3, '[object Promise]', 'ADV secret'],
  [4, '', 'platform'],
])('a code whose part %i is %s is refused', async (part, wrong, why) => {
  const { qr } = await unlinkedPage();
  expect(() => simulator.scan(qr.with(part, wrong).join(','))).toThrow(why);
});

test('each code lives as long as it is told to, one after the other', async () => {
  simulator = await startSimulator({ login: 'unlinked' });
  const page = await connect();
  page.say({ type: 'hello', v: '2.3000.0', pub: key, identity: key });
  const { refs } = await page.heard('refs');
  expect(refs.map(({ ttlMs }) => ttlMs)).toEqual([60_000, 20_000, 20_000, 20_000, 20_000, 20_000]);
});

function signedLogin(token: string, counter: number, privateKey: KeyObject) {
  const proof = sign(null, Buffer.from(`${token} ${counter}`), privateKey).toString('base64');
  return { token, counter, proof };
}
async function linkedDevice() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pub = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
  const { page, qr } = await unlinkedPage({}, pub);
  simulator.scan(qr.join(','));
  const { token } = await page.heard('paired');
  async function logIn(counter: number, with_ = privateKey): Promise<SocketPage> {
    const next = await connect();
    const login = signedLogin(token, counter, with_);
    next.say({ type: 'hello', v: '2.3000.0', pub, identity: key, login });
    return next;
  }
  return { logIn };
}

test('a login that counts on is taken, and the connection before it is replaced', async () => {
  const { logIn } = await linkedDevice();
  const first = await logIn(1);
  await first.heard('ok');
  await (await logIn(2)).heard('ok');
  await first.heard('replaced');
  expect([simulator.online(), simulator.rollbacks()]).toEqual([1, []]);
});

test('a login from an older copy is noticed and ends the device', async () => {
  const { logIn } = await linkedDevice();
  await (await logIn(5)).heard('ok');
  expect((await (await logIn(4)).heard('removed')).reason).toBe('bad_mac');
  expect(simulator.rollbacks()).toEqual([{ wid: '15550100001@c.us', counter: 4, used: 5 }]);
  expect(simulator.devices()).toBe(0);
});

test('a login that another key signed is none', async () => {
  const { logIn } = await linkedDevice();
  const stranger = await logIn(1, generateKeyPairSync('ed25519').privateKey);
  expect((await stranger.heard('removed')).reason).toBe('device_removed');
  expect(simulator.online()).toBe(0);
});

test('of two linked devices one can be removed', async () => {
  simulator = await startSimulator({ chats: 3 });
  const pages = [await connect(), await connect()];
  for (const page of pages) {
    page.say({ type: 'hello', v: '2.3000.0', pub: key, identity: key });
    await page.heard('ok');
  }
  simulator.unlink(1);
  expect((await pages[1]?.heard('removed'))?.reason).toBe('device_removed');
  simulator.incoming(simulator.chats()[0]?.id ?? '', 'to the other');
  expect((await pages[0]?.heard('msg'))?.msg.body).toBe('to the other');
  expect([simulator.devices(), simulator.online()]).toEqual([1, 1]);
});
