import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../server/db/embedded.ts';
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
async function trySchedules(
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

/** Whether the schedules notice that the protection is missing. */
async function isKilled(name: string, databaseUrl: string): Promise<boolean> {
  const { isGood, said } = await trySchedules({ SYNC_MUTANT: name, DATABASE_URL: databaseUrl }, 'pipe');
  const seed = /Seed (\d+) fails/.exec(said)?.[1];
  // A run that ends otherwise proves nothing.
  const isNoticed = !isGood && seed !== undefined;
  console.log(isNoticed ? `noticed by seed ${seed}: without ${name}` : `NOT NOTICED: without ${name}`);
  if (!isNoticed && !isGood) console.log(said);
  return isNoticed;
}

async function tryMutants(): Promise<boolean> {
  const directory = await mkdtemp(path.join(tmpdir(), 'nexischat-mutants-'));
  const { url, stop } = await startEmbeddedPostgres(directory);
  const waiting = mutants.map(({ name }) => name);
  let survivors = 0;
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (!(await isKilled(name, url))) survivors += 1;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  await stop();
  await rm(directory, { recursive: true, force: true });
  console.log(`${mutants.length - survivors} of ${mutants.length} noticed`);
  return survivors === 0;
}

const isGood = values.mutants ? await tryMutants() : (await trySchedules({}, 'inherit')).isGood;
process.exitCode = isGood ? 0 : 1;
