import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { pageBundle, type Bundle } from './bundle.ts';
import { makeCertificate } from './certificate.ts';
import { pageDocument, type CspLevel, type DocumentOptions } from './document.ts';
import type { ChatChange, SimulatedChat, Theme } from './protocol.ts';
import { servePages } from './sockets.ts';
import type { Identity } from './world/make-world.ts';
import { World } from './world/world.ts';

export type { ChatChange, SimulatedChat } from './protocol.ts';

export interface SimulatorOptions {
  /** People and groups; a channel comes on top. */
  chats?: number;
  /** The same seed gives the same world. */
  seed?: number;
  /** 0 or nothing: a free port. */
  port?: number;
  me?: { phone: string; name: string };
  /** When the users of getShouldAppearInList recompute: inside the event, or in the next frame. */
  listTiming?: 'sync' | 'frame';
  testIds?: boolean;
  locale?: string;
  theme?: Theme;
  /** Rows rendered beyond each side of the viewport. */
  overscan?: number;
  csp?: CspLevel;
  version?: string;
  /** Which id the chats with people have. */
  identity?: Identity;
  /** `minified`: ids keep their string in `$1`, and `_serialized` is gone. */
  ids?: 'serialized' | 'minified';
  /** How long after the history the page has synced; Infinity: never. */
  syncDelayMs?: number;
  /** Modules (`Id`) and exports (`Id.export`) that this version of the page calls otherwise. */
  drift?: string[];
}

export interface Simulator {
  url: string;
  port: number;
  /** The value of --host-resolver-rules without a rule for other hosts, so that callers can add their own. */
  hostRules: string;
  chromiumArgs: string[];
  /** In the order of the page's list; archived chats and the channel are among them. */
  chats(): SimulatedChat[];
  incoming(chatId: string, body: string): void;
  read(chatId: string): void;
  newChat(chat: { name: string; kind?: 'person' | 'group' }): string;
  set(chatId: string, change: ChatChange): void;
  setTheme(theme: Theme): void;
  /** Cuts every page's connection; the pages come back by themselves. */
  dropSockets(): void;
  sent(): { chatId: string; body: string }[];
  close(): Promise<void>;
}

const HOSTS = ['web.whatsapp.com', 'static.whatsapp.net'];
/** Before 2.3000.1042401057: ids carry `_serialized`. */
const VERSION = '2.3000.1041898753';

/** A WhatsApp Web of one account on a loopback port. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { chats = 60, seed = 1, theme = 'light', version = VERSION } = options;
  const me = options.me ?? { phone: '15550100001', name: 'Ada Example' };
  const world = new World({ chats, seed, me, identity: options.identity ?? 'phone' });
  const [bundle, certificate] = await Promise.all([pageBundle(), makeCertificate(HOSTS)]);
  const documentOptions: DocumentOptions = {
    config: {
      version,
      listTiming: options.listTiming ?? 'sync',
      testIds: options.testIds ?? false,
      overscan: options.overscan ?? 30,
      hasMinifiedIds: options.ids === 'minified',
      drift: options.drift ?? [],
    },
    csp: options.csp ?? 'strict',
    locale: options.locale ?? 'en',
    theme,
    build: createHash('sha256').update(bundle.script).update(bundle.style).digest('hex').slice(0, 12),
  };
  const server = createServer(certificate, (request, response) =>
    answer(request, response, bundle, documentOptions),
  );
  const sockets = new WebSocketServer({ server, path: '/ws/chat' });
  const pages = servePages(sockets, world, { theme, syncDelayMs: options.syncDelayMs ?? 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const hostRules = HOSTS.map((host) => `MAP ${host} 127.0.0.1:${port}`).join(', ');
  return {
    url: `https://${HOSTS[0]}/`,
    port,
    hostRules,
    chromiumArgs: chromiumArgs(hostRules),
    chats: () => structuredClone(world.chats()),
    incoming(chatId, body) {
      const msg = world.receive(chatId, body);
      pages.broadcast({ type: 'msg', msg, unread: world.chat(chatId).unread });
    },
    read(chatId) {
      world.change(chatId, { unread: 0 });
      pages.broadcast({ type: 'read', ids: [chatId] });
    },
    newChat({ name, kind = 'person' }) {
      const chat = world.add(name, kind);
      pages.broadcast({ type: 'chat', chat });
      return chat.id;
    },
    set: (chatId, change) => pages.broadcast({ type: 'chat', chat: world.change(chatId, change) }),
    setTheme: (next) => {
      documentOptions.theme = next;
      pages.setTheme(next);
    },
    dropSockets: () => {
      for (const page of sockets.clients) page.terminate();
    },
    sent: () => [...world.sent],
    async close() {
      for (const page of sockets.clients) page.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function chromiumArgs(hostRules: string): string[] {
  return [
    `--host-resolver-rules=${hostRules}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
    '--ignore-certificate-errors',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  bundle: Bundle,
  options: DocumentOptions,
): void {
  const { pathname } = new URL(request.url ?? '/', 'https://web.whatsapp.com');
  const asset = pathname.startsWith('/rsrc/') ? pathname.slice(pathname.lastIndexOf('/')) : '';
  if (asset === '/app.js') return sendAsset(response, 'text/javascript', bundle.script);
  if (asset === '/app.css') return sendAsset(response, 'text/css', bundle.style);
  if (pathname === '/') {
    const { headers, body } = pageDocument(options);
    return void response.writeHead(200, headers).end(body);
  }
  return void response.writeHead(404).end();
}

function sendAsset(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  response.end(body);
}
