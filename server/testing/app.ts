import { createHmac, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { expect } from 'vitest';
import type { KillEntry } from '../../shared/kill-list.ts';
import type { PlanType } from '../../shared/plan.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { entities, type Row } from '../../shared/entities/index.ts';
import {
  PROTOCOL_VERSION,
  pullResponse,
  pushResponse,
  type Operation,
  type PullResponse,
} from '../../shared/sync/protocol.ts';
import { put } from '../../shared/sync/operations.ts';
import { createApp } from '../app.ts';
import { createAuth } from '../auth/better-auth.ts';
import { createLog } from '../log.ts';
import { originRule } from '../origins.ts';
import { Leases } from '../sessions/leases.ts';
import { WorkerLine } from '../sessions/worker-line.ts';
import { LiveHub } from '../sync/live.ts';
import { createTestDatabase } from './postgres.ts';

export const TEST_SECRET = 'a secret that only the tests of this server use';
export const EXTENSION_ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
export const PASSWORD = 'correct horse battery';

export type TestApp = Awaited<ReturnType<typeof createTestApp>>;

/** The whole server except its socket, on a database of its own. */
export async function createTestApp(
  options: {
    planDefault?: PlanType;
    isRateLimited?: boolean;
    nowMs?: () => number;
    readKillList?: () => Promise<KillEntry[]>;
    rowsPerPull?: number;
  } = {},
) {
  const database = await createTestDatabase();
  const { pool, url: databaseUrl } = database;
  const log = createLog('silent');
  const { nowMs, rowsPerPull } = options;
  const live = new LiveHub({
    pool,
    databaseUrl,
    log,
    ...(nowMs && { nowMs }),
    ...(rowsPerPull !== undefined && { rowsPerPull }),
  });
  await live.start();
  const planDefault = options.planDefault ?? 'free';
  const leases = new Leases(pool, planDefault);
  const shared = { publicUrl: 'http://127.0.0.1:8787', extensionOrigins: [EXTENSION_ORIGIN] };
  const isRateLimited = options.isRateLimited ?? false;
  const auth = createAuth({ pool, secret: TEST_SECRET, isRateLimited, log, ...shared });
  const app = createApp({
    pool,
    auth,
    live,
    leases,
    line: new WorkerLine({ leases, log, secret: TEST_SECRET, moveMsMax: 100 }),
    log,
    secret: TEST_SECRET,
    planDefault,
    readKillList: options.readKillList ?? (async () => []),
    isAllowedOrigin: originRule(shared.publicUrl, shared.extensionOrigins),
    clientAddressHeader: undefined,
    ...(rowsPerPull !== undefined && { rowsPerPull }),
  });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: EXTENSION_ORIGIN, ...headers },
      body: JSON.stringify(body),
    });
  return {
    app,
    database,
    leases,
    live,
    post,
    signUp: async (email = `${randomUUID()}@example.com`) => {
      const response = await post('/api/auth/sign-up/email', { name: 'Ada', email, password: PASSWORD });
      const token = response.headers.get('set-auth-token');
      if (token === null) throw new Error(`Sign-up failed: ${await response.text()}`);
      const { user } = (await response.json()) as { user: { id: string } };
      return { id: user.id, email, token, authorization: `Bearer ${token}` };
    },
    createUser: (id?: string) => createSignedInUser(database.owner, id),
    /** Signs a user in once more; returns the bearer token. */
    openSession: (userId: string) => openSession(database.owner, userId),
    stop: async () => {
      await live.stop();
      await database.drop();
    },
  };
}

/** A user of a server with TEST_SECRET, signed in without the second that hashing a password takes. */
export async function createSignedInUser(owner: Pick<pg.Pool, 'query'>, id: string = randomUUID()) {
  const email = `${id}@example.com`;
  await owner.query(
    `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt") values ($1, 'Ada', $2, false, now(), now())`,
    [id, email],
  );
  const token = await openSession(owner, id);
  return { id, email, token, authorization: `Bearer ${token}` };
}

async function openSession(owner: Pick<pg.Pool, 'query'>, userId: string): Promise<string> {
  const token = randomUUID().replaceAll('-', '');
  await owner.query(
    `insert into session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
    values ($1, $2, $3, now() + interval '30 days', now(), now())`,
    [randomUUID(), token, userId],
  );
  return `${token}.${createHmac('sha256', TEST_SECRET).update(token).digest('base64')}`;
}

export type TestUser = Awaited<ReturnType<TestApp['signUp']>>;

/** One installation of the extension, as the server meets it. */
export class TestDevice {
  readonly #app: TestApp;
  readonly user: TestUser;
  clientId: string = randomUUID();
  sequence = 0;
  rejectionsSeen = 0;
  cursor: string | undefined;
  protocol = PROTOCOL_VERSION;

  constructor(app: TestApp, user: TestUser) {
    this.#app = app;
    this.user = user;
  }

  number(operations: readonly object[]) {
    return operations.map((operation) => ({
      ...operation,
      sequence: (this.sequence += 1),
      mutationId: randomUUID(),
    }));
  }

  /** Sends mutations that are numbered already. */
  send(mutations: readonly object[]) {
    const { clientId, rejectionsSeen, protocol } = this;
    const body = { protocol, clientId, rejectionsSeen, mutations };
    return this.#app.post('/api/sync/push', body, { authorization: this.user.authorization });
  }

  async push(...operations: readonly (Operation | object)[]) {
    const response = await this.send(this.number(operations));
    expect(response.status).toBe(200);
    return pushResponse.parse(await response.json());
  }

  /** Everything since the last pull. */
  async pull(): Promise<PullResponse['changes']> {
    const changes: PullResponse['changes'] = [];
    for (;;) {
      const page = await this.pullPage();
      changes.push(...page.changes);
      this.cursor = page.cursor;
      if (!page.hasMore) return changes;
    }
  }

  async pullPage(): Promise<PullResponse> {
    const query = new URLSearchParams({ protocol: String(this.protocol) });
    if (this.cursor !== undefined) query.set('cursor', this.cursor);
    const { authorization } = this.user;
    const response = await this.#app.app.request(`/api/sync/pull?${query}`, { headers: { authorization } });
    expect(response.status).toBe(200);
    return pullResponse.parse(await response.json());
  }

  async connectAccount(phoneNumber = '4915112345678'): Promise<string> {
    const operation = putAccount(this.user, phoneNumber);
    expect(await this.push(operation)).toMatchObject({ rejections: [] });
    return operation.id;
  }
}

export function putAccount(user: { id: string }, phoneNumber = '4915112345678') {
  const fields = { phoneNumber, name: 'Work', color: 'teal', isBusinessAccount: false };
  return {
    op: 'put' as const,
    entity: 'account' as const,
    id: deriveId(entities.account, user.id, fields),
    fields,
  };
}

export function createFolder(accountId: string, changes: Partial<Row<'folder'>> = {}) {
  const { id = randomUUID(), ...fields } = changes;
  return {
    op: 'create' as const,
    entity: 'folder' as const,
    id,
    fields: { accountId, name: 'Clients', color: 'blue', position: 'a0', ...fields },
  };
}

export const PHONE_CHAT_ID = '4915100000001@c.us';
export const LID_CHAT_ID = '77700000000001@lid';

export function putChatFolder(
  user: { id: string },
  accountId: string,
  folderId: string,
  chatId = PHONE_CHAT_ID,
) {
  const fields = { accountId, chatId, folderId };
  return {
    op: 'put' as const,
    entity: 'chat-folder' as const,
    id: deriveId(entities['chat-folder'], user.id, fields),
    fields,
  };
}

/** Says that two ids are one chat. */
export function learnChat(
  user: { id: string },
  accountId: string,
  chatId = PHONE_CHAT_ID,
  canonicalChatId = LID_CHAT_ID,
) {
  return put('chat-alias', user.id, { accountId, chatId, canonicalChatId });
}
