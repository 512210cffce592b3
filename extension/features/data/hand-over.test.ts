import { expect, test } from 'vitest';
import type { Operation } from '../../../shared/sync/protocol.ts';
import { handOver, OPERATIONS_PER_CHUNK } from './hand-over.ts';

const operations = Array.from({ length: 3 * OPERATIONS_PER_CHUNK + 1 }, (_, index): Operation => ({
  op: 'delete',
  entity: 'folder',
  id: String(index),
}));
const never = new AbortController().signal;

test('everything is handed over in order, in chunks, and its progress is told', async () => {
  const sizes: number[] = [];
  const told: number[] = [];
  const handed: Operation[] = [];
  const mutate = (chunk: readonly Operation[]) => {
    sizes.push(chunk.length);
    handed.push(...chunk);
    return Promise.resolve({ ok: true } as const);
  };
  const result = await handOver(operations, mutate, (taken) => told.push(taken), never);
  expect(result).toEqual({ taken: operations.length, refusal: undefined });
  expect(handed).toEqual(operations);
  expect(sizes).toEqual([500, 500, 500, 1]);
  expect(told).toEqual([0, 500, 1000, 1500]);
});

test('a refusal ends it and says how much was taken', async () => {
  let count = 0;
  const mutate = () =>
    Promise.resolve(++count === 3 ? ({ ok: false, message: 'No space.' } as const) : ({ ok: true } as const));
  expect(await handOver(operations, mutate, () => {}, never)).toEqual({ taken: 1000, refusal: 'No space.' });
  expect(count).toBe(3);
});

test('when the section closes nothing more is handed over', async () => {
  const abort = new AbortController();
  let count = 0;
  const mutate = () => {
    count += 1;
    abort.abort();
    return Promise.resolve({ ok: true } as const);
  };
  expect(await handOver(operations, mutate, () => {}, abort.signal)).toMatchObject({ taken: 500 });
  expect(count).toBe(1);
});
