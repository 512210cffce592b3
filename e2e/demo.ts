import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../server/env.ts';
import { startServer } from '../server/start.ts';
import { StartupError } from '../server/startup-error.ts';
import { COMMANDS_HELP, followCommands } from '../simulator/commands.ts';
import { FlagError, FLAGS_HELP, readFlags, simulatorFlags } from '../simulator/flags.ts';
import { startSimulator } from '../simulator/server.ts';
import { findChromium, hasDisplay } from './support/browser.ts';
import { buildExtension } from './support/build-extension.ts';
import { DEMO_USER, fillDemoWorld } from './support/demo-world.ts';
import { openDevice, signIn, type DeviceOptions } from './support/device.ts';
import { watchExtension } from './support/watch-extension.ts';
import { startServerProcess } from './support/server.ts';
import { walkMainJob } from './support/main-job-walk.ts';

// One command for everything: PostgreSQL, server, simulator, extension and a browser with it. `--real` takes the real WhatsApp Web
// and a lasting profile instead of the simulator; `--watch` rebuilds while one edits; `--headless` walks the main job by itself.

const { values: flags } = parseArgs({
  options: {
    headless: { type: 'boolean', default: !hasDisplay },
    real: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    ...simulatorFlags,
    chats: { type: 'string', default: '400' },
  },
});
if (flags.help) {
  console.log(`--headless  walks the main job by itself
--real      the real WhatsApp Web, with a profile that lasts
--watch     rebuilds the extension and restarts the server as you edit

Of the simulated WhatsApp Web:
${FLAGS_HELP}`);
  process.exit(0);
}
const root = path.resolve(import.meta.dirname, '..');
const dataDirectory = path.resolve(root, process.env['DATA_DIR'] ?? '.data');
const screenshots = path.join(dataDirectory, 'demo');
const ME = { phone: '15550100001', name: 'Corner Shop' };

const stops: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;
function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    for (const step of stops.toReversed()) await step().catch((error: unknown) => console.error(error));
    process.exit(exitCode);
  })();
  return stopping;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

async function main(): Promise<void> {
  findChromium();
  const simulator = flags.real ? null : await startSimulator({ ...readFlags(flags), me: ME });
  if (simulator) stops.push(() => simulator.close());
  // An account that runs on the server is on the simulator too.
  const accounts: Record<string, string> = simulator
    ? { PLAN_DEFAULT: 'pro_yearly', SIMULATOR_ARGS: JSON.stringify(simulator.chromiumArgs) }
    : {};
  const environment = readEnvironment({
    LOG_LEVEL: 'warn',
    ...accounts,
    ...process.env,
    DATA_DIR: dataDirectory,
  });
  console.log('Starting PostgreSQL and the server…');
  const server = flags.watch
    ? await startServerProcess(
        { ...accounts, DATA_DIR: dataDirectory, PLAN_DEFAULT: environment.PLAN_DEFAULT },
        { isWatching: true },
      )
    : await startServer(environment);
  stops.push(() => server.stop());
  if (server.port !== environment.PORT)
    console.log(`Port ${environment.PORT} is taken, so the server took ${server.port}.`);
  console.log(`Server: ${server.url}`);

  console.log('Building the extension…');
  const extension = flags.watch
    ? await watchExtension(server.url, (child) => stops.push(async () => child.kill()))
    : await buildExtension({ apiOrigin: server.url, hasOpenShadowRoots: flags.headless, name: 'demo' });
  console.log(`Extension: ${path.relative(root, extension)}`);

  if (!simulator) return useRealWhatsApp({ extension });
  await fillDemoWorld(server.url, ME.phone, simulator.chats());
  const options: DeviceOptions = {
    extension,
    browserArgs: simulator.chromiumArgs,
    isHeadless: flags.headless,
  };
  if (flags.headless && !flags.watch) {
    rmSync(screenshots, { recursive: true, force: true });
    await walkMainJob(options, simulator, screenshots, (device) => stops.push(() => device.close()));
    return stop(0);
  }
  const device = await openDevice(options);
  stops.push(() => device.close());
  device.context.on('close', () => void stop(0));
  const popup = await signIn(device, DEMO_USER.email, DEMO_USER.password);
  await device.openWhatsApp();
  await popup.close();
  console.log(
    `\nA browser window is open, signed in as ${DEMO_USER.email} (password: ${DEMO_USER.password}).`,
  );
  console.log('It shows a simulated WhatsApp Web. Close the window or press Ctrl-C to end.');
  console.log(`\n${COMMANDS_HELP}`);
  followCommands(simulator);
}

async function useRealWhatsApp(options: DeviceOptions): Promise<void> {
  const device = await openDevice({
    ...options,
    isHeadless: flags.headless,
    profile: path.join(dataDirectory, 'profile'),
  });
  stops.push(() => device.close());
  device.context.on('close', () => void stop(0));
  const page = device.context.pages()[0] ?? (await device.context.newPage());
  await device.openPopup();
  await page.goto('https://web.whatsapp.com/').catch(() => {
    console.log('https://web.whatsapp.com/ can not be reached right now; the window stays open.');
  });
  console.log('\nA browser window is open. Link WhatsApp with your phone, and sign up in the NexisChat tab.');
  console.log('Close the window or press Ctrl-C to end; the profile in .data/profile is kept.');
}

try {
  await main();
} catch (error) {
  // While everything is being ended, what was under way fails.
  if (!stopping)
    console.error(error instanceof StartupError || error instanceof FlagError ? error.message : error);
  await stop(1);
}
