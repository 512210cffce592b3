import { expect, test } from 'vitest';
import { launchOptions } from './launch.ts';

const { signal } = new AbortController();
const given = { folder: '/run/one', executablePath: '/usr/bin/chromium', args: [], signal };

test.each([
  '--no-sandbox',
  '--disable-web-security',
  '--ignore-certificate-errors',
  '--disable-site-isolation-trials',
  '--single-process',
  '--remote-debugging-port=9222',
  '--host-resolver-rules=MAP a b',
])('%s is refused', (flag) => {
  expect(() => launchOptions({ ...given, args: [flag] })).toThrow('weaken');
});

test("only WhatsApp's hosts are resolved", () => {
  const rules = launchOptions(given).args.find((arg) => arg.startsWith('--host-resolver-rules='));
  expect(rules).toBe(
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.whatsapp.com, EXCLUDE whatsapp.com, EXCLUDE *.whatsapp.net, EXCLUDE *.fbcdn.net',
  );
});

test("the browser has nothing of the server's environment that is secret", () => {
  expect(Object.keys(launchOptions(given).env)).toEqual(['PATH', 'LANG', 'TZ', 'HOME']);
});
