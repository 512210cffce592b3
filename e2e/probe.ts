import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { StartupError } from '../server/startup-error.ts';
import { startSimulator } from '../simulator/server.ts';
import { findChromium, hasDisplay } from './support/browser.ts';
import { buildExtension } from './support/build-extension.ts';
import { openDevice, type DeviceOptions } from './support/device.ts';
import { reportsOf, type PageReport } from './support/reports.ts';

// The extension's own probes on the real WhatsApp Web, in a browser that the person logs in with: what works, and which alternative
// each probe found. `--simulator` takes the simulated page instead, logged in already. Nothing of the page is sent anywhere.

const { values: flags } = parseArgs({
  options: {
    simulator: { type: 'boolean', default: false },
    headless: { type: 'boolean', default: !hasDisplay },
    minutes: { type: 'string', default: '10' },
  },
});
const root = path.resolve(import.meta.dirname, '..');
const profile = path.resolve(root, process.env['DATA_DIR'] ?? '.data', 'profile');

/** Prints each report that differs from the one before; true when the last of them lost nothing. */
async function probe(options: DeviceOptions): Promise<boolean> {
  const device = await openDevice(options);
  let last: PageReport | undefined;
  const settled = Promise.withResolvers<undefined>();
  await reportsOf(await device.openPopup(), (report) => {
    if (report.state !== 'ready' || report.report === last?.report) return;
    last = report;
    console.log(`\n${report.report}`);
    if (!report.report.includes('not known yet')) settled.resolve(undefined);
  });
  const page = await device.context.newPage();
  await page.goto('https://web.whatsapp.com/').catch(() => {
    throw new StartupError('https://web.whatsapp.com/ can not be reached.');
  });
  if (flags.simulator) {
    await page.locator('#pane-side [role="row"]').first().click();
    await page.locator('#main footer [contenteditable]').waitFor();
    await Promise.race([settled.promise, setTimeout(SETTLE_MS_MAX, null, { ref: false })]);
  } else {
    console.log('Log in with your phone, then open a chat. Close the window when the table is complete.');
    await page.waitForEvent('close', { timeout: Number(flags.minutes) * 60_000 }).catch(() => null);
  }
  await device.close();
  return last?.lost.length === 0;
}

/** By then each part is known to work or to be lost, if it ever is. */
const SETTLE_MS_MAX = 15_000;

try {
  findChromium();
  console.log('Building the extension…');
  const extension = await buildExtension();
  const isHeadless = flags.headless;
  let isWhole: boolean;
  if (flags.simulator) {
    const simulator = await startSimulator();
    isWhole = await probe({ extension, isHeadless, browserArgs: simulator.chromiumArgs });
    await simulator.close();
  } else {
    if (isHeadless) throw new StartupError('This needs a display, to log in with your phone.');
    isWhole = await probe({ extension, isHeadless, profile });
  }
  console.log(isWhole ? '\nEverything works.' : '\nSome of it is lost, or the page was never ready.');
  process.exitCode = isWhole ? 0 : 1;
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
