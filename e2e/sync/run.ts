import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mutants } from './mutants.ts';

// `pnpm test:sync --runs N --seed S` tries N schedules from that seed on; `--mutants` takes one protection away at a time, and each
// time the schedules must fail.

const root = path.resolve(import.meta.dirname, '../..');
const vitest = path.join(root, 'node_modules', '.bin', 'vitest');
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    mutants: { type: 'boolean', default: false },
  },
});

/** Whether all went well, and what was said. */
async function tryAll(
  environment: Record<string, string>,
  stdio: 'inherit' | 'pipe',
): Promise<{ isGood: boolean; said: string }> {
  const child = spawn(vitest, ['run', '--project', 'sync', 'schedules', '--disable-console-intercept'], {
    cwd: root,
    stdio: ['ignore', stdio, stdio],
    shell: process.platform === 'win32',
    env: { ...process.env, SYNC_RUNS: values.runs, SYNC_SEED: values.seed, ...environment },
  });
  let said = '';
  child.stdout?.on('data', (data) => (said += String(data)));
  child.stderr?.on('data', (data) => (said += String(data)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { isGood: code === 0, said };
}

if (values.mutants) {
  let survivors = 0;
  for (const { name } of mutants) {
    const { isGood, said } = await tryAll({ SYNC_MUTANT: name }, 'pipe');
    const seed = /Seed (\d+) fails/.exec(said)?.[1];
    // A run that ends otherwise proves nothing.
    const isKilled = !isGood && seed !== undefined;
    if (!isKilled) survivors += 1;
    console.log(`${isKilled ? `killed by seed ${seed}` : 'SURVIVES'}: without ${name}`);
    if (!isKilled && !isGood) console.log(said);
  }
  console.log(`${mutants.length - survivors} passed, ${survivors} failed`);
  process.exitCode = survivors === 0 ? 0 : 1;
} else {
  const { isGood } = await tryAll({}, 'inherit');
  process.exitCode = isGood ? 0 : 1;
}
