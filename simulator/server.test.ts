import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientMessage, ServerMessage } from './protocol.ts';
import { startSimulator, type Simulator } from './server.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ chats: 20 });
}, 30_000);
afterAll(() => simulator.close());

interface Page {
  socket: WebSocket;
  say(message: ClientMessage): void;
  heard<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>>;
}

async function connectPage(): Promise<Page> {
  const socket = new WebSocket(`wss://127.0.0.1:${simulator.port}/ws/chat`, { rejectUnauthorized: false });
  const messages: ServerMessage[] = [];
  const listeners = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as ServerMessage);
    for (const listener of listeners) listener();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const page: Page = {
    socket,
    say: (message) => socket.send(JSON.stringify(message)),
    heard: (type) =>
      new Promise((resolve) => {
        function look(): void {
          const found = messages.find((message) => message.type === type);
          if (!found) return;
          listeners.delete(look);
          resolve(found as Extract<ServerMessage, { type: typeof type }>);
        }
        listeners.add(look);
        look();
      }),
  };
  page.say({ type: 'hello', v: '2.3000.0', pub: '', identity: '' });
  await page.heard('synced');
  return page;
}

test('a page learns who it is and every chat', async () => {
  const page = await connectPage();
  const history = await page.heard('history');
  expect((await page.heard('ok')).me.pushname).toBe('Ada Example');
  expect(history.chats.map((chat) => chat.id)).toEqual(simulator.chats().map((chat) => chat.id));
});

test('an incoming message reaches every open page', async () => {
  const pages = await Promise.all([connectPage(), connectPage()]);
  const [chat] = simulator.chats();
  simulator.incoming(chat!.id, 'hello');
  const bodies = await Promise.all(pages.map(async (page) => (await page.heard('msg')).msg.body));
  expect(bodies).toEqual(['hello', 'hello']);
});

test('what one page sends is recorded and shown on the others', async () => {
  const [one, other] = await Promise.all([connectPage(), connectPage()]);
  const chatId = simulator.chats()[3]!.id;
  one.say({ type: 'send', n: 1, msg: { id: '3EB0', chatId, body: 'from here' } });
  expect((await other.heard('msg')).msg).toMatchObject({ body: 'from here', fromMe: true });
  expect(simulator.sent()).toContainEqual({ chatId, body: 'from here' });
});

test('a chat read in one page is read in the others', async () => {
  const [one, other] = await Promise.all([connectPage(), connectPage()]);
  const unread = simulator.chats().find((chat) => chat.unread > 0)!;
  one.say({ type: 'read', ids: [unread.id] });
  expect((await other.heard('read')).ids).toEqual([unread.id]);
});
