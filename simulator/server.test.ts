import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type Simulator } from './server.ts';
import { connectPage, type SocketPage } from './testing/socket-page.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ chats: 20 });
}, 30_000);
afterAll(() => simulator.close());

/** A page that is logged in and has synced. */
async function openPage(): Promise<SocketPage> {
  const page = await connectPage(simulator.port);
  page.say({ type: 'hello', v: '2.3000.0', pub: '', identity: '' });
  await page.heard('synced');
  return page;
}

test('a page learns who it is and every chat', async () => {
  const page = await openPage();
  const history = await page.heard('history');
  expect((await page.heard('ok')).me.pushname).toBe('Ada Example');
  expect(history.chats.map((chat) => chat.id)).toEqual(simulator.chats().map((chat) => chat.id));
});

test('an incoming message reaches every open page', async () => {
  const pages = await Promise.all([openPage(), openPage()]);
  const [chat] = simulator.chats();
  simulator.incoming(chat!.id, 'hello');
  const bodies = await Promise.all(pages.map(async (page) => (await page.heard('msg')).msg.body));
  expect(bodies).toEqual(['hello', 'hello']);
});

test('what one page sends is recorded and shown on the others', async () => {
  const [one, other] = await Promise.all([openPage(), openPage()]);
  const chatId = simulator.chats()[3]!.id;
  one.say({ type: 'send', n: 1, msg: { id: '3EB0', chatId, body: 'from here' } });
  expect((await other.heard('msg')).msg).toMatchObject({ body: 'from here', fromMe: true });
  expect(simulator.sent()).toContainEqual({ chatId, body: 'from here' });
});

test('a chat read in one page is read in the others', async () => {
  const [one, other] = await Promise.all([openPage(), openPage()]);
  const unread = simulator.chats().find((chat) => chat.unread > 0)!;
  one.say({ type: 'read', ids: [unread.id] });
  expect((await other.heard('read')).ids).toEqual([unread.id]);
});
