import type { Me, ServerMessage } from '../protocol.ts';
import { config } from './config.ts';
import { connection } from './connection.ts';
import { MsgKey } from './core/msg-key.ts';
import { createWid } from './core/wid.ts';
import {
  addContacts,
  addHistory,
  addLabels,
  addMessages,
  changeChat,
  chatById,
  migrateChat,
  receiveMessage,
} from './history.ts';
import { encodeB64 } from './login/base64.ts';
import { fillStorage } from './login/fill-storage.ts';
import { logOut, wasRemoved } from './login/logout.ts';
import { showRefs, stopRefs } from './login/refs.ts';
import { session } from './login/session.ts';
import { logIn } from './modules/identity.ts';
import { Cmd, Conn, MsgCollection, OfflineMessageHandler, Socket, Stream } from './modules/instances.ts';
import { socketActions } from './modules/connection-models.ts';
import { showTheme } from './theme.ts';
import { screen } from './screen.ts';

/** Reconnects after 1, 1, 2, 3, 5… seconds, a tenth more or less (bundle 2026-04). */
const RECONNECT_FIRST_MS = 1000;
const RECONNECT_MAX_MS = 60_000;
const JITTER = 0.1;
let nextAttempt: ReturnType<typeof setTimeout> | undefined;
let backOffMs: [number, number] = [RECONNECT_FIRST_MS, RECONNECT_FIRST_MS];

/** When all modules are there; the sync ends no earlier. */
let modulesDefined: Promise<void> = Promise.resolve();

/** Connects, in the client's order of states: OPENING, PAIRING, CONNECTED, and hasSynced with the stream at the end. */
export function startSync(defined: Promise<void>): void {
  modulesDefined = defined;
  socketActions.reconnect = () => {
    connection.stop();
    connect();
  };
  socketActions.logout = () => void logOut();
  connect();
}

/** Stops for good, as after another tab took over or another connection replaced this one. */
export function stopSync(): void {
  clearTimeout(nextAttempt);
  connection.stop();
  stopRefs();
  Socket.stream = 'DISCONNECTED';
}

function connect(): void {
  clearTimeout(nextAttempt);
  Socket.state = 'OPENING';
  Stream.set({ info: 'OPENING' });
  connection.open(config.healthCheckMs, {
    opened: () => {
      Socket.state = 'PAIRING';
      Stream.set({ info: 'PAIRING' });
      void greet();
    },
    received: receive,
    closed: () => {
      stopRefs();
      Socket.stream = 'DISCONNECTED';
      const [now, next] = backOffMs;
      backOffMs = [next, Math.min(now + next, RECONNECT_MAX_MS)];
      nextAttempt = setTimeout(connect, now * (1 + JITTER * (2 * Math.random() - 1)));
    },
  });
}

async function greet(): Promise<void> {
  const credentials = session.credentials();
  const login = await credentials.login();
  connection.send({
    type: 'hello',
    v: config.version,
    pub: encodeB64(credentials.noisePub),
    identity: encodeB64(credentials.identityPub),
    ...(Socket.hasSynced && { isResuming: true }),
    ...(login && { login }),
  });
}

function receive(message: ServerMessage): void {
  switch (message.type) {
    case 'refs':
      resetBackOff();
      Stream.set({ mode: 'QR' });
      return showRefs(message.refs);
    case 'passkey':
      return screen.set({ isPasskeyDemanded: true });
    case 'paired':
      stopRefs();
      return void session.credentials().keepToken(message.token);
    case 'restart':
      // Stream error 515: a new connection, and no reload.
      return socketActions.reconnect();
    case 'ok':
      if (message.token) void session.credentials().keepToken(message.token);
      showTheme(message.theme);
      return enter(message.me);
    case 'removed':
      return void wasRemoved();
    case 'replaced':
      return stopSync();
    case 'conflict':
      stopSync();
      return void (Socket.state = 'CONFLICT');
    case 'progress':
      OfflineMessageHandler.progress = message.percent;
      return void Cmd.trigger('offline_progress_update_from_bridge');
    case 'history':
      addLabels(message.labels);
      addHistory(message.chats);
      addContacts(message.contacts);
      return void Cmd.trigger('new_history_sync_chunk_processed_from_bridge');
    case 'synced':
      return void modulesDefined.then(endSync);
    case 'msg':
      return receiveMessage(message.msg, message.unread);
    case 'msgs':
      return void addMessages(message.id, message.msgs);
    case 'ack': {
      const remote = createWid(message.chatId);
      const isMine = (msg: { id: MsgKey }) => msg.id.fromMe && msg.id.id === message.id;
      const key = new MsgKey({ fromMe: true, remote, id: message.id });
      const msg = MsgCollection.get(key) ?? chatById(message.chatId)?.msgs.findFirst(isMine);
      return void msg?.set({ ack: message.ack });
    }
    case 'read':
      for (const id of message.ids) chatById(id)?.set({ unreadCount: 0 });
      return undefined;
    case 'chat':
      return changeChat(message.chat);
    case 'migrated':
      return migrateChat(message.from, message.chat);
    case 'theme':
      return showTheme(message.theme);
    case 'answer':
    case 'pong':
      return undefined;
  }
}

function resetBackOff(): void {
  backOffMs = [RECONNECT_FIRST_MS, RECONNECT_FIRST_MS];
}

function enter(me: Me): void {
  resetBackOff();
  void fillStorage(config.storageMb);
  localStorage.setItem('last-wid-md', JSON.stringify(me.wid));
  localStorage.setItem('WALid', JSON.stringify(me.lid));
  localStorage.setItem('me-display-name', JSON.stringify(me.pushname));
  logIn(me);
  Conn.set({ wid: createWid(me.wid), pushname: me.pushname, connected: true });
  Conn.set({ platform: me.platform });
  Socket.set({ state: 'CONNECTED', stream: Socket.hasSynced ? 'RESUMING' : 'SYNCING' });
  Stream.set({ mode: 'SYNCING', info: 'SYNCING' });
}

function endSync(): void {
  Socket.set({ hasSynced: true, stream: 'CONNECTED' });
  Stream.set({ mode: 'MAIN', info: 'NORMAL' });
  Cmd.trigger('on_critical_sync_done_from_bridge');
  Cmd.trigger('main_stream_mode_ready_from_bridge');
  Cmd.trigger('offline_delivery_end_from_bridge');
}
