import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyChanges, emptyRows, type Rows } from '../../shared/sync/apply.ts';
import {
  createFolder,
  createTestApp,
  putChatFolder,
  TestDevice,
  type TestApp,
  type TestUser,
} from '../testing/app.ts';
import { pull } from './pull.ts';

const RUNS = process.env['NEXIS_FULL'] ? 400 : 40;
const PAGE_SIZE = 3;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ planDefault: 'pro_yearly' });
});
afterAll(() => app.stop());

/** A device with an outbox, whose answers may get lost after the server has acted. */
class Device {
  readonly #device: TestDevice;
  #outbox: { sequence: number }[] = [];
  #cursor: string | undefined;
  rows: Rows = emptyRows;

  constructor(user: TestUser) {
    this.#device = new TestDevice(app, user);
  }

  edit(operation: object): void {
    this.#outbox.push(...this.#device.number([operation]));
  }

  async sync(isAnswerLost: boolean): Promise<void> {
    const response = await this.#device.send(this.#outbox);
    expect(response.status).toBe(200);
    if (isAnswerLost) return;
    const { lastSequence } = (await response.json()) as { lastSequence: number };
    this.#outbox = this.#outbox.filter(({ sequence }) => sequence > lastSequence);
    for (;;) {
      const page = await pull(app.database.pool, this.#device.user.id, this.#cursor, PAGE_SIZE);
      this.rows = applyChanges(page.reset ? emptyRows : this.rows, page.changes);
      this.#cursor = page.cursor;
      if (!page.hasMore) return;
    }
  }
}

const steps = fc.array(
  fc.record({
    device: fc.nat(2),
    folder: fc.nat(2),
    chat: fc.nat(1),
    kind: fc.constantFrom('create', 'rename', 'delete', 'file', 'unfile', 'sync', 'sync', 'sync'),
    name: fc.string({ minLength: 1, maxLength: 8 }),
    isAnswerLost: fc.boolean(),
  }),
  { maxLength: 30 },
);

test('[L2] [P1] devices converge whatever the order, and lost answers apply nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const user = await app.createUser();
      const accountId = await new TestDevice(app, user).connectAccount();
      const devices = [new Device(user), new Device(user), new Device(user)];
      const folderIds = Array.from({ length: 3 }, () => randomUUID());
      for (const { device, folder, chat, kind, name, isAnswerLost } of sequence) {
        const id = folderIds[folder]!;
        const filed = putChatFolder(user, accountId, id, `${chat}@c.us`);
        const operations = {
          create: createFolder(accountId, { id, name }),
          rename: { op: 'patch', entity: 'folder', id, fields: { name } },
          delete: { op: 'delete', entity: 'folder', id },
          file: filed,
          unfile: { op: 'delete', entity: 'chat-folder', id: filed.id },
        };
        if (kind === 'sync') await devices[device]!.sync(isAnswerLost);
        else devices[device]!.edit(operations[kind]);
      }
      for (const device of [...devices, ...devices]) await device.sync(false);
      const fresh = new Device(user);
      await fresh.sync(false);
      for (const device of devices) expect(device.rows).toEqual(fresh.rows);
    }),
    { numRuns: RUNS },
  );
}, 60_000);
