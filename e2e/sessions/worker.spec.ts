import type { Simulator } from '../../simulator/server.ts';
import type { Worker } from '../../server/sessions/worker.ts';
import type { UpkeepTimes } from '../../server/sessions/upkeep.ts';
import { expect, test as base, type Stage } from './stage.ts';
import { createWorkers, type Workers } from './workers.ts';

const test = base.extend<{ workers: Workers }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to see which fixtures are used
  workers: async ({}, use) => {
    const workers = await createWorkers();
    await use(workers);
    await workers.close();
  },
});

const READY_MS_MAX = 10_000;

const status = (workers: Workers) =>
  expect.poll(async () => (await workers.row()).status, { timeout: 20_000 });

/** A worker whose account is wanted, and linked by a phone that scans the code which it shows. */
async function linked(
  stage: Stage,
  workers: Workers,
  upkeep?: UpkeepTimes,
): Promise<{ simulator: Simulator; worker: Worker }> {
  const simulator = await stage.simulate();
  const worker = await workers.start(simulator, upkeep);
  await workers.want('running');
  await status(workers).toBe('pairing');
  const state = worker.sessionOf(workers.accountId)?.state;
  if (state?.status !== 'pairing') throw new Error('no code is shown');
  simulator.scan(state.shown);
  await status(workers).toBe('connected');
  return { simulator, worker };
}

/** What Chromium writes late is in it too. */
const saved = (workers: Workers) =>
  expect.poll(async () => (await workers.row()).generations, { timeout: 20_000 }).toBe(1);

test('an account that is wanted shows a code, is linked by a phone, and says so with the time', async ({
  stage,
  workers,
}) => {
  await linked(stage, workers);
  await saved(workers);
  const { lastConnected } = await workers.row();
  expect(Date.now() - Number(lastConnected)).toBeLessThan(60_000);
});

test('a worker that stops saves the login first, and another goes on without a code', async ({
  stage,
  workers,
}) => {
  const { simulator, worker } = await linked(stage, workers);
  await worker.stop();
  expect((await workers.row()).generations).toBeGreaterThan(0);
  const second = await workers.start(simulator);
  await status(workers).toBe('connected');
  expect(second.sessionOf(workers.accountId)?.state.status).toBe('connected');
  expect(simulator.devices()).toBe(1);
});

test('a browser that is killed is noticed within a second, and the account is connected again within ten', async ({
  stage,
  workers,
}) => {
  const { simulator, worker } = await linked(stage, workers);
  await saved(workers);
  const session = worker.sessionOf(workers.accountId);
  const pid = session?.client?.browserPid;
  if (!session || pid === undefined) throw new Error('there is no browser');
  const fromMs = performance.now();
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => session.state.status, { intervals: [20] }).toBe('reconnecting');
  const noticedMs = performance.now() - fromMs;
  await expect.poll(() => session.state.status, { intervals: [50], timeout: 20_000 }).toBe('connected');
  const readyMs = performance.now() - fromMs;
  console.log(
    `browser killed: noticed after ${Math.round(noticedMs)} ms, connected after ${Math.round(readyMs)} ms`,
  );
  expect(noticedMs).toBeLessThan(1000);
  expect(readyMs).toBeLessThan(READY_MS_MAX);
  expect(simulator.devices()).toBe(1);
});

test('a device that the phone removes has ended: its login is gone, and nobody starts it by themselves', async ({
  stage,
  workers,
}) => {
  const { simulator } = await linked(stage, workers);
  await saved(workers);
  simulator.unlink();
  await status(workers).toBe('ended:logged_out');
  await expect
    .poll(() => workers.row(), { timeout: 15_000 })
    .toMatchObject({ generations: 0, desired: 'stopped' });
});

test('who stops an account keeps its login, and starts it again without a code', async ({
  stage,
  workers,
}) => {
  const { simulator } = await linked(stage, workers);
  await workers.want('stopped');
  await status(workers).toBe('disconnected');
  // What Chromium writes late is waited for.
  await expect.poll(() => simulator.online(), { timeout: 20_000 }).toBe(0);
  await workers.want('running');
  await status(workers).toBe('connected');
  expect(simulator.devices()).toBe(1);
});

test('a browser that ran for long is replaced by a fresh one, which is the same device', async ({
  stage,
  workers,
}) => {
  const old = { tickMs: 500, recycleAfterMs: 8000, unusedMs: 0 };
  const { simulator, worker } = await linked(stage, workers, old);
  const session = worker.sessionOf(workers.accountId);
  const before = session?.client?.browserPid;
  await expect.poll(() => session?.state.status, { timeout: 20_000, intervals: [20] }).toBe('starting');
  await expect.poll(() => session?.state.status, { timeout: 20_000 }).toBe('connected');
  expect(session?.client?.browserPid).not.toBe(before);
  expect([simulator.devices(), simulator.replaced()]).toEqual([1, 0]);
});

test('the channels that an account follows are known on every device', async ({ stage, workers }) => {
  const { simulator } = await linked(stage, workers);
  const followed = simulator.chats().filter(({ kind }) => kind === 'channel');
  await expect
    .poll(() => workers.channels(), { timeout: 15_000 })
    .toEqual(followed.map(({ id, name }) => ({ channelId: id, name })));
});
