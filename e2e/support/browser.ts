import { StartupError } from '../../server/startup-error.ts';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright';

/** The installed ones. Branded Chrome is not among them: it ignores `--load-extension`. */
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Chromium\\Application\\chrome.exe',
];

const isRoot = process.getuid?.() === 0;

/** The path of a Chromium that loads extensions; installs one where it may. Throws one sentence that says what to install. */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new StartupError(`CHROMIUM_PATH is ${named}, and there is no such file.`);
  }
  const found = [...installed, chromium.executablePath()].find((path) => existsSync(path));
  if (found) return found;
  if (installFromDebian('chromium') && existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  throw new StartupError(
    'No Chromium found: install Chromium (not Chrome), or run `npx playwright install chromium`, or set CHROMIUM_PATH.',
  );
}

/** What runs accounts on the server: a headless shell, installed where it may be, else what `findChromium` finds. */
export function findHeadlessShell(): string {
  const path = '/usr/bin/chromium-headless-shell';
  const isThere = existsSync(path) || (installFromDebian('chromium-headless-shell') && existsSync(path));
  return isThere ? path : findChromium();
}

/** A Firefox, installed where it may be, or undefined. */
export function findFirefox(): string | undefined {
  const places = [
    process.env['FIREFOX_PATH'],
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ];
  const find = () => places.find((place) => place && existsSync(place));
  return find() ?? (installFromDebian('firefox-esr') ? find() : undefined);
}

/** As root on Debian, where it needs no question; false elsewhere. */
function installFromDebian(name: string): boolean {
  if (!isRoot || !isDebian()) return false;
  console.log(`Installing ${name} with apt-get…`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: string[]) =>
    spawnSync('apt-get', args, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return run('update', '-qq') && run('install', '-y', '-qq', '--no-install-recommends', name);
}

function isDebian(): boolean {
  return (
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

/** In place of Playwright's own list, which this one repeats: the address bar's popups are pages that cost a third of a start. */
const featuresOff = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/** Chromium's own sandbox does not work as root, and must not be given up as anyone else. */
export const sandboxArgs: readonly string[] = isRoot ? ['--no-sandbox'] : [];

export const usualArgs: readonly string[] = [`--disable-features=${featuresOff.join(',')}`, ...sandboxArgs];

/** Whether a window can be shown. */
export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
