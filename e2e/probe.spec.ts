import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from './support/product.ts';

test('the probe says what works on a page, and that nothing is lost', async () => {
  const script = path.join(import.meta.dirname, 'probe.ts');
  const run = promisify(execFile)(process.execPath, [script, '--simulator', '--headless']);
  const { stdout } = await run;

  expect(stdout).toContain('filter: on');
  expect(stdout).toContain('Everything works.');
});
