import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Simulator } from '../../simulator/server.ts';
import { PHONE, withHouse, type Account, type House } from '../sessions/house.ts';
import { findChromium, findHeadlessShell, sandboxArgs } from '../support/browser.ts';
import { LENIENCY, repeats } from './figures.ts';

const COUNTS = repeats([1, 2], [1, 4, 8]);
const MEMORY_RATIO = 0.6;
const START_RATIO = 0.6;
/** A stock client that listens after the page has synced is never ready: this is longer than it takes to listen, alone and beside others. */
const syncDelayMs = (count: number) => (count === 1 ? 500 : 4000);
const SETTLE_MS = 5000;
/** A worker that runs has nothing else to do when an account is started. */
const IDLE_MS = 1000;
const READY_MS_MAX = 90_000;
const STARTS = repeats(1, 5);

interface Round {
  readonly bytes: number;
  /** From the start to the last that is ready. */
  readonly readyMs: number;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The share of a process and of all that it started. */
function memoryOfTree(root: number): number {
  const parents = new Map(
    readdirSync('/proc')
      .map(Number)
      .filter(Number.isInteger)
      .map((pid) => [pid, Number(/^PPid:\s+(\d+)$/m.exec(read(pid, 'status'))?.[1])]),
  );
  const isOurs = (pid: number): boolean => {
    for (let each: number | undefined = pid; each; each = parents.get(each)) if (each === root) return true;
    return false;
  };
  return [...parents.keys()]
    .filter(isOurs)
    .reduce(
      (sum, pid) => sum + 1024 * Number(/^Pss:\s+(\d+) kB$/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0),
      0,
    );
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

async function settledMemory(pid: number): Promise<number> {
  await sleep(SETTLE_MS);
  const samples: number[] = [];
  for (let nr = 0; nr < 3; nr += 1) {
    samples.push(memoryOfTree(pid));
    await sleep(500);
  }
  return Math.min(...samples);
}

/** Starts clients whose profiles are there already, or makes them. */
async function stockRound(simulator: Simulator, folder: string, count: number): Promise<Round> {
  const child = start('stock-clients.ts', [folder, findChromium(), argsOf(simulator), `${count}`]);
  const readyMs = await allReady(child, count);
  const bytes = await settledMemory(child.pid ?? 0);
  await end(child);
  return { bytes, readyMs };
}

/** What no client can be faster than. */
async function bareMs(simulator: Simulator): Promise<number> {
  const profile = mkdtempSync(path.join(tmpdir(), 'nexischat-bare-'));
  const child = start('bare-browser.ts', [findHeadlessShell(), argsOf(simulator), profile]);
  const readyMs = await allReady(child, 1);
  await end(child);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return readyMs;
}

const argsOf = ({ chromiumArgs }: Simulator) => JSON.stringify([...chromiumArgs, ...sandboxArgs]);

const start = (script: string, args: string[]) => fork(path.join(import.meta.dirname, script), args);

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.send('end');
  await gone;
}

function allReady(child: ChildProcess, count: number): Promise<number> {
  const ready = new Map<number, number>();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${ready.size} of ${count} are ready`)), READY_MS_MAX);
    child.on('message', ({ nr, readyMs }: { nr: number; readyMs: number }) => {
      ready.set(nr, readyMs);
      if (ready.size < count) return;
      clearTimeout(timer);
      resolve(Math.max(...ready.values()));
    });
  });
}

/** Starts accounts that are linked already on a worker of their own. */
async function ourRound(house: House, accounts: readonly Account[]): Promise<Round> {
  const worker = await house.startWorker();
  await sleep(IDLE_MS);
  const fromMs = performance.now();
  await Promise.all(accounts.map((account) => account.start()));
  await Promise.all(accounts.map((account) => account.until('connected', READY_MS_MAX, 10)));
  const readyMs = performance.now() - fromMs;
  const bytes = await settledMemory(worker.process.pid ?? 0);
  await Promise.all(accounts.map((account) => account.call('POST', '/stop')));
  await Promise.all(accounts.map((account) => account.until('disconnected')));
  await worker.stop();
  return { bytes, readyMs };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const summaryOf = (rounds: readonly Round[]): Round => ({
  bytes: median(rounds.map(({ bytes }) => bytes)),
  readyMs: median(rounds.map(({ readyMs }) => readyMs)),
});
const times = (value: number, against: number) => `${(value / against).toFixed(2)} ×`;
const megabytes = (bytes: number) => Math.round(bytes / 1024 ** 2);

test('an account on the server needs less memory and is ready sooner than a stock client', async () => {
  test.setTimeout(900_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-stock-'));
  await withHouse(
    async (house) => {
      const { simulator } = house;
      const accounts: Account[] = [];
      for (let nr = 0; nr < Math.max(...COUNTS); nr += 1)
        accounts.push(await (await house.person()).addAccount(PHONE));
      simulator.configure({ syncDelayMs: syncDelayMs(accounts.length) });
      // Each is linked once, as the timed rounds start what is linked.
      await ourRound(house, accounts);
      await stockRound(simulator, folder, Math.max(...COUNTS));

      const ours: Round[] = [];
      const stock: Round[] = [];
      for (const count of COUNTS) {
        simulator.configure({ syncDelayMs: syncDelayMs(count) });
        const [mine, theirs]: [Round[], Round[]] = [[], []];
        for (let round = 0; round < (count === 1 ? STARTS : 1); round += 1) {
          theirs.push(await stockRound(simulator, folder, count));
          mine.push(await ourRound(house, accounts.slice(0, count)));
        }
        const [a, b] = [summaryOf(mine), summaryOf(theirs)];
        ours.push(a);
        stock.push(b);
        const start = `ready after ${Math.round(a.readyMs)} ms, stock ${Math.round(b.readyMs)} ms`;
        const ratios = `${times(a.readyMs, b.readyMs)}, ${times(a.readyMs - syncDelayMs(count), b.readyMs - syncDelayMs(count))} without the sync`;
        console.log(
          `${count} accounts: ${megabytes(a.bytes)} MB, stock ${megabytes(b.bytes)} MB; ${start}: ${ratios}`,
        );
      }
      simulator.configure({ syncDelayMs: syncDelayMs(1) });
      const bare: number[] = [];
      for (let round = 0; round < STARTS; round += 1) bare.push(await bareMs(simulator));
      const bareBrowserMs = median(bare);
      const [mineMs, stockMs] = [ours[0]?.readyMs ?? NaN, stock[0]?.readyMs ?? NaN];
      console.log(
        `a bare browser that only loads the page: ${Math.round(bareBrowserMs)} ms, ${times(bareBrowserMs, stockMs)} stock; ours is ${times(mineMs, bareBrowserMs)} it`,
      );
      const marginal = (rounds: readonly Round[]) =>
        ((rounds.at(-1)?.bytes ?? NaN) - (rounds[0]?.bytes ?? NaN)) / (Math.max(...COUNTS) - 1);
      const memory = marginal(ours) / marginal(stock);
      console.log(
        `each further account: ${megabytes(marginal(ours))} MB, stock ${megabytes(marginal(stock))} MB: ${memory.toFixed(2)} × (budget ${MEMORY_RATIO}); ` +
          `start to ready ${times(mineMs, stockMs)} (budget ${START_RATIO})`,
      );
      expect(memory).toBeLessThan(MEMORY_RATIO * LENIENCY);
      expect(mineMs / stockMs).toBeLessThan(START_RATIO * LENIENCY);
    },
    { login: 'linked' },
  );
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
