import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { killTree, memoryOfAll } from './process-tree.ts';

test('what each of several browsers needs is known at once, and nothing of one that is gone', async () => {
  // The second process of each has no home, as a browser's pages have none.
  const start = (home: string) =>
    spawn('sh', ['-c', 'env -i sleep 60 & echo started; wait'], {
      detached: true,
      env: { HOME: home, PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const homes = ['/nowhere/one', '/nowhere/two'];
  const started = homes.map(start);
  await Promise.all(started.map(({ stdout }) => once(stdout, 'data')));
  const bytesByHome = memoryOfAll([...homes, '/nowhere/three']);
  expect([...bytesByHome.keys()]).toEqual([...homes, '/nowhere/three']);
  expect([...bytesByHome.values()].map((bytes) => bytes > 0)).toEqual([true, true, false]);
  await Promise.all(
    started.map(async (leader, nr) => {
      const exit = once(leader, 'exit');
      killTree(leader, homes[nr] ?? '');
      await exit;
    }),
  );
  await expect.poll(() => [...memoryOfAll(homes).values()]).toEqual([0, 0]);
});
