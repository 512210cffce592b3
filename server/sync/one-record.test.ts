import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Rows } from '../../shared/sync/apply.ts';
import { remove } from '../../shared/sync/operations.ts';
import type { Operation } from '../../shared/sync/protocol.ts';
import { FiledChats } from '../../shared/testing/filed-chats.ts';
import {
  createFolder,
  createTestApp,
  learnChat,
  putChatFolder,
  TestDevice,
  type TestApp,
  type TestUser,
} from '../testing/app.ts';
import { OfflineDevice } from '../testing/offline-device.ts';

const RUNS = process.env['NEXIS_FULL'] ? 400 : 40;

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ planDefault: 'pro_yearly' });
});
afterAll(() => app.stop());

const weighted = (weights: Record<Kind, number>) =>
  fc.oneof(
    ...Object.entries(weights).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Kind) })),
  );
type Kind = 'file' | 'unfile' | 'learn' | 'forget' | 'create' | 'delete' | 'sync';
const step = fc.record({
  device: fc.nat(2),
  kind: weighted({ file: 8, unfile: 5, learn: 4, forget: 1, create: 1, delete: 1, sync: 10 }),
  chat: fc.nat(1),
  lid: fc.nat(1),
  isLid: fc.boolean(),
  folder: fc.nat(1),
  isAnswerLost: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** One user's world: the first device's page knows phone ids, the second's LIDs, the third's both. */
async function createWorld(user: TestUser) {
  const accountId = await new TestDevice(app, user).connectAccount();
  const folders = [0, 1].map(() => createFolder(accountId));
  const operationOf = ({ device, kind, chat, lid, isLid, folder }: Step): Operation => {
    const isKnownAsLid = device === 1 || (device === 2 && isLid);
    const chatId = isKnownAsLid ? `${chat}@lid` : `${chat}@c.us`;
    const { id: folderId } = folders[folder]!;
    switch (kind) {
      case 'file':
        return putChatFolder(user, accountId, folderId, chatId);
      case 'unfile':
        return remove('chat-folder', user.id, { accountId, chatId, folderId });
      case 'learn':
        return learnChat(user, accountId, `${chat}@c.us`, `${lid}@lid`);
      case 'forget':
        return remove('chat-alias', user.id, { accountId, chatId: `${chat}@c.us` });
      case 'delete':
        return { op: 'delete', entity: 'folder', id: folderId };
      case 'create':
      case 'sync':
        return folders[folder]!;
    }
  };
  return { accountId, folders, operationOf };
}

const filedIn = (rows: Rows) =>
  [...rows['chat-folder'].values()].map(({ chatId, folderId }) => `${chatId} ${folderId}`).toSorted();

const withoutRevisions = (rows: Rows) =>
  Object.values(rows).map((byId) => new Map([...byId].map(([id, row]) => [id, { ...row, revision: 0 }])));

test('[P12] [P13] [P15] a chat has one record, whichever ids the devices know and whenever they learn', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 60 }),
      fc.array(step, { minLength: 4, maxLength: 12 }),
      async (sequence, lastEdits) => {
        const user = await app.createUser();
        const { accountId, folders, operationOf } = await createWorld(user);
        const devices = Array.from({ length: 3 }, () => new OfflineDevice(app, user));
        const model = new FiledChats();
        const sync = async (device: OfflineDevice, isAnswerLost?: boolean) => {
          for (const operation of await device.sync(isAnswerLost)) model.apply(operation);
        };
        for (const folder of folders) devices[0]!.edit(folder);
        await sync(devices[0]!);

        for (const each of sequence) {
          const device = devices[each.device]!;
          if (each.kind === 'sync') await sync(device, each.isAnswerLost);
          else device.edit(operationOf(each));
        }
        for (const device of [...devices, ...devices]) await sync(device);

        const fresh = new OfflineDevice(app, user);
        await sync(fresh);
        expect(filedIn(fresh.rows)).toEqual([...model.filed].toSorted());
        for (const device of devices) expect(device.rows).toEqual(fresh.rows);
        for (const { id, chatId, folderId } of fresh.rows['chat-folder'].values()) {
          expect(id).toBe(putChatFolder(user, accountId, folderId, chatId).id);
        }

        // [A1] Nothing comes between: what is shown before the push is what is there after it.
        for (const each of lastEdits) {
          const operation = operationOf(each);
          if (operation.op !== 'put' || model.folders.has(folders[each.folder]!.id)) fresh.edit(operation);
          if (each.kind === 'delete') break;
        }
        const shown = fresh.view;
        await sync(fresh);
        expect(withoutRevisions(fresh.rows)).toEqual(withoutRevisions(shown));
        expect(filedIn(shown)).toEqual([...model.filed].toSorted());
      },
    ),
    { numRuns: RUNS },
  );
}, 120_000);

test('[P15] a chat that was unfiled by its old id on an offline device does not come back', async () => {
  const user = await app.createUser();
  const accountId = await new TestDevice(app, user).connectAccount();
  const [old, migrated] = [new OfflineDevice(app, user), new OfflineDevice(app, user)];
  const folder = createFolder(accountId, { id: randomUUID() });
  old.edit(folder);
  old.edit(putChatFolder(user, accountId, folder.id, '1@c.us'));
  await old.sync();
  await migrated.sync();
  old.edit(remove('chat-folder', user.id, { accountId, chatId: '1@c.us', folderId: folder.id }));
  migrated.edit(learnChat(user, accountId, '1@c.us', '1@lid'));
  await migrated.sync();
  await old.sync();
  await migrated.sync();
  expect([filedIn(old.rows), filedIn(migrated.rows)]).toEqual([[], []]);
});
