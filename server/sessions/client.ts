import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import whatsapp, { type ClientOptions, type Message, type Store } from 'whatsapp-web.js';
import type { Log } from '../log.ts';
import { DEADLINES, type ClientEvent, type Deadlines } from './client/events.ts';
import { launchOptions } from './client/launch.ts';
import { messageKeyShim } from './client/message-key-shim.ts';
import { killTree } from './client/process-tree.ts';
import { Session, type Library } from './client/session.ts';

export type { ClientEvent, Deadlines, SocketState } from './client/events.ts';
export type SessionClient = Pick<Session, 'call' | 'sendText' | 'logout' | 'save' | 'stop' | 'browserPid'>;

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
interface InsideClient {
  inject(): Promise<void>;
  initWebVersionCache(): Promise<void>;
  requestPairingCode(...args: unknown[]): Promise<unknown>;
  destroy(): Promise<void>;
}
interface InsideAuth {
  beforeBrowserInitialized(): Promise<void>;
  afterBrowserInitialized(): Promise<void>;
  storeRemoteSession(): Promise<void>;
  afterAuthReady(): Promise<void>;
  disconnect(): Promise<void>;
  logout(): Promise<void>;
}

const CODE_INTERVAL_MS = 180_000;
const QR_MAX = 1000;

/** Starts one WhatsApp login in one Chromium; over when the browser runs. Rejects when there is no browser, or no knowing what is stored. */
export async function openClient(options: OpenOptions): Promise<SessionClient> {
  const { accountId, folder, log, emit, signal } = options;
  signal.throwIfAborted();
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
  const launched = Promise.withResolvers<void>();
  keepLogin(insideAuth, () => launched.resolve());

  const library: Library = {
    process: () => client.pupBrowser?.process() ?? undefined,
    evaluate: async (script, ...args) => {
      if (!client.pupPage) throw new Error('There is no page yet.');
      return (await client.pupPage.evaluate(script as (...args: unknown[]) => unknown, ...args)) as never;
    },
    inject: insideClient.inject.bind(client),
    async sendText(chatId, text) {
      // What is sent marks nothing as read.
      const sent: Message | undefined = await client.sendMessage(chatId, text, { sendSeen: false });
      return sent?.id._serialized;
    },
    phone: () => (client.info.wid.server === 'c.us' ? client.info.wid.user : ''),
    closeBrowser: async () => client.pupBrowser?.close(),
    saveLogin: () => login.save(() => insideAuth.storeRemoteSession()),
  };
  const session = (): Session => opened ?? fail();
  let opened: Session | undefined;

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
      if (!opened) killTree(library.process(), folder);
      launched.reject(error);
      opened?.lose('failed', 'not_loaded');
    },
  );
  await launched.promise;
  opened = new Session({
    accountId,
    folder,
    profile: path.join(folder, `RemoteAuth-${accountId}`),
    deadlines,
    log,
    emit,
    library,
    isRestored: login.isRestored(),
    hasCode: options.pairWithPhone !== undefined,
  });
  listen(client, session());
  signal.addEventListener('abort', () => opened?.lose('failed', 'aborted'), { once: true });
  opened.watch();
  return opened;
}

function fail(): never {
  throw new Error('The session is not open yet.');
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
function keepLogin(auth: InsideAuth, onLaunched: () => void): void {
  const prepare = auth.beforeBrowserInitialized.bind(auth);
  let isPrepared = false;
  auth.beforeBrowserInitialized = async () => {
    if (isPrepared) return;
    isPrepared = true;
    await prepare();
  };
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
    // Restored here, so that it fails before RemoteAuth removes a profile, and `extract` can't.
    sessionExists: async ({ session }) => (isRestored = await restore(zipOf(session))),
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

/** The library's events in our words; ids and numbers come from a page that may say anything. */
function listen(client: whatsapp.Client, session: Session): void {
  client.on('qr', (qr) => session.heard({ type: 'qr', qr: qr.slice(0, QR_MAX) }));
  client.on('code', (code) => session.heard({ type: 'code', code: code.slice(0, QR_MAX) }));
  client.on('loading_screen', (percent) => session.heard({ type: 'progress', percent: Number(percent) }));
  client.on('authenticated', () => session.heard({ type: 'authenticated' }));
  client.on('ready', () => session.heard({ type: 'ready', phone: '' }));
  client.on('disconnected', (reason) => {
    if (reason === 'LOGOUT') session.heard({ type: 'logged_out' });
  });
  client.on('message_create', ({ fromMe, from, to }) =>
    session.heard({ type: 'message', chatId: fromMe ? to : from }),
  );
  client.on('unread_count', ({ id, unreadCount }: whatsapp.Chat) =>
    session.heard({ type: 'unread', chatId: id._serialized, count: unreadCount }),
  );
  client.pupPage?.on('error', () => session.lose('crashed'));
}
