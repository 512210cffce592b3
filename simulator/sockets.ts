import { WebSocket, type WebSocketServer } from 'ws';
import type { Account } from './accounts/account.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Linking } from './accounts/linking.ts';
import { isProven } from './accounts/login.ts';
import { Page } from './accounts/page.ts';
import { answerQuestion } from './answers.ts';
import { clientMessageSchema, type ClientMessage, type ServerMessage, type Theme } from './protocol.ts';

/** Chats per history message, so that a page can start on the first while the others travel. */
const CHATS_PER_HISTORY = 500;
const DELIVERED = 2;

export interface Serving {
  readonly accounts: Accounts;
  readonly linking: Linking;
  /** What an unknown device becomes: linked at once, or shown a QR code. */
  login: 'linked' | 'unlinked';
  isPasskeyDemanded: boolean;
  isRefusing: boolean;
  theme: Theme;
  /** From the login to the end of the sync; Infinity: it never ends. */
  syncDelayMs: number;
  logoutDelayMs: number;
}

/** Serves the worlds of all accounts to every page that connects. */
export function servePages(server: WebSocketServer, serving: Serving): void {
  server.on('connection', (socket) => {
    const page = new Page(socket);
    socket.on('message', (data: Buffer) => {
      if (page.isHalfOpen) return;
      const message = clientMessageSchema.safeParse(JSON.parse(data.toString()));
      if (message.success) answer(page, message.data, serving);
      else socket.close(1008, 'not understood');
    });
    socket.once('close', () => {
      page.leave();
      serving.linking.forget(page);
    });
  });
}

/** Links the page's device to an account, as a phone does after it scanned or after the code was typed. */
export function pair(page: Page, account: Account, serving: Serving): void {
  if (serving.isPasskeyDemanded) return page.say({ type: 'passkey' });
  serving.linking.forget(page);
  const { token } = account.link(page);
  page.say({ type: 'paired', token, me: account.world.me });
  return page.say({ type: 'restart' });
}

function answer(page: Page, message: ClientMessage, serving: Serving): void {
  if (message.type === 'ping') return page.say({ type: 'pong' });
  if (message.type === 'hello') return greet(page, message, serving);
  if (message.type === 'refreshQR') return serving.linking.offer(page);
  if (message.type === 'pairCode') return page.answer(message, serving.linking.codeFor(page, message.phone));
  const { account } = page;
  if (!account) return undefined;
  const { world } = account;
  switch (message.type) {
    case 'send':
      return receive(page, account, message, serving);
    case 'read': {
      const ids = message.ids.filter((id) => world.has(id));
      for (const id of ids) world.change(id, { unread: 0 });
      return account.broadcast({ type: 'read', ids }, page);
    }
    case 'change':
      if (!world.has(message.id)) return undefined;
      return account.broadcast({ type: 'chat', chat: world.change(message.id, message.change) });
    case 'load':
      if (!world.has(message.id)) return undefined;
      return page.say({ type: 'msgs', id: message.id, msgs: world.messages(message.id) });
    case 'sentinel':
      return void setTimeout(() => page.answer(message, 'ok'), serving.logoutDelayMs);
    case 'logout':
      if (page.device) account.devices.delete(page.device.token);
      serving.login = 'unlinked';
      page.answer(message, 'ok');
      return page.leave();
    case 'exists':
    case 'picture':
    case 'group':
    case 'channel':
    case 'messages':
    case 'media':
      return page.answer(message, answerQuestion(world, message));
  }
}

function greet(page: Page, hello: Extract<ClientMessage, { type: 'hello' }>, serving: Serving): void {
  page.keys = { pub: hello.pub, identity: hello.identity };
  const { login } = hello;
  if (!login) {
    if (serving.login === 'unlinked') return serving.linking.offer(page);
    const account = serving.accounts.first;
    const device = account.link(page);
    account.enter(page, device);
    return start(page, account, serving, device.token);
  }
  const known = serving.accounts.withDevice(login.token);
  if (!known || !isProven(known.device, login))
    return page.say({ type: 'removed', reason: 'device_removed' });
  const { account, device } = known;
  account.enter(page, device);
  if (!serving.accounts.advance(account, device, login.counter)) return undefined;
  // A page that starts has what it missed in its history.
  if (hello.isResuming) for (const message of device.missed) page.say(message);
  device.missed = [];
  return start(page, account, serving);
}

function start(page: Page, account: Account, serving: Serving, token?: string): void {
  const { world } = account;
  page.say({ type: 'ok', me: world.me, theme: serving.theme, ...(token && { token }) });
  const chats = world.chats();
  const steps: ServerMessage[][] = [];
  for (let from = 0; from < Math.max(1, chats.length); from += CHATS_PER_HISTORY) {
    const part = chats.slice(from, from + CHATS_PER_HISTORY);
    const percent = Math.min(100, Math.round((100 * (from + part.length)) / chats.length));
    const once =
      from === 0 ? { contacts: world.contacts, labels: world.labels } : { contacts: [], labels: [] };
    steps.push([
      { type: 'history', chats: part, ...once },
      { type: 'progress', percent },
    ]);
  }
  const { syncDelayMs } = serving;
  if (syncDelayMs < Infinity) steps.push([{ type: 'synced' }]);
  const pauseMs = syncDelayMs === Infinity ? 0 : syncDelayMs / steps.length;
  function take(index: number): void {
    for (const message of steps[index] ?? []) page.say(message);
    if (index + 1 >= steps.length || page.socket.readyState !== WebSocket.OPEN) return;
    if (pauseMs === 0) take(index + 1);
    else setTimeout(() => take(index + 1), pauseMs);
  }
  if (pauseMs === 0) take(0);
  else setTimeout(() => take(0), pauseMs);
}

function receive(
  page: Page,
  account: Account,
  message: Extract<ClientMessage, { type: 'send' }>,
  serving: Serving,
): void {
  const { world } = account;
  const { chatId, body, id, quoted } = message.msg;
  const { counter } = message;
  if (counter !== undefined && page.device && !serving.accounts.advance(account, page.device, counter))
    return;
  if (!world.has(chatId)) return;
  const known = world.messages(chatId).find((other) => other.id === id);
  if (known) return page.answer(message, known.t);
  const sent = world.send(chatId, body, id, quoted);
  if (!page.isSilent) page.answer(message, sent.t);
  page.tell(JSON.stringify({ type: 'ack', chatId, id, ack: 1 } satisfies ServerMessage));
  account.broadcast({ type: 'msg', msg: sent, unread: world.chat(chatId).unread }, page);
  world.acknowledge(chatId, id, DELIVERED);
  account.broadcast({ type: 'ack', chatId, id, ack: DELIVERED });
}
