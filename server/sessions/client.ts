import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import whatsapp, { type ClientOptions, type Message, type Store } from 'whatsapp-web.js';
import * as z from 'zod';
import { chatId } from '../../shared/whatsapp/chat-id.ts';
import type { Log } from '../log.ts';
import { Arrivals } from './client/arrivals.ts';
import { DEADLINES, type ClientEvent, type Deadlines } from './client/events.ts';
import { exposeEarly, type Attaching } from './client/expose-early.ts';
import { inboxOf, type Inbox } from './client/inbox.ts';
import { launchOptions } from './client/launch.ts';
import { messageKeyShim } from './client/message-key-shim.ts';
import type { Library } from './client/library.ts';
import { readHeeded, readUnreadCount } from './client/page-chats.ts';
import { gone, killTree } from './client/process-tree.ts';
import { Session } from './client/session.ts';
import { extractWhole } from './client/whole-archive.ts';

export { BadCursor, MediaTooLarge, NoSuchChat, NotWritable } from './client/errors.ts';
export type { ClientEvent, Deadlines, SocketState } from './client/events.ts';
export type { Media } from './client/inbox.ts';
export type SessionClient = Pick<Session, 'call' | 'logout' | 'save' | 'stop' | 'browserPid'> & Inbox;

interface OpenOptions {
  accountId: string;
  /** For this session alone; it is made, and removed at the end. */
  folder: string;
  executablePath: string;
  args?: readonly string[];
  /** What leads to a simulator, in place of the rules that leave only WhatsApp's hosts. */
  simulatorArgs?: readonly string[];
  /** A phone that is given a code to type, instead of a QR code. */
  pairWithPhone?: string;
  deadlines?: Partial<Deadlines>;
  log: Log;
  emit: (event: ClientEvent) => void;
  /** Writes the stored login to a file. False: there is none. Must reject when that can't be known. */
  restore: (file: string) => Promise<boolean>;
  /** Keeps a file as the stored login. */
  save: (file: string) => Promise<void>;
  signal: AbortSignal;
}

/** What the library's types don't tell. */
interface InsideClient extends Attaching {
  inject(): Promise<void>;
  initWebVersionCache(): Promise<void>;
  requestPairingCode(...args: unknown[]): Promise<unknown>;
  destroy(): Promise<void>;
}
interface InsideAuth {
  beforeBrowserInitialized(): Promise<void>;
  unCompressSession(file: string): Promise<void>;
  afterBrowserInitialized(): Promise<void>;
  storeRemoteSession(): Promise<void>;
  getAuthEventPayload(): Promise<void>;
  afterAuthReady(): Promise<void>;
  disconnect(): Promise<void>;
  logout(): Promise<void>;
}

const CODE_INTERVAL_MS = 180_000;
const QR_MAX = 1000;
const unread = z.object({ chatId, count: z.int().min(-1) });

/**
 * Starts one WhatsApp login in one Chromium; over when the browser runs. Rejects, and leaves nothing, when there is no browser, or no
 * knowing what is stored, or when that is torn.
 */
export async function openClient(options: OpenOptions): Promise<SessionClient> {
  options.signal.throwIfAborted();
  try {
    return await openSession(options);
  } catch (error) {
    await rm(options.folder, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

async function openSession(options: OpenOptions): Promise<SessionClient> {
  const { accountId, folder, log, emit, signal } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const deadlines = { ...DEADLINES, ...options.deadlines };
  const login = loginStore(options);
  const auth = new whatsapp.RemoteAuth({
    store: login.store,
    clientId: accountId,
    dataPath: folder,
    backupSyncIntervalMs: deadlines.backup < 60_000 ? 60_000 : deadlines.backup,
  });
  const client = new whatsapp.Client(clientOptions({ ...options, deadlines }, auth));
  const insideClient = client as unknown as InsideClient;
  const insideAuth = auth as unknown as InsideAuth;
  const expose = exposeEarly(insideClient);
  const inject = insideClient.inject.bind(client);
  let opened: Session | undefined;
  const launched = Promise.withResolvers<void>();
  const profile = path.join(folder, `RemoteAuth-${accountId}`);
  keepLogin(insideAuth, {
    profile,
    onLaunched: () => {
      // Puppeteer listens no more once it has closed them, and a browser that was killed may break them after that.
      for (const pipe of library.process()?.stdio ?? []) pipe?.on('error', () => undefined);
      launched.resolve();
    },
    takesSync: () => opened?.takesSync() ?? false,
  });

  const library: Library = {
    process: () => client.pupBrowser?.process() ?? undefined,
    evaluate: async (script, ...args) => {
      if (!client.pupPage) throw new Error('There is no page yet.');
      return (await client.pupPage.evaluate(script as (...args: unknown[]) => unknown, ...args)) as never;
    },
    async evaluateSource(source) {
      if (!client.pupPage) throw new Error('There is no page yet.');
      return client.pupPage.evaluate(source);
    },
    async inject() {
      await inject();
      void expose().catch(() => undefined); // It is tried again at the sync.
    },
    async sendText(chatId, text) {
      // What is sent marks nothing as read.
      const sent: Message | undefined = await client.sendMessage(chatId, text, {
        sendSeen: false,
        waitUntilMsgSent: true,
      });
      return sent?.id._serialized;
    },
    phone: () => (client.info.wid.server === 'c.us' ? client.info.wid.user : ''),
    closeBrowser: async () => client.pupBrowser?.close(),
    saveLogin: () => login.save(() => insideAuth.storeRemoteSession()),
  };
  insideClient.inject = () => (opened ? opened.inject() : Promise.resolve());
  // It reads the page's HTML for a cache that is off, and rejects with nobody to hear when the browser goes meanwhile.
  insideClient.initWebVersionCache = () => Promise.resolve();
  // It destroys itself at a conflict, without being asked.
  insideClient.destroy = () => Promise.resolve();
  const pair = insideClient.requestPairingCode.bind(client);
  insideClient.requestPairingCode = (...args) =>
    pair(...args).catch((error: unknown) =>
      log.warn({ accountId, err: error }, 'No pairing code was given.'),
    );

  const initialized = client.initialize();
  initialized.then(
    () => undefined,
    (error: unknown) => {
      if (opened) return opened.lose('failed', 'not_loaded');
      killTree(library.process(), folder);
      return void gone(library.process()).then(() => launched.reject(error));
    },
  );
  await launched.promise;
  opened = new Session({
    accountId,
    folder,
    profile,
    deadlines,
    log,
    emit,
    library,
    signal,
    isRestored: login.isRestored(),
    hasCode: options.pairWithPhone !== undefined,
  });
  listen(client, opened);
  opened.watch();
  return Object.assign(opened, inboxOf({ run: opened.run.bind(opened), send: opened.send.bind(opened) }));
}

function clientOptions(
  options: OpenOptions & { deadlines: Deadlines },
  authStrategy: ClientOptions['authStrategy'] & object,
): ClientOptions {
  const { pairWithPhone } = options;
  return {
    authStrategy,
    authTimeoutMs: options.deadlines.inject,
    webVersionCache: { type: 'none' },
    takeoverOnConflict: false,
    evalOnNewDoc: messageKeyShim,
    puppeteer: launchOptions({ ...options, args: options.args ?? [] }),
    // The types know no `false`, which keeps the browser's own.
    ...({ userAgent: false } as object),
    ...(pairWithPhone !== undefined && {
      pairWithPhoneNumber: {
        phoneNumber: pairWithPhone,
        showNotification: true,
        intervalMs: CODE_INTERVAL_MS,
      },
    }),
  };
}

/** Takes from RemoteAuth what deletes a login, what saves one unasked, and what starts anew in a browser that runs. */
function keepLogin(
  auth: InsideAuth,
  { profile, onLaunched, takesSync }: { profile: string; onLaunched: () => void; takesSync: () => boolean },
): void {
  const prepare = auth.beforeBrowserInitialized.bind(auth);
  let isPrepared = false;
  auth.beforeBrowserInitialized = async () => {
    if (isPrepared) return;
    isPrepared = true;
    await prepare();
  };
  auth.unCompressSession = async (file) => {
    await extractWhole(file, profile);
    await rm(file);
  };
  // Asked for first of all that follows a sync.
  auth.getAuthEventPayload = () => (takesSync() ? Promise.resolve() : new Promise(() => undefined));
  auth.afterBrowserInitialized = async () => onLaunched();
  auth.afterAuthReady = () => Promise.resolve();
  auth.disconnect = () => Promise.resolve();
  auth.logout = () => Promise.resolve();
}

/** The store that RemoteAuth is given: it knows where the zip is, and deletes nothing. */
function loginStore({ folder, restore, save }: OpenOptions) {
  const zipOf = (session: string) => path.join(folder, `${session}.zip`);
  let isRestored = false;
  let isSaved = false;
  const store: Store = {
    // Restored here, as `extract` can't say that there is nothing.
    async sessionExists({ session }) {
      isRestored = await restore(zipOf(session));
      return isRestored;
    },
    extract: () => undefined,
    async save({ session }) {
      await save(zipOf(session));
      isSaved = true;
    },
    delete: () => undefined,
  };
  return {
    store,
    isRestored: () => isRestored,
    /** RemoteAuth says nothing when it finds no profile. */
    async save(saveSession: () => Promise<void>) {
      isSaved = false;
      await saveSession();
      if (!isSaved) throw new Error('There is no profile to save.');
    },
  };
}

function percentOf(value: unknown): number {
  return Math.min(100, Math.max(0, Math.trunc(Number(value) || 0)));
}

/** The library's events in our words; ids and numbers come from a page that may say anything. */
function listen(client: whatsapp.Client, session: Session): void {
  const arrivals = new Arrivals({
    readHeeded: (chatIds) => session.run(readHeeded, chatIds),
    emit: (event) => session.heard(event),
  });
  const tell = client.emit.bind(client);
  client.emit = (name: string, ...values: unknown[]) => {
    session.hearSomething();
    return tell(name, ...values);
  };
  client.on('qr', (qr) => session.heard({ type: 'qr', qr: qr.slice(0, QR_MAX) }));
  client.on('code', (code) => session.heard({ type: 'code', code: code.slice(0, QR_MAX) }));
  client.on('loading_screen', (percent) => session.heard({ type: 'progress', percent: percentOf(percent) }));
  client.on('authenticated', () => session.heard({ type: 'authenticated' }));
  client.on('ready', () => session.heard({ type: 'ready', phone: '' }));
  client.on('disconnected', (reason) => {
    if (reason === 'LOGOUT') session.heard({ type: 'logged_out' });
  });
  client.on('message_create', ({ fromMe, from, to, type }) =>
    arrivals.take({ chatId: fromMe ? to : from, isMine: fromMe, type }),
  );
  client.on('message_ack', ({ id }, ack) => session.acknowledged(id._serialized, ack));
  // Its own reads the whole chat, and asks WhatsApp for the members of a group, at every message.
  client.getChatById = async (id) => {
    const unreadCount = Number(await session.run(readUnreadCount, id));
    return { id: { _serialized: id }, unreadCount } as whatsapp.Chat; // Safe: no more of it is used.
  };
  client.on('unread_count', ({ id, unreadCount }: whatsapp.Chat) => {
    const told = unread.safeParse({ chatId: id._serialized, count: unreadCount });
    if (told.success) session.heard({ type: 'unread', ...told.data });
  });
  client.pupPage?.on('error', () => session.lose('crashed'));
}
