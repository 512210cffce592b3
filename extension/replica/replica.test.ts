import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test, vi } from 'vitest';
import { account } from '../../shared/entities/account.ts';
import { deriveId } from '../../shared/sync/entity.ts';
import { BODY_BYTES_MAX } from '../../shared/sync/protocol.ts';
import type { Change, PullResponse, Rejection } from '../../shared/sync/protocol.ts';
import { Replica, type Edit } from './replica.ts';

const accountId = deriveId(account, 'ada', { phoneNumber: '15550100001' });

/** A user whom no other test has. */
const newUser = () => crypto.randomUUID();

function createFolder(name: string): Edit & { op: 'create'; entity: 'folder' } {
  const fields = { accountId, name, color: 'teal', position: 'a0' };
  return { op: 'create', entity: 'folder', id: crypto.randomUUID(), mutationId: crypto.randomUUID(), fields };
}

function rowOf(edit: ReturnType<typeof createFolder>, revision = 1): Change {
  return { entity: 'folder', id: edit.id, row: { id: edit.id, revision, ...edit.fields } };
}

const page = (changes: Change[], more: Partial<PullResponse> = {}): PullResponse => ({
  reset: false,
  changes,
  cursor: 'c1',
  hasMore: false,
  ...more,
});

const names = (replica: Replica) => [...replica.view.folder.values()].map(({ name }) => name).sort();

test('[C1] an edit that was acknowledged is there after the background was killed', async () => {
  const user = newUser();
  const before = await Replica.open(user);
  await before.mutate([createFolder('Suppliers')]);
  const after = await Replica.open(user);
  expect(names(after)).toEqual(['Suppliers']);
  expect(after.waiting).toBe(1);
});

test('[C1] the sequence goes on after a restart, even when the outbox is empty', async () => {
  const user = newUser();
  const before = await Replica.open(user);
  const edit = createFolder('Suppliers');
  await before.mutate([edit]);
  await before.receive([page([rowOf(edit)])], 1, []);
  const after = await Replica.open(user);
  await after.mutate([createFolder('Family')]);
  expect(after.nextPush()?.mutations.map(({ sequence }) => sequence)).toEqual([2]);
});

test('an edit handed over twice is in the outbox once', async () => {
  const replica = await Replica.open(newUser());
  const edit = createFolder('Suppliers');
  await replica.mutate([edit]);
  await replica.mutate([edit]);
  expect(replica.waiting).toBe(1);
});

test('[C2] a pushed edit stays in view until its row has arrived', async () => {
  const replica = await Replica.open(newUser());
  const edit = createFolder('Suppliers');
  await replica.mutate([edit]);
  const seen: number[] = [];
  replica.onChange = (_before, after) => seen.push(after.folder.size);
  await replica.receive([page([rowOf(edit)])], 1, []);
  expect(seen).toEqual([1]);
  expect(replica.waiting).toBe(0);
});

test('an edit made while its predecessor is on its way is kept', async () => {
  const replica = await Replica.open(newUser());
  const first = createFolder('Suppliers');
  await replica.mutate([first]);
  const second = createFolder('Family');
  await replica.mutate([second]);
  await replica.receive([page([rowOf(first)])], 1, []);
  expect(names(replica)).toEqual(['Family', 'Suppliers']);
  expect(replica.nextPush()?.mutations).toMatchObject([{ id: second.id, sequence: 2 }]);
});

test('[C3] a rejected edit is gone from view, and its notice holds what was typed', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const edit = createFolder('One too many');
  await replica.mutate([edit]);
  const rejection: Rejection = {
    sequence: 1,
    mutationId: edit.mutationId,
    code: 'plan_limit',
    detail: 'Your plan allows 5 folders for each account.',
  };
  await replica.receive([page([])], 1, [rejection]);
  expect(names(replica)).toEqual([]);
  const reopened = await Replica.open(user);
  expect(reopened.notices).toMatchObject([
    { code: 'plan_limit', operation: { fields: { name: 'One too many' } } },
  ]);
});

test('[P3] a rejection that the server repeats is told once', async () => {
  const replica = await Replica.open(newUser());
  const edit = createFolder('One too many');
  await replica.mutate([edit]);
  const rejection = { sequence: 1, mutationId: edit.mutationId, code: 'plan_limit', detail: 'No.' };
  await replica.receive([page([])], 1, [rejection]);
  await replica.receive([page([])], 1, [rejection]);
  expect(replica.notices).toHaveLength(1);
  await replica.mutate([createFolder('Another')]);
  expect(replica.nextPush()?.rejectionsSeen).toBe(1);
});

test('[L3] a reset replaces every confirmed row and keeps the outbox', async () => {
  const replica = await Replica.open(newUser());
  const old = createFolder('Old');
  await replica.receive([page([rowOf(old)])], 0, []);
  await replica.mutate([createFolder('Waiting')]);
  const fresh = createFolder('Fresh');
  await replica.receive([page([rowOf(fresh)], { reset: true })], 0, []);
  expect(names(replica)).toEqual(['Fresh', 'Waiting']);
});

test('rows of many pages are all there after a restart', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const edits = Array.from({ length: 300 }, (_, index) => createFolder(`Folder ${index}`));
  const pages = [edits.slice(0, 150), edits.slice(150)].map((part, index) =>
    page(
      part.map((edit) => rowOf(edit)),
      { reset: index === 0, hasMore: index === 0, cursor: `c${index}` },
    ),
  );
  await replica.receive(pages, 0, []);
  const reopened = await Replica.open(user);
  expect(reopened.view.folder).toEqual(replica.view.folder);
  expect(reopened.cursor).toBe('c1');
});

test('a deleted row is gone after a restart', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const edit = createFolder('Suppliers');
  await replica.receive([page([rowOf(edit)])], 0, []);
  await replica.receive([page([{ entity: 'folder', id: edit.id, row: null }])], 0, []);
  expect(names(await Replica.open(user))).toEqual([]);
});

test('[C4] another user sees nothing of what waits, and its own user finds it again', async () => {
  const [ada, bob] = [newUser(), newUser()];
  const replica = await Replica.open(ada);
  await replica.mutate([createFolder('Private')]);
  await replica.close();
  const others = await Replica.open(bob);
  expect(others.waiting).toBe(0);
  expect(names(others)).toEqual([]);
  expect((await Replica.open(ada)).waiting).toBe(1);
});

test('[C4] signing out with nothing waiting leaves nothing on the device', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const edit = createFolder('Suppliers');
  await replica.receive([page([rowOf(edit)])], 0, []);
  await replica.close();
  const after = await Replica.open(user);
  expect(names(after)).toEqual([]);
  expect(after.cursor).toBeUndefined();
});

test('[P11] a copied profile goes on under a client id and numbers of its own', async () => {
  const replica = await Replica.open(newUser());
  const edits = [createFolder('One'), createFolder('Two')];
  await replica.mutate(edits);
  await replica.receive([page([])], 1, []);
  const before = replica.nextPush();
  await replica.becomeNewClient();
  const after = replica.nextPush();
  expect(after?.clientId).not.toBe(before?.clientId);
  expect(after?.mutations).toMatchObject([{ sequence: 1, id: edits[1]?.id }]);
});

test('[C1] an edit that is not on disk yet is not pushed', async () => {
  const replica = await Replica.open(newUser());
  const writing = replica.mutate([createFolder('Suppliers')]);
  expect(replica.nextPush()).toBeNull();
  await writing;
  expect(replica.nextPush()?.mutations).toHaveLength(1);
});

test('[L2] rows whose write failed are written with the next ones', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const [lost, next] = [createFolder('Lost'), createFolder('Next')];
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(replica.receive([page([rowOf(lost)])], 0, [])).rejects.toThrow('full');
  put.mockRestore();
  await replica.receive([page([rowOf(next)], { cursor: 'c2' })], 0, []);
  expect(names(await Replica.open(user))).toEqual(['Lost', 'Next']);
});

test('only the notices that were seen are dismissed', async () => {
  const replica = await Replica.open(newUser());
  const edits = [createFolder('One'), createFolder('Two')];
  await replica.mutate(edits);
  const rejections = edits.map(({ mutationId }, index) => {
    return { sequence: index + 1, mutationId, code: 'plan_limit', detail: 'No.' };
  });
  await replica.receive([page([])], 2, rejections);
  await replica.dismiss([edits[0]?.mutationId ?? '']);
  expect(replica.notices.map(({ mutationId }) => mutationId)).toEqual([edits[1]?.mutationId]);
});

test('[C5] an edit that is handed over again after it has been synced is taken once', async () => {
  const user = newUser();
  const edit = createFolder('Suppliers');
  const before = await Replica.open(user);
  await before.mutate([edit]);
  await before.receive([page([rowOf(edit)])], 1, []);
  const after = await Replica.open(user);
  await after.mutate([edit]);
  expect(after.waiting).toBe(0);
});

test('a refused edit that is tried again is a new edit, and its notice is gone', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const edit = createFolder('One too many');
  await replica.mutate([edit]);
  const rejection = { sequence: 1, mutationId: edit.mutationId, code: 'plan_limit', detail: 'No.' };
  await replica.receive([page([])], 1, [rejection]);
  await replica.retry([edit.mutationId]);
  const reopened = await Replica.open(user);
  expect(reopened.notices).toEqual([]);
  expect(reopened.nextPush()?.mutations).toMatchObject([{ sequence: 2, id: edit.id, fields: edit.fields }]);
  expect(reopened.nextPush()?.mutations[0]?.mutationId).not.toBe(edit.mutationId);
});

test('[C4] a sign-out keeps what was refused for its user', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const edit = createFolder('One too many');
  await replica.mutate([edit]);
  const rejection = { sequence: 1, mutationId: edit.mutationId, code: 'plan_limit', detail: 'No.' };
  await replica.receive([page([])], 1, [rejection]);
  await replica.close();
  expect((await Replica.open(user)).notices).toHaveLength(1);
});

test('[C4] what another user left open on the device is sealed: their rows go, what they had not sent stays', async () => {
  const [ada, bob] = [newUser(), newUser()];
  const replica = await Replica.open(ada);
  const known = createFolder('Known');
  await replica.receive([page([rowOf(known)])], 0, []);
  await replica.mutate([createFolder('Not sent')]);
  await Replica.sealAllBut(bob);
  expect(names(await Replica.open(ada))).toEqual(['Not sent']);
});

test('[P4] a push stays under what the server takes, however long the texts are', async () => {
  const replica = await Replica.open(newUser());
  const content = '😀'.repeat(5000);
  const fields = { accountId, name: 'Long', content, shortcut: '', position: 'a0' };
  const edits = Array.from({ length: 60 }, (): Edit => {
    return {
      op: 'create',
      entity: 'template',
      id: crypto.randomUUID(),
      mutationId: crypto.randomUUID(),
      fields,
    };
  });
  await replica.mutate(edits);
  const push = replica.nextPush();
  expect(new TextEncoder().encode(JSON.stringify(push)).length).toBeLessThanOrEqual(BODY_BYTES_MAX);
  expect(push?.mutations.length).toBeGreaterThan(20);
});

test('[C1] an edit that is handed over again while it is written is acknowledged when it is on disk', async () => {
  const replica = await Replica.open(newUser());
  const edit = createFolder('Suppliers');
  const acknowledged: string[] = [];
  const first = replica.mutate([edit]).then(() => acknowledged.push('first'));
  const again = replica.mutate([edit]).then(() => acknowledged.push('again'));
  await Promise.resolve();
  expect(acknowledged).toEqual([]);
  await Promise.all([first, again]);
  expect(replica.waiting).toBe(1);
});

test('[C1] an edit that could not be written is refused both times that it was handed over', async () => {
  const replica = await Replica.open(newUser());
  const edit = createFolder('Suppliers');
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const results = await Promise.allSettled([replica.mutate([edit]), replica.mutate([edit])]);
  put.mockRestore();
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(replica.waiting).toBe(0);
});

/** Leaves a copy as a version would that knew other rows: one folder that can be read, one that can not. */
async function leaveRowsOfAnotherVersion(user: string): Promise<string> {
  const readable = createFolder('Readable');
  const before = await Replica.open(user);
  await before.receive([page([rowOf(readable)], { reset: true })], 0, []);
  const db = await openDB(`nexischat-${user}`);
  const id = crypto.randomUUID();
  await db.put('chunks', { entity: 'folder', rows: [{ id, name: 7 }] }, `folder/${id.slice(0, 2)}-`);
  await db.put('chunks', { entity: 'gone', rows: [{ id }] }, `gone/${id.slice(0, 2)}`);
  await db.put('meta', { ...(await db.get('meta', 'meta')), entities: '0 folder gone' }, 'meta');
  db.close();
  return readable.id;
}

test('[A2] rows that another version left are shown as far as this one can read them, and copied anew', async () => {
  const user = newUser();
  await leaveRowsOfAnotherVersion(user);
  const replica = await Replica.open(user);
  expect(names(replica)).toEqual(['Readable']);
  expect(replica.cursor).toBeUndefined();
  const again = await Replica.open(user);
  await again.mutate([createFolder('Offline')]);
  expect(names(await Replica.open(user))).toEqual(['Offline', 'Readable']);
});

test('[A2] nothing of what another version left is on disk after the new copy', async () => {
  const user = newUser();
  await leaveRowsOfAnotherVersion(user);
  const replica = await Replica.open(user);
  await replica.receive([page([rowOf(createFolder('Copied'))], { reset: true })], 0, []);
  expect(names(await Replica.open(user))).toEqual(['Copied']);
});

test('[P11] nothing is pushed under new numbers before they are on disk', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  await replica.mutate([createFolder('Suppliers'), createFolder('Family')]);
  await replica.receive([page([])], 1, []);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(replica.becomeNewClient()).rejects.toThrow('full');
  put.mockRestore();
  expect(replica.nextPush()).toBeNull();
  await replica.writeNumbers();
  expect((await Replica.open(user)).nextPush()).toEqual(replica.nextPush());
  expect(replica.nextPush()?.mutations.map(({ sequence }) => sequence)).toEqual([1]);
});

test('a cursor is not on disk before its rows', async () => {
  const user = newUser();
  const replica = await Replica.open(user);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(
    replica.receive([page([rowOf(createFolder('Lost'))], { reset: true })], 0, []),
  ).rejects.toThrow();
  put.mockRestore();
  await replica.mutate([createFolder('Suppliers')]);
  expect((await Replica.open(user)).cursor).toBeUndefined();
});
