import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { WebSocket } from 'ws';
import { generateKeys } from '../../server/sessions/store/keys.ts';
import { account } from '../../shared/entities/account.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { liveEvent, PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import { sessionView, type SessionNews, type SessionView } from '../../shared/whatsapp/inbox.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server.ts';
import { findHeadlessShell } from '../support/browser.ts';
import { createDatabase, type Database } from '../support/database.ts';
import { environment, PASSWORD } from '../support/product.ts';
import { startServerProcess, type ServerProcess } from '../support/server.ts';

/** An answer of the API. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** The whole of WhatsApp on the server: a simulated WhatsApp, a database, an API and workers, each a process of its own. */
export interface House {
  readonly simulator: Simulator;
  readonly database: Database;
  readonly variables: Record<string, string>;
  readonly api: ServerProcess;
  /** Another worker; `variables` besides those that all share. */
  readonly startWorker: (variables?: Record<string, string>) => Promise<ServerProcess>;
  /** Somebody with a server account for the phone of the simulator, or for another one. */
  readonly person: () => Promise<Person>;
  /** The folder in which a worker keeps its profiles. */
  readonly folderOf: (worker: ServerProcess) => string;
}

/** Somebody who is signed in, as their devices call the API. */
export class Person {
  readonly #url: string;
  readonly #token: string;
  readonly #userId: string;
  readonly #clientId = randomUUID();
  #sequence = 0;

  constructor(url: string, token: string, userId: string) {
    [this.#url, this.#token, this.#userId] = [url, token, userId];
  }

  async call<Body = Record<string, unknown>>(
    method: string,
    where: string,
    body?: object,
  ): Promise<Answer<Body>> {
    const response = await this.fetch(method, where, body);
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
  }

  fetch(method: string, where: string, body?: object): Promise<Response> {
    return fetch(`${this.#url}/api${where}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  async addAccount(phoneNumber: string): Promise<Account> {
    const fields = { phoneNumber, name: 'Shop', color: 'teal', isBusinessAccount: false };
    const id = deriveId(account, this.#userId, fields);
    const mutation = { op: 'put', entity: 'account', id, fields, mutationId: randomUUID() };
    await this.call('POST', '/sync/push', {
      protocol: PROTOCOL_VERSION,
      clientId: this.#clientId,
      rejectionsSeen: 0,
      mutations: [{ ...mutation, sequence: (this.#sequence += 1) }],
    });
    return new Account(this, id);
  }

  /** What the live socket tells of sessions from now on. */
  async listen(): Promise<{ news: SessionNews[]; text: () => string; close: () => void }> {
    const { body } = await this.call<{ ticket: string }>('POST', '/sync/ticket', {});
    const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/api/sync/live`);
    await once(socket, 'open');
    const news: SessionNews[] = [];
    let text = '';
    socket.on('message', (message: Buffer) => {
      text += message.toString();
      const event = liveEvent.parse(JSON.parse(message.toString()));
      if (event.type === 'news') news.push(event.news);
    });
    socket.send(JSON.stringify({ type: 'hello', ticket: body.ticket, protocol: PROTOCOL_VERSION }));
    await once(socket, 'message');
    return { news, text: () => text, close: () => socket.close() };
  }
}

/** Somebody new. */
export async function signUp(url: string): Promise<Person> {
  const email = `${randomUUID()}@example.com`;
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'Ada', email, password: PASSWORD }),
  });
  const { user } = (await response.json()) as { user: { id: string } };
  return new Person(url, response.headers.get('set-auth-token') ?? '', user.id);
}

/** One account of a person, on the server. */
export class Account {
  readonly person: Person;
  readonly id: string;

  constructor(person: Person, id: string) {
    [this.person, this.id] = [person, id];
  }

  call<Body = Record<string, unknown>>(method: string, where = '', body?: object): Promise<Answer<Body>> {
    return this.person.call<Body>(method, `/accounts/${this.id}/session${where}`, body);
  }

  start(method: 'qr' | 'code' = 'qr'): Promise<Answer<Record<string, unknown>>> {
    return this.call('POST', '', { method, hasConsent: true });
  }

  async view(): Promise<SessionView> {
    return sessionView.parse((await this.call('GET')).body);
  }

  /** Resolves with the code that it shows. */
  async code(): Promise<string> {
    const { state } = await this.until('pairing');
    if (state.status !== 'pairing') throw new Error('no code is shown');
    return state.shown;
  }

  /** Resolves when it is in a state. Rejects with the one it was in last. */
  async until(
    status: SessionView['state']['status'],
    limitMs = 30_000,
    lookIntervalMs = 50,
  ): Promise<SessionView> {
    const endMs = performance.now() + limitMs;
    for (;;) {
      const view = await this.view();
      if (view.state.status === status) return view;
      if (performance.now() > endMs)
        throw new Error(`It is ${JSON.stringify(view.state)} after ${limitMs} ms, and not ${status}.`);
      await new Promise((resolve) => setTimeout(resolve, lookIntervalMs));
    }
  }

  send(
    chatId: string,
    text: string,
    key: string = randomUUID(),
  ): Promise<Answer<{ id?: string; code?: string }>> {
    return this.call('POST', `/chats/${encodeURIComponent(chatId)}/messages`, { key, text });
  }
}

/** Makes one, hands it out, and ends everything that was started. */
export async function withHouse(
  use: (house: House) => Promise<void>,
  options: SimulatorOptions = {},
  apiVariables: Record<string, string> = {},
): Promise<void> {
  const ends: (() => Promise<unknown>)[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-house-'));
  const database = await createDatabase(environment);
  const simulator = await startSimulator({ login: 'unlinked', ...options });
  const variables = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    AUTH_SECRET: 'only-for-end-to-end-tests-0123456789',
    INTERNAL_SECRET: 'only-for-end-to-end-tests-9876543210',
    SESSION_KEYS: generateKeys(),
    CHROMIUM_PATH: findHeadlessShell(),
    SIMULATOR_ARGS: JSON.stringify(simulator.chromiumArgs),
    RATE_LIMIT: 'off',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    PLAN_DEFAULT: 'pro_yearly',
  };
  const api = await startServerProcess({ ...variables, ROLE: 'api', PORT: '0', ...apiVariables });
  try {
    await use({
      simulator,
      database,
      variables,
      api,
      async startWorker(more = {}) {
        const worker = await startServerProcess({ ...variables, ROLE: 'worker', ...more });
        ends.push(() => worker.stop());
        return worker;
      },
      person: () => signUp(api.url),
      folderOf: (worker) => path.join(folder, 'sessions', `${hostname()}-${worker.process.pid}`),
    });
  } finally {
    await Promise.all(ends.map((end) => end()));
    await api.stop();
    await simulator.close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The phone of the simulator. */
export const PHONE = '15550100001';

/** Links an account of somebody by the phone of the simulator. */
export async function link(person: Person, simulator: Simulator): Promise<Account> {
  const account = await person.addAccount(PHONE);
  await account.start();
  simulator.scan(await account.code());
  await account.until('connected');
  return account;
}

/** Somebody whose account is linked by a worker that was started for it. */
export async function linked(
  house: House,
  variables: Record<string, string> = {},
): Promise<{ account: Account; worker: ServerProcess }> {
  const [person, worker] = await Promise.all([house.person(), house.startWorker(variables)]);
  return { account: await link(person, house.simulator), worker };
}

export const test = base.extend<{ house: House }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
  house: async ({}, use) => withHouse(use),
});

export { expect } from '@playwright/test';
