import fc from 'fast-check';
import { waitingSince as waitingSinceInTab } from '../../extension/whatsapp/page/waiting.ts';
import { waitingSince } from '../../server/sessions/client/page-chats.ts';
import type { ClientEvent } from '../../server/sessions/client.ts';
import type { ChatsPage, InboxMessage } from '../../shared/whatsapp/inbox.ts';
import type { SimulatedChat, Simulator } from '../../simulator/server.ts';
import { findChromium } from '../support/browser.ts';
import { createStage, expect, isChat, none, person, test as base, type Opened } from './stage.ts';

// What a person can do with the chats of an account that runs on the server. The tests share one session where none of them harms it.
base.describe.configure({ mode: 'default' });

interface Shared {
  readonly simulator: Simulator;
  readonly on: Opened;
}
interface ChatModel {
  id: { toString(): string };
}
interface PageScope {
  require: (id: string) => {
    ChatCollection: {
      get: (id: string) => { set: (change: object, options: object) => void };
      getModelsArray: () => ChatModel[];
    };
    ContactCollection: { getModelsArray: () => ChatModel[] };
  };
  onAddMessageEvent: (message: object) => void;
}

async function running(): Promise<Shared & { close: () => Promise<void> }> {
  const stage = createStage();
  const simulator = await stage.simulate({ login: 'linked', ids: 'minified', identity: 'mixed' });
  // As where there is no headless shell.
  const on = await stage.open(simulator, { deadlines: { lookReady: 500 }, executablePath: findChromium() });
  await expect.poll(on.types).toContain('ready');
  return { simulator, on, close: () => stage.close() };
}

const test = base.extend<object, { shared: Shared }>({
  shared: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
    async ({}, use) => {
      const { close, ...shared } = await running();
      await use(shared);
      await close();
    },
    { scope: 'worker' },
  ],
});

const idsOf = ({ chats }: ChatsPage) => chats.map(({ id }) => id);

async function allChats({ on }: Shared, limit: number): Promise<ChatsPage['chats']> {
  const chats = [];
  let cursor: string | undefined;
  do {
    const page = await on.client.chats({ limit, ...(cursor !== undefined && { cursor }) });
    chats.push(...page.chats);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return chats;
}

async function allMessages({ on }: Shared, chatId: string, limit: number): Promise<InboxMessage[]> {
  const messages: InboxMessage[] = [];
  let cursor: string | undefined;
  do {
    const page = await on.client.messages({ chatId, limit, ...(cursor !== undefined && { cursor }) });
    messages.unshift(...(page?.messages ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined);
  return messages;
}

test("pages lead through all chats in the order of WhatsApp's list, each once and archived ones among them", async ({
  shared,
}) => {
  const chats = await allChats(shared, 7);
  const listed = shared.simulator.chats().filter(isChat);
  expect(chats.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
});

test('a chat is what WhatsApp shows of it', async ({ shared }) => {
  const chats = await allChats(shared, 100);
  const shown = chats.map(({ id, title, unread, isArchived, isMuted, isPinned, isGroup, alias, last }) => {
    return { id, title, unread, isArchived, isMuted, isPinned, isGroup, alias, said: last?.text };
  });
  expect(shown).toEqual(
    shared.simulator
      .chats()
      .filter(isChat)
      .map(({ id, name, unread, archived, muted, pinned, kind, lid, phone, last }) => ({
        id,
        title: name,
        unread,
        isArchived: archived,
        isMuted: muted,
        isPinned: pinned,
        isGroup: kind === 'group',
        alias: (id === lid ? phone && `${phone}@c.us` : lid) ?? null,
        said: last.body,
      })),
  );
});

test('a chat that moves up between two pages is not lost', async ({ shared }) => {
  const first = await shared.on.client.chats({ limit: 10 });
  const { id } = person(shared.simulator, 20);
  shared.simulator.incoming(id, 'up I go');
  await expect.poll(async () => idsOf(await shared.on.client.chats({ limit: 10 }))).toContain(id);
  const second = await shared.on.client.chats({ limit: 10, cursor: first.next ?? '' });
  expect(idsOf(first)).not.toContain(id);
  expect(idsOf(second)).toContain(id);
});

test('who waits for an answer is told, since when, and no more once it is given', async ({ shared }) => {
  const { id } = person(shared.simulator, 4);
  const waiting = async () => (await allChats(shared, 100)).find((chat) => chat.id === id)?.waitingSince;
  await shared.on.client.sendText(id, 'now it is your turn');
  await expect.poll(waiting).toBeNull();
  shared.simulator.incoming(id, 'first');
  shared.simulator.incoming(id, 'second');
  const first = shared.simulator.chats().find((chat) => chat.id === id)?.t ?? 0;
  await expect.poll(waiting).toBe((first - 1) * 1000);
});

test('who waits, and since when, is the same as in the extension', () => {
  const type = fc.constantFrom(
    'chat',
    'image',
    'gp2',
    'protocol',
    'e2e_notification',
    'poll_creation',
    undefined,
  );
  const message = fc.record({ id: fc.record({ fromMe: fc.boolean() }), type, t: fc.nat() });
  const chat = fc.record({
    messages: fc.array(message),
    t: fc.nat(),
    unreadCount: fc.integer({ min: -1, max: 2 }),
  });
  fc.assert(
    fc.property(chat, ({ messages, ...rest }) => {
      const model = { ...rest, id: '1@c.us', msgs: { getModelsArray: () => messages } };
      const seconds = waitingSince(model);
      return waitingSinceInTab(model) === (seconds === null ? null : seconds * 1000);
    }),
  );
});

test('a cursor of somebody else leads nowhere', async ({ shared }) => {
  await expect(shared.on.client.chats({ limit: 5, cursor: '[1]' })).rejects.toMatchObject({
    code: 'bad_cursor',
  });
});

test('pages lead back to the first message of a chat, and mark nothing as read', async ({ shared }) => {
  const { id, unread } = shared.simulator.chats().find((chat) => isChat(chat) && chat.unread > 1) ?? {};
  const messages = await allMessages(shared, id ?? '', 2);
  const times = messages.map(({ sentAt }) => sentAt);
  expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length);
  expect(messages.length).toBeGreaterThanOrEqual(5);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(shared.simulator.chats().find((chat) => chat.id === id)?.unread).toBe(unread);
});

test('a message of a group says who wrote it, and one of its own how far it is', async ({ shared }) => {
  const { id = '' } = shared.simulator.chats().find(({ kind, muted }) => kind === 'group' && !muted) ?? {};
  shared.simulator.incoming(id, 'who is it?');
  await shared.on.client.sendText(id, 'me');
  await expect
    .poll(async () => (await shared.on.client.messages({ chatId: id, limit: 2 }))?.messages)
    .toMatchObject([
      { author: 'Sam Porter', text: 'who is it?', kind: 'text', delivery: null },
      { author: null, text: 'me', isMine: true, delivery: 'received' },
    ]);
});

test('what WhatsApp itself says in a chat is a notice', async ({ shared }) => {
  const { id } = person(shared.simulator, 2);
  shared.simulator.incoming(id, '', { type: 'e2e_notification' });
  await expect
    .poll(async () => (await shared.on.client.messages({ chatId: id, limit: 1 }))?.messages[0]?.kind)
    .toBe('notice');
});

test('a chat that does not exist has no messages', async ({ shared }) => {
  expect(await shared.on.client.messages({ chatId: '15559999999@c.us', limit: 5 })).toBeNull();
});

test('a chat is found under its other id too', async ({ shared }) => {
  const people = shared.simulator.chats().filter(({ kind }) => kind === 'person');
  const others = people.map(({ id, lid = '', phone = '' }) => (id === lid ? `${phone}@c.us` : lid));
  const found = await Promise.all(others.map((id) => shared.on.client.hasChat(id)));
  expect([found.every(Boolean), await shared.on.client.hasChat('1@lid')]).toEqual([true, false]);
});

test('a file comes as it was sent, with its name', async ({ shared }) => {
  const { id } = person(shared.simulator, 1);
  const bytes = Buffer.alloc(1_500_000, 'all the work and no play ');
  const file = { mimetype: 'application/pdf', filename: 'work.pdf', bytes };
  shared.simulator.incoming(id, 'read it', { type: 'document', file });
  const message = await lastWithFile(shared, id, 'work.pdf');
  expect(message).toMatchObject({ text: 'read it', kind: 'document', media: { bytes: 1_500_000 } });
  const media = await shared.on.client.media({ chatId: id, messageId: message.id });
  expect([media?.mimeType, media?.name, media?.bytes.equals(bytes)]).toEqual([
    'application/pdf',
    'work.pdf',
    true,
  ]);
});

const MEGABYTES_17 = 17 * 1024 * 1024;
for (const [what, file] of [
  ['says that it is', { bytes: Buffer.from('small'), size: MEGABYTES_17 }],
  ['is, and says that it is not', { bytes: Buffer.alloc(MEGABYTES_17), size: 1000 }],
] as const) {
  test(`a file that ${what} too large is refused`, async ({ shared }) => {
    const { id } = person(shared.simulator, 5);
    const filename = `${file.size}.mp4`;
    shared.simulator.incoming(id, '', { type: 'video', file: { mimetype: 'video/mp4', filename, ...file } });
    const { id: messageId } = await lastWithFile(shared, id, filename);
    await expect(shared.on.client.media({ chatId: id, messageId })).rejects.toMatchObject({
      code: 'media_too_large',
    });
  });
}

test('a message without a file gives none, and neither does one of another chat', async ({ shared }) => {
  const { id } = person(shared.simulator, 6);
  const file = { mimetype: 'audio/ogg; codecs=opus', bytes: Buffer.from('la la') };
  shared.simulator.incoming(id, 'only words');
  shared.simulator.incoming(id, '', { type: 'ptt', file });
  const voice = await lastWithFile(shared, id, null);
  const messages = (await shared.on.client.messages({ chatId: id, limit: 2 }))?.messages ?? [];
  const mediaOf = (chatId: string, messageId = '') => shared.on.client.media({ chatId, messageId });
  expect([
    await mediaOf(id, messages[0]?.id),
    await mediaOf(person(shared.simulator, 7).id, voice.id),
  ]).toEqual([null, null]);
});

async function lastWithFile({ on }: Shared, chatId: string, name: string | null): Promise<InboxMessage> {
  const last = async () => (await on.client.messages({ chatId, limit: 1 }))?.messages[0];
  await expect.poll(async () => (await last())?.media?.name).toBe(name);
  return (await last()) ?? none();
}

test('a chat is read when a person asks for it', async ({ shared }) => {
  const { id } = person(shared.simulator, 8);
  shared.simulator.incoming(id, 'read me');
  await expect.poll(async () => unreadOf(shared, id)).toBeGreaterThan(0);
  expect(await shared.on.client.markRead(id)).toBe(true);
  await expect.poll(() => shared.simulator.chats().find((chat) => chat.id === id)?.unread).toBe(0);
  expect(await shared.on.client.markRead('15559999999@c.us')).toBe(false);
});

async function unreadOf({ on }: Shared, id: string): Promise<number | undefined> {
  return (await on.client.chats({ limit: 100 })).chats.find((chat) => chat.id === id)?.unread;
}

test('channels are told apart from chats', async ({ shared }) => {
  const { id, name, t } = shared.simulator.chats().find((chat) => !isChat(chat)) ?? none();
  expect(await shared.on.client.channels()).toEqual([{ id, name, unread: 3, lastAt: t * 1000 }]);
  expect(await shared.on.client.hasChat(id)).toBe(false);
});

test('the posts of a channel are read as messages are, and nothing is sent there', async ({ shared }) => {
  const { id, last } = shared.simulator.chats().find((chat) => !isChat(chat)) ?? none();
  expect((await allMessages(shared, id, 3)).at(-1)).toMatchObject({ text: last.body, isMine: false });
  await expect(shared.on.client.sendText(id, 'hello')).rejects.toMatchObject({ code: 'no_such_chat' });
});

test('nothing is sent to somebody who is no chat, known or not', async ({ shared }) => {
  const before = shared.simulator.sent().length;
  const contact = await shared.on.client.call(() => {
    const { require } = globalThis as unknown as PageScope;
    const chats = new Set(
      require('WAWebChatCollection')
        .ChatCollection.getModelsArray()
        .map(({ id }) => String(id)),
    );
    const contacts = require('WAWebContactCollection').ContactCollection.getModelsArray();
    return contacts.map(({ id }) => id.toString()).find((id) => id.endsWith('@c.us') && !chats.has(id));
  });
  for (const id of [contact ?? '', '15559999999@c.us', 'status@broadcast', 'no id']) {
    await expect(shared.on.client.sendText(id, 'hello')).rejects.toMatchObject({ code: 'no_such_chat' });
  }
  expect([await shared.on.client.hasChat(contact ?? ''), shared.simulator.sent().length]).toEqual([
    false,
    before,
  ]);
});

test('nothing is sent to a chat in which nobody can write', async ({ shared }) => {
  const { id } = person(shared.simulator, 10);
  await shared.on.client.call((id) => {
    const { ChatCollection } = (globalThis as unknown as PageScope).require('WAWebChatCollection');
    ChatCollection.get(id).set({ isReadOnly: true }, { silent: true });
  }, id);
  await expect(shared.on.client.sendText(id, 'hello')).rejects.toMatchObject({ code: 'not_writable' });
});

test('a chat that is locked on the phone is not there', async ({ shared }) => {
  const { id } = person(shared.simulator, 12);
  await shared.on.client.call((id) => {
    const { ChatCollection } = (globalThis as unknown as PageScope).require('WAWebChatCollection');
    ChatCollection.get(id).set({ isLocked: true }, { silent: true });
  }, id);
  const { client } = shared.on;
  expect(idsOf(await client.chats({ limit: 100 }))).not.toContain(id);
  expect([await client.hasChat(id), await client.messages({ chatId: id, limit: 5 })]).toEqual([false, null]);
});

test('what is unread is told once it is ready, and when it changes', async ({ shared }) => {
  const counted = shared.simulator
    .chats()
    .filter((chat) => isChat(chat) && chat.unread !== 0 && !chat.archived && !chat.muted);
  const messages = counted.reduce((sum, { unread }) => sum + Math.max(0, unread), 0);
  const total = () => shared.on.all('unread_total').at(-1);
  await expect.poll(total).toEqual({ type: 'unread_total', chats: counted.length, messages });
  shared.simulator.incoming(counted[0]?.id ?? '', 'one more');
  await expect.poll(total).toEqual({ type: 'unread_total', chats: counted.length, messages: messages + 1 });
});

for (const [what, isIncoming, find, rest] of [
  ['of somebody', true, {}, {}],
  ['in a muted chat', false, { muted: true, archived: false }, {}],
  ['in an archived chat', false, { archived: true, muted: false }, {}],
  ['of WhatsApp itself', false, {}, { type: 'e2e_notification' }],
] as const) {
  test(`a message ${what} ${isIncoming ? 'calls' : 'does not call'} a person`, async ({ shared }) => {
    const isIt = (chat: SimulatedChat) =>
      Object.entries(find).every(([name, value]) => chat[name as 'muted'] === value);
    const { id: chatId } = shared.simulator.chats().filter(isChat).find(isIt) ?? none();
    const told = (): ClientEvent[] => shared.on.all('message').filter((event) => event.chatId === chatId);
    const before = told().length;
    shared.simulator.set(chatId, { muted: 'muted' in find && find.muted });
    shared.simulator.incoming(chatId, 'hello', rest);
    await expect.poll(() => told().slice(before)).toEqual([{ type: 'message', chatId, isIncoming }]);
  });
}

test('a page that says what is no chat id is not believed', async ({ shared }) => {
  const before = shared.on.all('message').length;
  const { id } = person(shared.simulator, 11);
  await shared.on.client.call((id) => {
    const page = globalThis as unknown as PageScope;
    for (const from of ['no id', `${'9'.repeat(1000)}@c.us`, { user: 1 }, 'status@broadcast', id]) {
      page.onAddMessageEvent({
        id: { fromMe: false, id: 'X', remote: from },
        from,
        to: from,
        type: 'chat',
        body: '',
      });
    }
  }, id);
  await expect
    .poll(() => shared.on.all('message').slice(before))
    .toEqual([{ type: 'message', chatId: id, isIncoming: true }]);
});

test('a page whose chats are a hundred thousand, of wrong types and with huge titles still gives its chats', async ({
  stage,
}) => {
  const simulator = await stage.simulate({ login: 'linked' });
  const on = await stage.open(simulator);
  await expect.poll(on.types).toContain('ready');
  await on.client.call(() => {
    const { ChatCollection } = (globalThis as unknown as PageScope).require('WAWebChatCollection');
    const real = ChatCollection.getModelsArray();
    const [first, second, ...others] = real as [ChatModel, ChatModel, ...ChatModel[]];
    const like = (chat: object, values: object) =>
      Object.create(chat, Object.getOwnPropertyDescriptors(values)) as ChatModel;
    const huge = like(first, { formattedTitle: 'x'.repeat(1_000_000), unreadCount: 1e300 });
    const many = Array.from({ length: 100_000 }, (_, n) =>
      like(second, { id: like(second.id, { _serialized: `${n}@c.us` }), pin: 0, t: 1 }),
    );
    const throwing = {
      get id(): unknown {
        throw new Error('no id');
      },
    };
    const wrong = [null, 7, {}, throwing, like(second, { id: 'no chat' }), like(second, { msgs: 5, t: {} })];
    const all = [...(wrong as ChatModel[]), huge, ...many, second, ...others];
    ChatCollection.getModelsArray = () => all;
  });
  const { chats } = await on.client.chats({ limit: 100 });
  const [first] = simulator.chats();
  const [huge, ...others] = chats;
  expect(huge).toMatchObject({ id: first?.id, title: 'x'.repeat(200), unread: 1_000_000 });
  expect(others.map(({ id }) => id)).toEqual(expect.arrayContaining(idsOfOthers(simulator)));
});

function idsOfOthers(simulator: Simulator): string[] {
  const [, ...others] = simulator.chats().filter(isChat);
  return others.map(({ id }) => id);
}
