import path from 'node:path';

/** What would weaken the browser, or open it to others. */
const DENIED =
  /^--(no-sandbox|disable-web-security|ignore-certificate-errors|disable-site-isolation|single-process|remote-debugging|disable-setuid-sandbox|load-extension|proxy-|host-resolver-rules|user-data-dir)/;
const HOSTS = ['*.whatsapp.com', 'whatsapp.com', '*.whatsapp.net', '*.fbcdn.net'];
const EGRESS = `--host-resolver-rules=MAP * ~NOTFOUND, ${HOSTS.map((host) => `EXCLUDE ${host}`).join(', ')}`;

interface LaunchOptions {
  folder: string;
  executablePath: string;
  args: readonly string[];
  /** In place of the rules that leave only WhatsApp's hosts: for a simulator. */
  simulatorArgs?: readonly string[] | undefined;
  signal: AbortSignal;
}

/** How Chromium is started. Throws when a flag would weaken it. */
export function launchOptions({ folder, executablePath, args, simulatorArgs, signal }: LaunchOptions) {
  const denied = args.find((arg) => DENIED.test(arg));
  if (denied) throw new TypeError(`${denied} would weaken the browser.`);
  return {
    executablePath,
    headless: /headless[-_]shell/.test(path.basename(executablePath)) ? ('shell' as const) : true,
    // No port listens, and the browser ends with this process, however that ends.
    pipe: true,
    // Its own tree is ended by us, after the last save.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    signal,
    // Nothing of the server's own environment, which has its secrets.
    env: { PATH: process.env['PATH'], LANG: process.env['LANG'], TZ: process.env['TZ'], HOME: folder },
    args: [
      ...(simulatorArgs ?? [EGRESS]),
      '--disable-dev-shm-usage',
      '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      // Chromium's sandbox does not work as root, and is not given up as anyone else.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...args,
    ],
  };
}
