import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../shared/sync/protocol.ts';
import { createFolder, createTestApp, putChatFolder, TestDevice, type TestApp } from '../testing/app.ts';
import { OfflineDevice } from '../testing/offline-device.ts';

const RUNS = process.env['NEXIS_FULL'] ? 400 : 40;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ planDefault: 'pro_yearly' });
});
afterAll(() => app.stop());

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
      const devices = Array.from({ length: 3 }, () => new OfflineDevice(app, user));
      const folderIds = Array.from({ length: 3 }, () => randomUUID());
      for (const { device, folder, chat, kind, name, isAnswerLost } of sequence) {
        const id = folderIds[folder]!;
        const filed = putChatFolder(user, accountId, id, `${chat}@c.us`);
        const operations: Record<Exclude<typeof kind, 'sync'>, Operation> = {
          create: createFolder(accountId, { id, name }),
          rename: { op: 'patch', entity: 'folder', id, fields: { name } },
          delete: { op: 'delete', entity: 'folder', id },
          file: filed,
          unfile: { op: 'delete', entity: 'chat-folder', id: filed.id },
        };
        if (kind === 'sync') await devices[device]!.sync(isAnswerLost);
        else devices[device]!.edit(operations[kind]);
      }
      for (const device of [...devices, ...devices]) await device.sync();
      const fresh = new OfflineDevice(app, user);
      await fresh.sync();
      for (const device of devices) expect(device.rows).toEqual(fresh.rows);
    }),
    { numRuns: RUNS },
  );
}, 60_000);
