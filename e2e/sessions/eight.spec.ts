import path from 'node:path';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountControl, Simulator } from '../../simulator/server.ts';
import { expect, test, withHouse, type Account } from './house.ts';
import { processesIn } from './stage.ts';

const FAULTS = 100;
const ACCOUNTS = 8;
/** The others are watched. */
const VICTIMS = 4;
/** Of a chat's list, while others crash beside it on two cores. */
const ANSWER_MS_MAX = 5000;

const SAVED = `select from whatsapp_sessions where jsonb_array_length("sessionData" -> 'generations') > 0`;

interface Running {
  readonly account: Account;
  readonly phone: AccountControl;
  /** Of its browser. */
  readonly folder: string;
}

type Fault = (running: Running) => void;

const kill = (pids: readonly number[], signal: 'SIGKILL' | 'SIGSTOP') => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It went by itself.
    }
  }
};
const renderersIn = (folder: string) =>
  processesIn(folder).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
    } catch {
      return false;
    }
  });

const faults: Record<string, Fault> = {
  'browser killed': ({ folder }) => kill(processesIn(folder), 'SIGKILL'),
  'page killed': ({ folder }) => kill(renderersIn(folder), 'SIGKILL'),
  'browser stopped': ({ folder }) => kill(processesIn(folder), 'SIGSTOP'),
  'connection cut': ({ phone }) => phone.dropSockets(),
  'connected elsewhere': ({ phone }) => phone.conflict('legacy'),
};
/** A browser that hangs takes its ten seconds to be found. */
const HUNG_MS_MAX = 15_000;
/** Each tenth fault hangs a browser. */
const ORDER = [
  'browser killed',
  'connection cut',
  'page killed',
  'connection cut',
  'connected elsewhere',
  'browser killed',
  'connection cut',
  'page killed',
  'connected elsewhere',
  'browser stopped',
];

/** Somebody who starts what has ended, or waits for long, and waits until it is connected; what is not noticed yet is not mended. */
async function mend({ account, phone }: Running): Promise<void> {
  for (;;) {
    const { state } = await account.view();
    if (state.status === 'connected' && phone.online() === 1) return;
    const isLong = state.status === 'reconnecting' && (state.retryAt ?? 0) > Date.now() + 3000;
    if (isLong) {
      await account.call('POST', '/stop');
      await account.until('disconnected');
    }
    if (isLong || state.status === 'ended' || state.status === 'disconnected') await account.start();
    await pause(100);
  }
}

/** Waits until a fault is noticed: a hung browser late, all else at once; a cut line mends itself. */
async function noticed({ account }: Running, fault: string): Promise<void> {
  await pause(300);
  if (fault !== 'browser stopped') return;
  const endMs = performance.now() + HUNG_MS_MAX;
  while ((await account.view()).state.status === 'connected') {
    if (performance.now() > endMs) throw new Error('a browser that hangs is not noticed');
    await pause(100);
  }
}

async function linkAll(
  simulator: Simulator,
  accounts: readonly Account[],
  phones: readonly string[],
): Promise<void> {
  await Promise.all(
    accounts.map(async (account, nr) => {
      await account.start();
      simulator.scan(await account.code(), { phone: phones[nr] ?? '' });
      await account.until('connected', 60_000);
    }),
  );
}

test('eight accounts on one worker: of a hundred faults that four of them meet, the other four notice nothing', async () => {
  test.setTimeout(600_000);
  await withHouse(
    async (house) => {
      const worker = await house.startWorker();
      const phones = Array.from({ length: ACCOUNTS }, (_, nr) => `1555010002${nr}`);
      const people = [await house.person(), await house.person()];
      const accounts: Account[] = [];
      for (const [nr, phone] of phones.entries()) {
        const person = people[nr % 2];
        if (person) accounts.push(await person.addAccount(phone));
      }
      await linkAll(house.simulator, accounts, phones);
      // A login that is not saved yet goes with its browser.
      await expect
        .poll(async () => (await house.database.owner.query(SAVED)).rowCount, { timeout: 30_000 })
        .toBe(ACCOUNTS);
      const all = accounts.map((account, nr) => ({
        account,
        phone: house.simulator.account(phones[nr] ?? ''),
        folder: path.join(house.folderOf(worker), account.id),
      }));
      const [victims, others] = [all.slice(0, VICTIMS), all.slice(VICTIMS)];
      const before = await Promise.all(others.map(async ({ account }) => (await account.view()).state));
      const pids = others.map(({ folder }) => processesIn(folder).toSorted((a, b) => a - b));

      const answersMs: number[] = [];
      const over = new AbortController();
      const watching = Promise.all(
        others.map(async ({ account }) => {
          while (!over.signal.aborted) {
            const fromMs = performance.now();
            const { status } = await account.call('GET', '/chats?limit=5');
            expect(status).toBe(200);
            answersMs.push(performance.now() - fromMs);
            await pause(1000);
          }
        }),
      );
      let thrown = 0;
      await Promise.all(
        victims.map(async (victim) => {
          while (thrown < FAULTS) {
            const fault = ORDER[thrown % ORDER.length] ?? '';
            thrown += 1;
            faults[fault]?.(victim);
            await noticed(victim, fault);
            await mend(victim);
          }
        }),
      );
      over.abort();
      await watching;

      const after = await Promise.all(others.map(async ({ account }) => (await account.view()).state));
      expect(after).toEqual(before);
      expect(others.map(({ folder }) => processesIn(folder).toSorted((a, b) => a - b))).toEqual(pids);
      // One whose line was cut last is just coming back.
      await expect
        .poll(() => all.map(({ phone }) => [phone.devices(), phone.online(), phone.replaced()]), {
          timeout: 30_000,
        })
        .toEqual(all.map(() => [1, 1, 0]));
      answersMs.sort((a, b) => a - b);
      const p95 = Math.round(answersMs[Math.floor(answersMs.length * 0.95)] ?? NaN);
      console.log(
        `${thrown} faults; ${answersMs.length} answers of the others, p95 ${p95} ms, longest ${Math.round(answersMs.at(-1) ?? NaN)} ms`,
      );
      expect(answersMs.at(-1)).toBeLessThan(ANSWER_MS_MAX);
    },
    { chats: 20 },
  );
});
