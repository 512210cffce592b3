import { serve, type ServerType, type WebSocketServerLike } from '@hono/node-server';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  LIVE_CLIENT_NOTICES_MS,
  LIVE_SERVER_NOTICES_MS,
  LIVE_SILENCE_MAX_MS,
  LIVE_SWEEP_INTERVAL_MS,
  liveEvent,
  ticketResponse,
} from '../../shared/sync/protocol.ts';
import {
  createFolder,
  createTestApp,
  EXTENSION_ORIGIN,
  TestDevice,
  type TestApp,
  type TestUser,
} from '../testing/app.ts';
import { startProxy } from '../testing/proxy.ts';
import { SESSION_EXTEND_AFTER_S } from '../auth/better-auth.ts';
import { createLog } from '../log.ts';
import { LIVE_SOCKETS, LiveHub } from './live.ts';

let app: TestApp;
let server: ServerType;
let user: TestUser;
let laptop: TestDevice;
let sockets: WebSocket[] = [];
let nowMs = 0;
let socketServer: WebSocketServer;

beforeAll(async () => {
  app = await createTestApp({ nowMs: () => nowMs });
  socketServer = new WebSocketServer(LIVE_SOCKETS);
  server = serve({
    fetch: app.app.fetch,
    hostname: '127.0.0.1',
    port: 0,
    websocket: { server: socketServer as WebSocketServerLike },
  });
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await app.stop();
});
beforeEach(async () => {
  user = await app.createUser();
  laptop = new TestDevice(app, user);
});
afterEach(() => {
  for (const socket of sockets) socket.on('error', () => undefined).terminate();
  sockets = [];
});

function serverPort(): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function open(origin: string = EXTENSION_ORIGIN, port = serverPort()): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/sync/live`, { headers: { origin } });
  sockets.push(socket);
  return socket;
}

async function ticketFor({ authorization }: TestUser): Promise<string> {
  const response = await app.app.request('/api/sync/ticket', { method: 'POST', headers: { authorization } });
  return ticketResponse.parse(await response.json()).ticket;
}

const say = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));
const nextEvent = async (socket: WebSocket) => {
  const [message] = await once(socket, 'message');
  return liveEvent.parse(JSON.parse(String(message)));
};

/** A socket that is signed in and has heard `ready`. */
async function connect(who: TestUser = user, port = serverPort()): Promise<WebSocket> {
  const socket = open(EXTENSION_ORIGIN, port);
  await once(socket, 'open');
  say(socket, { type: 'hello', protocol: 1, ticket: await ticketFor(who) });
  expect(await nextEvent(socket)).toMatchObject({ type: 'ready' });
  return socket;
}

/** A socket that has heard of all that there is: an account. */
async function connectWithAccount(who = user): Promise<{ socket: WebSocket; accountId: string }> {
  const socket = await connect(who);
  const poke = nextEvent(socket);
  const accountId = await laptop.connectAccount();
  await poke;
  return { socket, accountId };
}

test('[L4] a push of one client pokes another, with the new revision and nothing else', async () => {
  const socket = await connect();
  const poke = nextEvent(socket);
  await laptop.connectAccount();
  expect(await poke).toEqual({ type: 'poke', revision: 1 });
});

test('[L4] a poke says the revision of the newest row that the following pull brings', async () => {
  const { socket, accountId } = await connectWithAccount();
  const poke = nextEvent(socket);
  await laptop.push(createFolder(accountId));
  const changes = await new TestDevice(app, user).pull();
  expect(await poke).toMatchObject({ revision: changes.at(-1)!.row!['revision'] });
});

test("[L4] nobody is poked by another user's push", async () => {
  const socket = await connect();
  const other = await connect(await app.createUser());
  const heard: string[] = [];
  other.on('message', (message: Buffer) => heard.push(message.toString()));
  const poke = nextEvent(socket);
  await laptop.connectAccount();
  await poke;
  say(other, { type: 'ping' });
  await once(other, 'message');
  expect(heard).toEqual(['{"type":"pong"}']);
});

test('a push that changes nothing pokes nobody', async () => {
  const { socket, accountId } = await connectWithAccount();
  const folder = createFolder(accountId);
  const first = nextEvent(socket);
  await laptop.push({ op: 'delete', entity: 'folder', id: folder.id });
  await laptop.push(folder);
  expect(await first).toEqual({ type: 'poke', revision: 2 });
});

test('pokes of one turn are announced in one statement', async () => {
  const devices = await Promise.all(
    Array.from({ length: 5 }, async () => new TestDevice(app, await app.createUser())),
  );
  const query = vi.spyOn(app.database.pool, 'query');
  const socket = await connect(devices[0]!.user);
  const poke = nextEvent(socket);
  for (const [index, { user }] of devices.entries()) app.live.announce(user.id, index + 1);
  expect(await poke).toEqual({ type: 'poke', revision: 1 });
  const announced = query.mock.calls.filter(([config]) => (config as { name?: string }).name === 'announce');
  query.mockRestore();
  expect(announced).toHaveLength(1);
});

test('[L4] a poke that the database refused is sent to the other servers again', async () => {
  const { accountId } = await connectWithAccount();
  const other = new LiveHub({
    pool: app.database.pool,
    databaseUrl: app.database.url,
    log: createLog('silent'),
  });
  await other.start();
  const heard: string[] = [];
  const socket = { send: (text: string) => heard.push(text), close: () => {} };
  other.opened(socket);
  await other.received(socket, JSON.stringify({ type: 'hello', protocol: 1, ticket: await ticketFor(user) }));
  const query = vi.spyOn(app.database.pool, 'query');
  await app.database.owner.query('revoke execute on function pg_notify from public');
  await laptop.push(createFolder(accountId));
  await vi.waitUntil(() => query.mock.settledResults.some(({ type }) => type === 'rejected'));
  query.mockRestore();
  await app.database.owner.query('grant execute on function pg_notify to public');
  await vi.waitUntil(() => heard.includes('{"type":"poke","revision":2}'), { timeout: 5000 });
  await other.stop();
});

test('[L4] a server pokes its own sockets once, though it hears its own announcement', async () => {
  const { socket, accountId } = await connectWithAccount();
  const heard: string[] = [];
  socket.on('message', (message: Buffer) => heard.push(message.toString()));
  await laptop.push(createFolder(accountId));
  const other = await app.createUser();
  const toOther = await connect(other);
  const poke = nextEvent(toOther);
  // Comes after all that was announced before, on the same channel.
  await app.database.owner.query(`select pg_notify('nexis_sync', $1)`, [`${other.id} 7`]);
  expect(await poke).toEqual({ type: 'poke', revision: 7 });
  expect(heard).toEqual(['{"type":"poke","revision":2}']);
});

test('a ticket opens one socket and no second', async () => {
  const ticket = await ticketFor(user);
  const closeCodes = await Promise.all(
    [open(), open()].map(async (socket) => {
      await once(socket, 'open');
      const end = Promise.race([nextEvent(socket), once(socket, 'close')]);
      say(socket, { type: 'hello', protocol: 1, ticket });
      const result = await end;
      return Array.isArray(result) ? result[0] : result.type;
    }),
  );
  expect(new Set(closeCodes)).toEqual(new Set(['ready', 4401]));
});

test('signing out closes the live sockets of that session, and of no other', async () => {
  const [left, stayed] = [await connect(), await connect(await app.createUser())];
  const closed = once(left, 'close');
  await app.post('/api/auth/sign-out', {}, { authorization: user.authorization });
  expect((await closed)[0]).toBe(4401);
  expect(stayed.readyState).toBe(WebSocket.OPEN);
});

test('a ticket opens nothing after its session was signed out', async () => {
  const ticket = await ticketFor(user);
  await app.post('/api/auth/sign-out', {}, { authorization: user.authorization });
  const socket = open();
  await once(socket, 'open');
  say(socket, { type: 'hello', protocol: 1, ticket });
  const [code, reason] = await once(socket, 'close');
  expect([code, String(reason)]).toEqual([4401, 'The ticket is not valid any more.']);
});

test('a ticket that is too old opens nothing', async () => {
  const ticket = await ticketFor(user);
  await app.database.owner.query(`update verification set "expiresAt" = now() - interval '1 second'`);
  const socket = open();
  await once(socket, 'open');
  say(socket, { type: 'hello', protocol: 1, ticket });
  const [code] = await once(socket, 'close');
  expect(code).toBe(4401);
});

test('a socket that can not be opened while the database fails is closed, and the server lives on', async () => {
  const ticket = await ticketFor(user);
  const socket = open();
  await once(socket, 'open');
  await app.database.owner.query('alter table verification rename to verification_away');
  try {
    say(socket, { type: 'hello', protocol: 1, ticket });
    const [code] = await once(socket, 'close');
    expect(code).toBe(1011);
  } finally {
    await app.database.owner.query('alter table verification_away rename to verification');
  }
});

test('a page of another origin gets no socket', async () => {
  const socket = open('https://web.whatsapp.com');
  const [, response] = await once(socket, 'unexpected-response');
  expect(response.statusCode).toBe(403);
});

test('a message that is not of the protocol ends the socket', async () => {
  const socket = open();
  await once(socket, 'open');
  socket.send('hello');
  const [code] = await once(socket, 'close');
  expect(code).toBe(1008);
});

test('[L6] a pull over a live socket brings the page that a request brings', async () => {
  const { socket } = await connectWithAccount();
  const answer = nextEvent(socket);
  say(socket, { type: 'pull', id: 7 });
  const response = await app.app.request('/api/sync/pull?protocol=4', {
    headers: { authorization: user.authorization },
  });
  expect(await answer).toEqual({ type: 'page', id: 7, page: await response.json() });
});

test('[L2] a pull over a live socket goes on from its cursor', async () => {
  const { socket, accountId } = await connectWithAccount();
  await laptop.pull();
  const poke = nextEvent(socket);
  const folder = createFolder(accountId);
  await laptop.push(folder);
  await poke;
  const answer = nextEvent(socket);
  say(socket, { type: 'pull', id: 1, cursor: laptop.cursor });
  expect(await answer).toMatchObject({ page: { reset: false, changes: [{ id: folder.id }] } });
});

/** Another sign-in of the user than the laptop's. */
async function onPhone(): Promise<TestUser> {
  return { ...user, authorization: `Bearer ${await app.openSession(user.id)}` };
}

/** A socket that has pulled all that there is: an account. */
async function connectUpToDate(
  who: TestUser,
): Promise<{ socket: WebSocket; accountId: string; cursor: string }> {
  const { socket, accountId } = await connectWithAccount(who);
  const answer = nextEvent(socket);
  say(socket, { type: 'pull', id: 1 });
  const event = await answer;
  if (event.type !== 'page') throw new Error(`${event.type} instead of a page`);
  return { socket, accountId, cursor: event.page.cursor };
}

test('[L7] who has pulled everything is poked with the page that follows', async () => {
  const { socket, accountId, cursor } = await connectUpToDate(await onPhone());
  const folders = [createFolder(accountId), createFolder(accountId)];
  for (const [index, folder] of folders.entries()) {
    const poke = nextEvent(socket);
    const before = new TestDevice(app, user);
    await before.pull();
    await laptop.push(folder);
    const after = index === 0 ? cursor : before.cursor;
    const page = { reset: false, changes: [{ id: folder.id }], hasMore: false };
    expect(await poke).toMatchObject({ type: 'poke', revision: index + 2, ahead: { after, page } });
  }
});

test('[L7] a device gets no page with the poke of its own push', async () => {
  const { socket, accountId } = await connectUpToDate(user);
  const poke = nextEvent(socket);
  await laptop.push(createFolder(accountId));
  expect(await poke).toEqual({ type: 'poke', revision: 2 });
});

test('[L7] who is not at the end of everything before is poked without a page', async () => {
  const { socket, accountId } = await connectUpToDate(await onPhone());
  const first = nextEvent(socket);
  await app.database.owner.query('update accounts set name = name where id = $1', [accountId]);
  await laptop.push(createFolder(accountId));
  expect(await first).toEqual({ type: 'poke', revision: 3 });
});

test('[L7] a session that has ended gets no page with a poke, before any sweep', async () => {
  const phone = await onPhone();
  const { socket, accountId } = await connectUpToDate(phone);
  const [token] = phone.authorization.slice('Bearer '.length).split('.');
  await app.database.owner.query('delete from session where token = $1', [token]);
  const poke = nextEvent(socket);
  await laptop.push(createFolder(accountId));
  expect(await poke).toEqual({ type: 'poke', revision: 2 });
});

/** What comes first when a socket says this: an event, or its end with a code. */
async function answerTo(socket: WebSocket, ...messages: object[]): Promise<string | number> {
  const first = Promise.race([
    nextEvent(socket).then(({ type }) => type),
    once(socket, 'close').then(([code]) => Number(code)),
  ]);
  for (const message of messages) say(socket, message);
  return first;
}

test('a second pull before the answer to the first ends the socket', async () => {
  const pull = { type: 'pull', id: 1 };
  expect(await answerTo(await connect(), pull, { ...pull, id: 2 })).toBe(1008);
});

test('[S6] a socket pulls nothing before its hello', async () => {
  const socket = open();
  await once(socket, 'open');
  expect(await answerTo(socket, { type: 'pull', id: 1 })).toBe(1008);
});

test('[P16] a version that is too old gets no page over its socket', async () => {
  const socket = open();
  await once(socket, 'open');
  say(socket, { type: 'hello', protocol: 0, ticket: await ticketFor(user) });
  await once(socket, 'message');
  expect(await answerTo(socket, { type: 'pull', id: 1 })).toBe(1008);
});

test('a socket gets no page once its session has ended, before any sweep', async () => {
  const socket = await connect();
  await app.database.owner.query('delete from session where "userId" = $1', [user.id]);
  expect(await answerTo(socket, { type: 'pull', id: 1 })).toBe(4401);
});

test('a session is kept as long as its device pulls, though it does so over a socket', async () => {
  const socket = await connect();
  await app.database.owner.query(
    `update session set "updatedAt" = now() - make_interval(secs => $2), "expiresAt" = now() + interval '9 days' where "userId" = $1`,
    [user.id, SESSION_EXTEND_AFTER_S + 60],
  );
  expect(await answerTo(socket, { type: 'pull', id: 1 })).toBe(4401);
  await connect();
  const { rows } = await app.database.owner.query<{ isLong: boolean }>(
    `select "expiresAt" > now() + interval '29 days' as "isLong" from session where "userId" = $1`,
    [user.id],
  );
  expect(rows).toEqual([{ isLong: true }]);
});

test('a client that reads nothing is not answered without end', async () => {
  const raw = { bufferedAmount: 0 };
  const heard: string[] = [];
  const codes: number[] = [];
  const socket = {
    raw,
    send: (text: string) => heard.push((JSON.parse(text) as { type: string }).type),
    close: (code: number) => codes.push(code),
  };
  const receive = (message: object) => app.live.received(socket, JSON.stringify(message));
  app.live.opened(socket);
  await receive({ type: 'hello', protocol: 4, ticket: await ticketFor(user) });
  raw.bufferedAmount = 1024 * 1024;
  await receive({ type: 'ping' });
  await receive({ type: 'pull', id: 1 });
  app.live.closed(socket);
  expect({ heard, codes }).toEqual({ heard: ['ready'], codes: [1008] });
});

test('a dead line is found within 30 seconds at both ends', () => {
  expect(LIVE_CLIENT_NOTICES_MS).toBeLessThanOrEqual(25_000);
  expect(LIVE_SERVER_NOTICES_MS).toBeLessThanOrEqual(25_000);
});

test('a socket that stays silent is dropped, one that pings is not', async () => {
  const [silent, alive] = [await connect(), await connect()];
  nowMs += LIVE_SILENCE_MAX_MS - 1;
  const pong = nextEvent(alive);
  say(alive, { type: 'ping' });
  expect(await pong).toEqual({ type: 'pong' });
  nowMs += 2;
  const closed = once(silent, 'close');
  app.live.dropSilent();
  expect((await closed)[0]).toBe(4408);
  expect(alive.readyState).toBe(WebSocket.OPEN);
});

test('a socket whose line drops everything is forgotten, though its client never says goodbye', async () => {
  const proxy = await startProxy(serverPort());
  const socket = await connect(user, proxy.port);
  const before = socketServer.clients.size;
  proxy.silence();
  nowMs += LIVE_SERVER_NOTICES_MS;
  const timeout = LIVE_SWEEP_INTERVAL_MS + 2 * LIVE_SOCKETS.closeTimeout;
  await vi.waitUntil(() => socketServer.clients.size < before, { timeout });
  expect(socket.readyState).toBe(WebSocket.OPEN);
  await proxy.close();
});

test('[L4] when the channel was lost, everybody is poked as soon as it is back', async () => {
  await laptop.connectAccount();
  const socket = await connect();
  const poke = nextEvent(socket);
  await app.database.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'nexischat listener'`,
  );
  expect(await poke).toEqual({ type: 'poke', revision: 1 });
});
