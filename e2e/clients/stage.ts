import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import whatsapp, { type AuthStrategy, type Client, type ClientOptions } from 'whatsapp-web.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server.ts';
import { findChromium, usualArgs } from '../support/browser.ts';

const EVENTS = [
  'qr',
  'code',
  'authenticated',
  'auth_failure',
  'ready',
  'loading_screen',
  'change_state',
  'disconnected',
  'message',
  'message_create',
  'message_ack',
  'unread_count',
] as const;
type EventName = (typeof EVENTS)[number];

/** A client of whatsapp-web.js, and all that it has said. */
export interface Opened {
  readonly client: Client;
  /** The names of its events, in their order. */
  readonly order: EventName[];
  /** What came with each event of a name. */
  said<T extends unknown[]>(name: EventName): T[];
  /** The code that it shows now. */
  qr(): string;
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

interface OpenOptions extends Partial<ClientOptions> {
  auth?: AuthStrategy;
  /** Its page reloads while it starts. */
  mayFail?: boolean;
  /** The page may have synced before the client listens. */
  isRacing?: boolean;
}

/** Simulators, clients and folders that are put away at the end. */
export interface Stage {
  simulate(options?: SimulatorOptions): Promise<Simulator>;
  /** Starts a client on the simulator; over when it listens, and not before that has its page synced. */
  open(simulator: Simulator, options?: OpenOptions): Promise<Opened>;
  folder(): string;
  close(): Promise<void>;
}

export function createStage(): Stage {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    async simulate(options = {}) {
      const simulator = await startSimulator({ login: 'unlinked', ...options });
      ends.push(() => simulator.close());
      return simulator;
    },
    async open(simulator, { auth, mayFail = false, isRacing = false, ...options } = {}) {
      const opened = openClient(simulator, { ...options, ...(auth && { authStrategy: auth }) });
      ends.push(() => opened.close());
      if (!isRacing) simulator.configure({ syncDelayMs: Infinity });
      await opened.client.initialize().catch((error: unknown) => {
        if (!mayFail) throw error;
      });
      simulator.configure({ syncDelayMs: 0 });
      simulator.endSync();
      return opened;
    },
    folder() {
      const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-client-'));
      ends.push(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
      return folder;
    },
    async close() {
      for (const end of ends.toReversed()) await end();
    },
  };
}

function openClient(simulator: Simulator, options: Partial<ClientOptions>): Opened {
  const client = new whatsapp.Client({
    webVersionCache: { type: 'none' },
    ...options,
    // The types know no `false`, which keeps the browser's own.
    ...({ userAgent: false } as object),
    puppeteer: {
      executablePath: findChromium(),
      pipe: true,
      args: [...usualArgs, ...simulator.chromiumArgs],
    },
  });
  let isClosing = false;
  // Nobody awaits what the library does after a navigation: what fails of it because the browser closes would fail the run.
  const injecting = client as unknown as { inject(): Promise<void> };
  const inject = injecting.inject.bind(client);
  injecting.inject = () =>
    inject().catch((error: unknown) => {
      if (!isClosing) throw error;
    });
  const order: EventName[] = [];
  const saidByName = new Map<EventName, unknown[][]>();
  for (const name of EVENTS) {
    saidByName.set(name, []);
    client.on(name, (...values: unknown[]) => {
      order.push(name);
      saidByName.get(name)?.push(values);
    });
  }
  const said = <T extends unknown[]>(name: EventName) => (saidByName.get(name) ?? []) as T[];
  return {
    client,
    order,
    said,
    qr: () => said<[string]>('qr').at(-1)?.[0] ?? '',
    evaluate: <T>(expression: string) => client.pupPage?.evaluate(expression) as Promise<T>,
    close() {
      isClosing = true;
      return client.destroy();
    },
  };
}

export const test = base.extend<{ stage: Stage }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
  stage: async ({}, use) => {
    const stage = createStage();
    await use(stage);
    await stage.close();
  },
});

export { expect } from '@playwright/test';
