import { createLog } from '../../server/log.ts';
import { openClient } from '../../server/sessions/client.ts';
import { findChromium } from '../support/browser.ts';

// A process of its own, which a test kills.
const [folder = '', chromiumArgs = '[]'] = process.argv.slice(2);
await openClient({
  accountId: '00000000-0000-4000-8000-000000000001',
  folder,
  executablePath: findChromium(),
  simulatorArgs: JSON.parse(chromiumArgs) as string[],
  log: createLog('silent'),
  emit: ({ type }) => type === 'qr' && process.send?.(type),
  restore: () => Promise.resolve(false),
  save: () => Promise.resolve(),
  signal: new AbortController().signal,
});
