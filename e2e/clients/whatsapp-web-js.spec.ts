import whatsapp, { type GroupChat, type Message } from 'whatsapp-web.js';
import type { Simulator } from '../../simulator/server.ts';
import { createStage, expect, test, type Opened } from './stage.ts';

// whatsapp-web.js as it is published, on the simulator: one linked client for all of these.
test.describe.configure({ mode: 'default' });

const stage = createStage();
let simulator: Simulator;
let on: Opened;
let chatId: string;

test.beforeAll(async () => {
  simulator = await stage.simulate({ chats: 60 });
  on = await stage.open(simulator, { auth: new whatsapp.LocalAuth({ dataPath: stage.folder() }) });
  await expect.poll(() => on.qr()).not.toBe('');
  simulator.scan(on.qr());
  await expect.poll(() => on.order).toContain('ready');
  chatId = simulator.chats().find(({ kind, unread }) => kind === 'person' && unread > 1)?.id ?? '';
});
test.afterAll(() => stage.close());

test('a scanned code becomes authenticated, then ready, and the client knows who it is', () => {
  const { info } = on.client;
  expect(on.order.filter((name) => name !== 'loading_screen')).toEqual(['qr', 'authenticated', 'ready']);
  expect([info.wid._serialized, info.pushname, info.platform]).toEqual([
    '15550100001@c.us',
    'Ada Example',
    'android',
  ]);
});

test('every chat is there with its last message', async () => {
  const chats = await on.client.getChats();
  const known = simulator.chats().filter(({ kind }) => kind !== 'channel');
  expect(chats.map((chat) => [chat.id._serialized, chat.name, chat.lastMessage?.body])).toEqual(
    known.map((chat) => [chat.id, chat.name, chat.last.body]),
  );
});

test('unread, archived, pinned and muted chats say so', async () => {
  const chats = await on.client.getChats();
  const known = simulator.chats().filter(({ kind }) => kind !== 'channel');
  expect(chats.map((chat) => [chat.unreadCount, chat.archived, chat.pinned, chat.isMuted])).toEqual(
    known.map((chat) => [chat.unread, chat.archived, chat.pinned, chat.muted]),
  );
});

test('a chat that is seen has nothing unread, and the phone knows', async () => {
  await on.client.sendSeen(chatId);
  await expect.poll(() => simulator.chats().find(({ id }) => id === chatId)?.unread).toBe(0);
  expect((await on.client.getChatById(chatId)).unreadCount).toBe(0);
});

test('a message that is sent reaches the server, and is acknowledged as sent, received and read', async () => {
  const sent = await on.client.sendMessage(chatId, 'see https://example.com');
  expect([sent.ack, sent.id.fromMe, sent.links[0]?.link]).toEqual([0, true, 'https://example.com']);
  await expect.poll(() => simulator.sent()).toContainEqual({ chatId, body: 'see https://example.com' });
  simulator.ack(chatId, 3);
  const acks = () => on.said<[Message, number]>('message_ack').map(([{ id }, ack]) => [id._serialized, ack]);
  await expect.poll(acks).toEqual([1, 2, 3].map((ack) => [sent.id._serialized, ack]));
});

test('a message that comes in is an event with its text and its chat, and the chat is unread', async () => {
  simulator.incoming(chatId, 'are you there?');
  const texts = () => on.said<[Message]>('message').map(([{ from, body }]) => [from, body]);
  await expect.poll(texts).toEqual([[chatId, 'are you there?']]);
  const unread = () => on.said<[{ unreadCount: number }]>('unread_count').at(-1)?.[0].unreadCount;
  await expect.poll(unread).toBe(1);
  expect(on.said<[Message]>('message_create').at(-1)?.[0].body).toBe('are you there?');
});

test('a reply names the message that it answers', async () => {
  simulator.incoming(chatId, 'which day?');
  const question = () => on.said<[Message]>('message').find(([{ body }]) => body === 'which day?')?.[0];
  await expect.poll(question).toBeDefined();
  await question()?.reply('Tuesday');
  await expect
    .poll(() => simulator.sent().at(-1))
    .toEqual({ chatId, body: 'Tuesday', quoted: { id: question()?.id.id, participant: chatId } });
});

test('the messages before the last are loaded when they are asked for', async () => {
  const chat = (await on.client.getChats())[9];
  const messages = await chat?.fetchMessages({ limit: 5 });
  expect(messages).toHaveLength(5);
  expect(messages?.at(-1)?.body).toBe(chat?.lastMessage.body);
});

test('a group has its owner and its participants, ourselves among them', async () => {
  const group = (await on.client.getChats()).find(({ isGroup }) => isGroup) as GroupChat;
  const ids = group.participants.map(({ id }) => id._serialized);
  expect(ids).toContain(group.owner._serialized);
  expect(ids).toContain('15550100001@c.us');
});

test('contacts have names and numbers', async () => {
  const contact = await on.client.getContactById(chatId);
  const { name } = simulator.chats().find(({ id }) => id === chatId) ?? {};
  expect([contact.name, contact.number, contact.isMyContact]).toEqual([name, chatId.split('@')[0], true]);
  expect((await on.client.getContacts()).length).toBeGreaterThan(60);
});

test('channels are apart from chats', async () => {
  const [channel] = await on.client.getChannels();
  expect([channel?.name, channel?.isChannel, channel?.description]).toEqual([
    'Town Market News',
    true,
    'What is new: Town Market News',
  ]);
});

test("a channel's new post raises no event, and is there for who looks", async () => {
  const [channel] = await on.client.getChannels();
  const channelId = simulator.chats().find(({ kind }) => kind === 'channel')?.id ?? '';
  const before = on.said('message_create').length;
  simulator.incoming(channelId, 'Market closed on Monday');
  const last = async () => (await channel?.fetchMessages({ limit: 3 }))?.at(-1)?.body;
  await expect.poll(last).toBe('Market closed on Monday');
  expect(on.said('message_create')).toHaveLength(before);
});

test("WhatsApp's own labels are read, and which chats have them", async () => {
  const labels = await on.client.getLabels();
  expect(labels.map(({ name }) => name)).toEqual(['New customer', 'Paid', 'Follow up']);
  const labelled = simulator.chats().find((chat) => chat.labels?.length === 2);
  const [first, second] = await on.client.getChatLabels(labelled?.id ?? '');
  expect([first?.name, second?.name]).toEqual(['Paid', 'Follow up']);
});

test('who shows a picture has its address, who does not has none', async () => {
  const ids = simulator.chats().map(({ id }) => id);
  const urls = await Promise.all(ids.slice(0, 12).map((id) => on.client.getProfilePicUrl(id)));
  expect(urls.some((url) => url === undefined)).toBe(true);
  expect(urls.find((url) => url !== undefined)).toMatch(/^https:\/\/pps\.whatsapp\.net\//);
});

test('a number is looked up at the server', async () => {
  expect((await on.client.getNumberId(chatId))?._serialized).toBe(chatId);
  expect(await on.client.getNumberId('15550199999')).toBeNull();
});

test('a chat is archived in the page and on the server', async () => {
  const chat = (await on.client.getChats()).findLast(({ archived }) => !archived);
  const id = chat?.id._serialized ?? '';
  await chat?.archive();
  await expect.poll(() => simulator.chats().find((each) => each.id === id)?.archived).toBe(true);
});

test('nothing failed in the page and nothing broke its policy', async () => {
  expect(await on.evaluate('[...__simErrors, ...__simViolations]')).toEqual([]);
});
