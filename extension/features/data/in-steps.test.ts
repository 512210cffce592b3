import { expect, test } from 'vitest';
import { inSteps } from './in-steps.ts';

function* counting(said: string[], stretchMs: number): Generator<void, string> {
  for (let step = 0; step < 4; step += 1) {
    const end = performance.now() + stretchMs;
    while (performance.now() < end) continue;
    said.push('step');
    yield;
  }
  return 'done';
}

test('others run between long steps', async () => {
  const said: string[] = [];
  const steps = inSteps(counting(said, 10), new AbortController().signal);
  setTimeout(() => said.push('other'));
  expect(await steps).toBe('done');
  expect(said.indexOf('other')).toBeGreaterThan(0);
  expect(said.indexOf('other')).toBeLessThan(4);
});

test('no step follows the end of the section', async () => {
  const said: string[] = [];
  const abort = new AbortController();
  const steps = inSteps(counting(said, 10), abort.signal);
  abort.abort();
  expect(await steps).toBeUndefined();
  expect(said).toEqual(['step']);
});
