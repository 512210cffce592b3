import { expect, test } from 'vitest';
import { capacityOf } from './start-worker.ts';

const GB = 1024 ** 3;

test.each([
  ['a machine of 24 GB', 0, 24 * GB, 46],
  ['a container of 4 GB on it', 4 * GB, 24 * GB, 6],
  ['no limit that is larger than the machine', 64 * GB, 8 * GB, 14],
  ['a machine that is too small', 0, GB, 1],
])('%s runs as many accounts as have room', (_what, constrained, total, count) => {
  expect(capacityOf(constrained, total)).toBe(count);
});
