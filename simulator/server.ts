import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { Accounts, type AccountOptions, type Rollback } from './accounts/accounts.ts';
import { controlOf, type AccountControl } from './accounts/control.ts';
import { Linking } from './accounts/linking.ts';
import { answer } from './assets.ts';
import { pageBundle } from './bundle.ts';
import { makeCertificate } from './certificate.ts';
import type { DocumentOptions } from './document.ts';
import { driftedBundle } from './drift/bundle.ts';
import { driftVersions } from './drift/versions.ts';
import { versionOf, type SimulatorOptions } from './options.ts';
import type { Theme } from './protocol.ts';
import { pair, servePages, type Serving } from './sockets.ts';

export type { AccountControl } from './accounts/control.ts';
export type { SimulatorOptions } from './options.ts';
export type { ChatChange, SimulatedChat } from './protocol.ts';

/** Another account than the first: its phone, and what a new one is made of. */
export type AnotherAccount = Pick<AccountOptions, 'phone'> & Partial<Omit<AccountOptions, 'phone'>>;

/** Options that can change while it runs. */
export type LiveOptions = Pick<
  SimulatorOptions,
  'login' | 'isPasskeyDemanded' | 'syncDelayMs' | 'logoutDelayMs'
>;

/** WhatsApp's servers and its page; what happens to an account without a name happens to the first. */
export interface Simulator extends AccountControl {
  url: string;
  port: number;
  /** The value of --host-resolver-rules without a rule for other hosts, so that callers can add their own. */
  hostRules: string;
  chromiumArgs: string[];
  account(phone: string): AccountControl;
  /** A phone scans what a page shows as its QR code. Throws when one of its five parts is wrong. */
  scan(qr: string, account?: AnotherAccount): void;
  /** A phone types the code that a page shows. Throws when no page shows it. */
  enterPairingCode(code: string): void;
  /** For pages that connect from now on. */
  configure(change: LiveOptions): void;
  /** Logins that came from an older copy than the one last used. */
  rollbacks(): Rollback[];
  setTheme(theme: Theme): void;
  /** No connection is taken while it is on: pages try again and again. */
  refuseSockets(isRefused: boolean): void;
  /** Cuts every connection, of all accounts and of pages that are not linked, or one device's of the first account. */
  dropSockets(device?: number): void;
  close(): Promise<void>;
}

const HOSTS = ['web.whatsapp.com', 'static.whatsapp.net'];
const LOGOUT_DELAY_MS = 300;
const HEALTH_CHECK_MS = 15_000;

/** A WhatsApp Web on a loopback port. */
export async function startSimulator(given: SimulatorOptions = {}): Promise<Simulator> {
  const drift = driftVersions[given.drift ?? 'none'];
  const options = { ...drift.options, ...given };
  const { chats = 60, channels = 1, seed = 1, theme = 'light', identity = 'phone' } = options;
  const me = options.me ?? { phone: '15550100001', name: 'Ada Example' };
  const accounts = new Accounts({ ...me, chats, channels, seed, identity });
  const [made, certificate] = await Promise.all([pageBundle(), makeCertificate(HOSTS)]);
  const bundle = driftedBundle(made, drift);
  const documentOptions: DocumentOptions = {
    config: {
      ...versionOf(options),
      listTiming: options.listTiming ?? 'sync',
      testIds: options.testIds ?? false,
      overscan: options.overscan ?? 30,
      drift: { renamed: drift.renamed ?? [], changes: drift.changes ?? [] },
      moduleDelayMs: options.moduleDelayMs ?? 0,
      healthCheckMs: options.healthCheckMs ?? HEALTH_CHECK_MS,
      hasQrSuffix: options.hasQrSuffix ?? false,
      isLidMapKnown: options.isLidMapKnown ?? true,
      storageMb: options.storageMb ?? 0,
    },
    csp: options.csp ?? 'strict',
    locale: options.locale ?? 'en',
    theme,
    build: createHash('sha256').update(bundle.script).update(bundle.style).digest('hex').slice(0, 12),
    firstScript: options.firstScript,
  };
  const server = createServer(certificate, (request, response) =>
    answer(request, response, bundle, documentOptions),
  );
  const serving: Serving = {
    accounts,
    linking: new Linking(options.refTtlsMs),
    login: options.login ?? 'linked',
    isPasskeyDemanded: options.isPasskeyDemanded ?? false,
    isRefusing: false,
    theme,
    syncDelayMs: options.syncDelayMs ?? 0,
    logoutDelayMs: options.logoutDelayMs ?? LOGOUT_DELAY_MS,
  };
  const verifyClient = () => !serving.isRefusing;
  const sockets = new WebSocketServer({ server, path: '/ws/chat', verifyClient });
  servePages(sockets, serving);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const hostRules = HOSTS.map((host) => `MAP ${host} 127.0.0.1:${port}`).join(', ');
  const unlinked = () => void (serving.login = 'unlinked');
  const first = controlOf(accounts.first, unlinked);
  function dropSockets(device?: number): void {
    if (device !== undefined) return first.dropSockets(device);
    for (const page of sockets.clients) page.terminate();
  }
  return {
    ...first,
    url: `https://${HOSTS[0]}/`,
    port,
    hostRules,
    chromiumArgs: chromiumArgs(hostRules),
    account: (phone) => controlOf(accounts.of({ phone }), unlinked),
    scan(qr, account = me) {
      const page = serving.linking.pageOfQr(qr);
      pair(page, accounts.of(account), serving);
    },
    enterPairingCode(code) {
      const { page, phone } = serving.linking.pageOfCode(code);
      pair(page, accounts.of({ phone }), serving);
    },
    configure: (change) => void Object.assign(serving, change),
    rollbacks: () => [...accounts.rollbacks],
    setTheme: (next) => {
      documentOptions.theme = next;
      serving.theme = next;
      for (const account of accounts.all()) account.broadcast({ type: 'theme', theme: next });
    },
    refuseSockets: (isRefused) => void (serving.isRefusing = isRefused),
    dropSockets,
    async close() {
      dropSockets();
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
