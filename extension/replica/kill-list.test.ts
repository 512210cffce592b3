import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KillEntry } from '../../shared/kill-list.ts';
import { KillList } from './kill-list.ts';

const folders: KillEntry = { feature: 'folders', from: '0.1.0', to: '0.1.9' };
const HOUR_MS = 3_600_000;
const away = () => Promise.reject(new Error('no server'));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 24) });
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(version: string, fetchList: () => Promise<readonly KillEntry[]>): Promise<KillList> {
  const list = new KillList(version, fetchList, () => {});
  await list.refresh();
  return list;
}

test('a feature is off in the versions that the server names, and in no other', async () => {
  const fetchList = () => Promise.resolve([folders, { feature: 'notice', from: '2' }]);
  expect((await open('0.1.4', fetchList)).killed).toEqual(['folders']);
  expect((await open('0.2.0', fetchList)).killed).toEqual([]);
});

test('what was last heard holds while the server is away, for 30 days', async () => {
  await open('0.1.0', () => Promise.resolve([folders]));
  vi.setSystemTime(Date.now() + 29 * 24 * HOUR_MS);
  expect((await open('0.1.0', away)).killed).toEqual(['folders']);
  vi.setSystemTime(Date.now() + 2 * 24 * HOUR_MS);
  expect((await open('0.1.0', away)).killed).toEqual([]);
});

test('the server is asked at most once an hour, and again when a question failed', async () => {
  const fetchList = vi.fn<() => Promise<readonly KillEntry[]>>(away);
  const list = await open('0.1.0', fetchList);
  fetchList.mockResolvedValue([folders]);
  await list.refresh();
  await list.refresh();
  expect(fetchList).toHaveBeenCalledTimes(2);
  expect(list.killed).toEqual(['folders']);
  vi.setSystemTime(Date.now() + HOUR_MS);
  fetchList.mockResolvedValue([]);
  await list.refresh();
  expect(list.killed).toEqual([]);
});
