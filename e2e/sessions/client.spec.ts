import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { findChromium, findHeadlessShell } from '../support/browser.ts';
import { expect, link, linked, processesIn, test } from './stage.ts';

// One login in one Chromium of the server, with all that can befall it, on the simulator.

interface PageScope {
  require: (id: string) => { Socket: { on: (name: string, ...rest: unknown[]) => void } };
  bound: string[];
}

test('a code that is scanned becomes ready once, with the phone that scanned it', async ({ stage }) => {
  const { on } = await linked(stage);
  await expect.poll(on.types).toContain('saved');
  expect([on.all('authenticated').length, on.all('ready')]).toEqual([
    1,
    [{ type: 'ready', phone: '15550100001' }],
  ]);
});

for (const [name, find] of [
  ['a headless shell', findHeadlessShell],
  ['Chromium', findChromium],
] as const) {
  test(`a session that was stopped in ${name} comes back without a code, and with the newest copy`, async ({
    stage,
  }) => {
    const kept = stage.keep();
    const executablePath = find();
    const { simulator, on } = await linked(stage, { open: { kept, executablePath } });
    await on.client.stop({ save: true });
    expect([existsSync(on.folder), on.processes()]).toEqual([false, []]);
    const again = await stage.open(simulator, { kept, executablePath });
    await expect.poll(again.types).toContain('ready');
    expect([again.all('qr'), simulator.devices(), simulator.rollbacks()]).toEqual([[], 1, []]);
  });
}

test('a page that has synced before the library listens becomes ready all the same', async ({ stage }) => {
  const simulator = await stage.simulate({ login: 'linked' });
  const sessions = [await stage.open(simulator), await stage.open(simulator), await stage.open(simulator)];
  for (const on of sessions) await expect.poll(on.types).toContain('ready');
  expect(sessions.map((on) => on.all('ready').length)).toEqual([1, 1, 1]);
});

test('a sync that is told twice at once is taken once, and nothing fails in the page', async ({ stage }) => {
  const simulator = await stage.simulate({ login: 'linked', syncDelayMs: 4000 });
  const on = await stage.open(simulator);
  await expect
    .poll(() => on.client.call(() => 'onAppStateHasSyncedEvent' in globalThis).catch(() => false))
    .toBe(true);
  await on.client.call(() => {
    const page = globalThis as unknown as { onAppStateHasSyncedEvent: () => void; failed: string[] };
    page.failed = [];
    addEventListener('unhandledrejection', ({ reason }) => page.failed.push(String(reason)));
    page.onAppStateHasSyncedEvent();
    page.onAppStateHasSyncedEvent();
  });
  await expect.poll(on.types).toContain('unread_total');
  expect(await on.client.call(() => (globalThis as unknown as { failed: string[] }).failed)).toEqual([]);
});

test('a text that is sent has an id, also where message keys are minified', async ({ stage }) => {
  const { simulator, on } = await linked(stage, { ids: 'minified' });
  const chatId = simulator.chats().find(({ kind, unread }) => kind === 'person' && unread > 0)?.id ?? '';
  const unread = simulator.chats().find(({ id }) => id === chatId)?.unread;
  expect(await on.client.sendText(chatId, 'hello')).toMatch(/^true_.*_3EB0[0-9A-F]{18}$/);
  await expect.poll(() => simulator.sent()).toEqual([{ chatId, body: 'hello' }]);
  expect(simulator.chats().find(({ id }) => id === chatId)?.unread).toBe(unread);
});

test('a message that comes in is told, and how much is unread', async ({ stage }) => {
  const { simulator, on } = await linked(stage);
  const { id: chatId = '', unread = 0 } = simulator.chats().find(({ kind }) => kind === 'person') ?? {};
  simulator.incoming(chatId, 'are you there?');
  await expect.poll(() => on.all('message')).toEqual([{ type: 'message', chatId, isIncoming: true }]);
  await expect.poll(() => on.all('unread')).toEqual([{ type: 'unread', chatId, count: unread + 1 }]);
});

test('a logout unlinks the device before the browser ends, and says nothing but that', async ({ stage }) => {
  const { simulator, on } = await linked(stage, { logoutDelayMs: 1500 });
  await expect.poll(on.types).toContain('saved');
  const before = on.events.length;
  expect(await on.client.logout()).toBe(true);
  expect([simulator.devices(), on.processes(), existsSync(on.folder)]).toEqual([0, [], false]);
  expect(on.events.slice(before)).toEqual([{ type: 'logged_out' }]);
});

test('a logout that takes too long to be told is not confirmed', async ({ stage }) => {
  const { simulator, on } = await linked(stage, { logoutDelayMs: 5000 });
  expect(await on.client.logout()).toBe(false);
  expect([simulator.devices(), on.processes(), existsSync(on.folder)]).toEqual([1, [], false]);
});

test('a logout during which the browser dies is not confirmed', async ({ stage }) => {
  const { simulator, on } = await linked(stage, { logoutDelayMs: 1500 });
  const done = on.client.logout();
  await expect
    .poll(() => on.client.call(() => (globalThis as { nexisLeaving?: boolean }).nexisLeaving))
    .toBe(true);
  process.kill(on.client.browserPid ?? 0, 'SIGKILL');
  expect([await done, simulator.devices()]).toEqual([false, 1]);
});

test('a device that the phone removes is logged out once, and shows no code', async ({ stage }) => {
  const { simulator, on } = await linked(stage);
  const codes = on.all('qr').length;
  simulator.unlink();
  await expect.poll(on.types).toContain('logged_out');
  await expect(on.client.stop({ save: true })).resolves.toBeUndefined();
  expect([on.all('qr').length, on.all('ready').length, on.all('logged_out').length]).toEqual([codes, 1, 1]);
});

test('a conflict is told, and the login is kept', async ({ stage }) => {
  const kept = stage.keep();
  const { simulator, on } = await linked(stage, { open: { kept } });
  simulator.conflict('legacy');
  await expect.poll(() => on.all('socket').at(-1)?.state).toBe('conflict');
  await on.client.stop({ save: true });
  const again = await stage.open(simulator, { kept });
  await expect.poll(again.types).toContain('ready');
  expect(again.all('qr')).toEqual([]);
});

test('a browser that is killed is lost within a second, and its login is restored', async ({ stage }) => {
  const kept = stage.keep();
  const { simulator, on } = await linked(stage, { open: { kept, deadlines: { quiet: 6000 } } });
  // A login is durable from its first save on.
  await expect.poll(on.types, { timeout: 20_000 }).toContain('saved');
  process.kill(on.client.browserPid ?? 0, 'SIGKILL');
  await expect.poll(() => on.all('lost'), { timeout: 1000 }).toEqual([{ type: 'lost', cause: 'exited' }]);
  await on.client.stop({ save: true });
  expect(on.processes()).toEqual([]);
  const again = await stage.open(simulator, { kept });
  await expect.poll(again.types).toContain('ready');
  expect([again.all('qr'), simulator.rollbacks()]).toEqual([[], []]);
});

test('a page that crashes is lost within five seconds, and nothing of its browser stays', async ({
  stage,
}) => {
  const { on } = await linked(stage);
  const hasSession = (pid: number) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
  for (const pid of on.processes().filter(hasSession)) process.kill(pid, 'SIGSEGV');
  await expect.poll(() => on.all('lost'), { timeout: 5000 }).toEqual([{ type: 'lost', cause: 'crashed' }]);
  await expect.poll(on.processes).toEqual([]);
});

test('a browser that hangs is lost within fifteen seconds, and killed', async ({ stage }) => {
  const { on } = await linked(stage);
  for (const pid of on.processes()) process.kill(pid, 'SIGSTOP');
  await expect.poll(() => on.all('lost'), { timeout: 15_000 }).toEqual([{ type: 'lost', cause: 'hung' }]);
  await expect.poll(on.processes).toEqual([]);
});

test('after the last of its codes new ones are asked for, until the time for pairing is over', async ({
  stage,
}) => {
  const simulator = await stage.simulate({ refTtlsMs: [300, 100, 100, 100, 100, 100] });
  const on = await stage.open(simulator, { deadlines: { pairing: 5000 } });
  await expect.poll(() => on.all('qr').length).toBeGreaterThan(6);
  await expect.poll(on.types).toContain('pairing_expired');
  const count = on.events.length;
  await on.client.stop({ save: true });
  expect(on.events.length).toBe(count);
});

test('frames and changes of the address while it starts change nothing of what is said', async ({
  stage,
}) => {
  const simulator = await stage.simulate();
  const on = await stage.open(simulator);
  await expect.poll(on.qr).not.toBe('');
  await on.client.call(() => {
    const page = globalThis as unknown as PageScope;
    const { Socket } = page.require('WAWebSocketModel');
    const bind = Socket.on.bind(Socket);
    page.bound = [];
    Socket.on = (name, ...rest) => {
      page.bound.push(name);
      bind(name, ...rest);
    };
    document.body.append(document.createElement('iframe'));
    history.replaceState({}, '', '/?moved');
  });
  simulator.scan(on.qr());
  await expect.poll(on.types).toContain('ready');
  const chatId = simulator.chats()[0]?.id ?? '';
  simulator.incoming(chatId, 'once');
  await expect.poll(on.types).toContain('unread');
  const bound = await on.client.call(() => (globalThis as unknown as PageScope).bound);
  // The library's own binding comes after the code.
  expect(bound.filter((name) => name === 'change:hasSynced').length).toBeLessThan(2);
  expect(
    [on.all('qr'), on.all('authenticated'), on.all('ready'), on.all('message')].map(({ length }) => length),
  ).toEqual([1, 1, 1, 1]);
});

test('a page that reloads is listened to again, without a second ready', async ({ stage }) => {
  const { simulator, on } = await linked(stage);
  await on.client.call(() => location.reload()).catch(() => undefined);
  const chatId = simulator.chats()[0]?.id ?? '';
  await expect.poll(() => simulator.online()).toBe(1);
  await expect.poll(() => on.client.call(() => 'WWebJS' in globalThis).catch(() => false)).toBe(true);
  simulator.incoming(chatId, 'are you back?');
  await expect.poll(() => on.all('message')).toMatchObject([{ type: 'message', chatId }]);
  expect(on.all('ready')).toHaveLength(1);
});

test('a page that is not WhatsApp is lost, and the process and another session go on', async ({ stage }) => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => void rejections.push(reason);
  process.on('unhandledRejection', note);
  const { simulator, on } = await linked(stage, { open: { deadlines: { inject: 1000 } } });
  const other = await stage.open(simulator);
  await link(simulator, other);
  await on.client.call(() => void (location.href = 'about:blank')).catch(() => undefined);
  await expect.poll(() => on.all('lost')).toEqual([{ type: 'lost', cause: 'failed', detail: 'no_whatsapp' }]);
  process.off('unhandledRejection', note);
  expect([rejections, other.all('lost'), await other.client.call(() => 1)]).toEqual([[], [], 1]);
});

test('a connection that is cut is opened again, and told so', async ({ stage }) => {
  const { simulator, on } = await linked(stage, { open: { deadlines: { lookReady: 50 } } });
  simulator.refuseSockets(true);
  simulator.dropSockets();
  await expect.poll(() => on.all('socket').at(-1)?.state).toBe('opening');
  simulator.refuseSockets(false);
  await expect.poll(() => on.all('socket').at(-1)?.state).toBe('connected');
  expect(on.all('ready')).toHaveLength(1);
});

test('a connection that was replaced and says so nowhere is told to be off', async ({ stage }) => {
  const { simulator, on } = await linked(stage, { open: { deadlines: { lookReady: 50 } } });
  simulator.conflict('replaced');
  await expect.poll(() => on.all('socket').at(-1)?.state).toBe('opening');
});

test('how far a sync is lies between 0 and 100, whatever the page says', async ({ stage }) => {
  const simulator = await stage.simulate();
  const on = await stage.open(simulator);
  await expect.poll(on.qr).not.toBe('');
  await on.client.call(async () => {
    const page = globalThis as unknown as { onOfflineProgressUpdateEvent: (percent: unknown) => unknown };
    for (const percent of [1e9, -5, 'much', 40.7]) await page.onOfflineProgressUpdateEvent(percent);
  });
  expect(on.all('progress').map(({ percent }) => percent)).toEqual([100, 0, 0, 40]);
});

test('a conflict is told while it is not ready yet', async ({ stage }) => {
  const kept = stage.keep();
  const { simulator, on } = await linked(stage, { open: { kept } });
  await on.client.stop({ save: true });
  simulator.configure({ syncDelayMs: Infinity });
  const again = await stage.open(simulator, { kept });
  await expect.poll(() => simulator.online()).toBe(1);
  simulator.conflict('legacy');
  await expect.poll(() => again.all('socket').at(-1)?.state).toBe('conflict');
});

test('a sync that never ends is lost in the end', async ({ stage }) => {
  const simulator = await stage.simulate({ syncDelayMs: Infinity });
  const on = await stage.open(simulator, { deadlines: { ready: 2000 } });
  await expect.poll(on.qr).not.toBe('');
  simulator.scan(on.qr());
  await expect
    .poll(() => on.all('lost'))
    .toEqual([{ type: 'lost', cause: 'failed', detail: 'ready_timeout' }]);
});

test('a phone that is given a code is linked by it', async ({ stage }) => {
  const simulator = await stage.simulate();
  const on = await stage.open(simulator, { pairWithPhone: '15550100042' });
  await expect.poll(on.types).toContain('code');
  simulator.enterPairingCode(on.all('code').at(-1)?.code ?? '');
  await expect.poll(() => on.all('ready')).toEqual([{ type: 'ready', phone: '15550100042' }]);
});

test('a passkey that is asked for is told', async ({ stage }) => {
  const simulator = await stage.simulate({ isPasskeyDemanded: true });
  const on = await stage.open(simulator);
  await expect.poll(on.qr).not.toBe('');
  simulator.scan(on.qr());
  await expect.poll(() => on.all('needs_passkey')).toHaveLength(1);
});

test('when a worker is killed, nothing of its browsers stays', async ({ stage }) => {
  const simulator = await stage.simulate();
  const folder = stage.folder();
  const worker = fork(
    new URL('worker.ts', import.meta.url),
    [folder, JSON.stringify(simulator.chromiumArgs)],
    {
      execArgv: [],
    },
  );
  await once(worker, 'message');
  expect(processesIn(folder)).not.toEqual([]);
  worker.kill('SIGKILL');
  await expect.poll(() => processesIn(folder), { timeout: 5000 }).toEqual([]);
});

test('no port listens', async ({ stage }) => {
  const simulator = await stage.simulate();
  const on = await stage.open(simulator);
  const commands = on.processes().map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  expect(commands.filter((command) => command.includes('--remote-debugging-pipe')).length).toBeGreaterThan(0);
  expect(commands.filter((command) => command.includes('--remote-debugging-port'))).toEqual([]);
});

test('a flag that would weaken the browser is refused', async ({ stage }) => {
  const simulator = await stage.simulate();
  await expect(stage.open(simulator, { args: ['--disable-web-security'] })).rejects.toThrow('weaken');
});
