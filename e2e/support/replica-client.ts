import path from 'node:path';
import type { JSHandle, Page } from 'playwright';
import { build } from 'vite';
import type { connectReplica, ReplicaClient } from '../../extension/replica/client.ts';
import type { ScreenGlobal } from './screen-port.ts';

type Bundled = typeof globalThis & { replicaClient: { connectReplica: typeof connectReplica } };

let bundled: Promise<string> | undefined;

/** The client that every screen has, as a script of its own. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: path.resolve(import.meta.dirname, '../../extension/replica/client.ts'),
        formats: ['iife'],
        name: 'replicaClient',
      },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('nothing was built');
  // The page's policy allows no eval, and zod takes the test's own way into the page for leave to use it.
  return `globalThis.__zod_globalConfig = { jitless: true };
    ${first.output[0].code}
    globalThis.replicaClient = replicaClient;`;
}

/** One port to the background, from the first word on it to its end; epoch milliseconds. */
export interface Line {
  heardAt?: number;
  closedAt?: number;
}

export interface Connected {
  readonly client: ReplicaClient;
  readonly lines: readonly Line[];
}

/** A screen's own client in a page of the extension, where a test can make edits with it; it knows its copy when this resolves. */
export async function connectIn(page: Page): Promise<JSHandle<Connected>> {
  bundled ??= bundle();
  await page.evaluate(await bundled);
  const connected = await page.evaluateHandle((): Connected => {
    const lines: Line[] = [];
    const openPort = () => {
      const line: Line = {};
      lines.push(line);
      const port = (globalThis as ScreenGlobal).chrome.runtime.connect({ name: 'nexischat:screen' });
      port.onMessage.addListener(() => (line.heardAt ??= Date.now()));
      port.onDisconnect.addListener(() => (line.closedAt = Date.now()));
      return port;
    };
    const { connectReplica } = (globalThis as Bundled).replicaClient;
    return { client: connectReplica(new AbortController().signal, () => true, openPort), lines };
  });
  await connected.evaluate(
    ({ client: { state } }) =>
      new Promise<void>((resolve) => {
        const look = () => state.get().replicaId !== null && resolve();
        state.subscribe(look);
        look();
      }),
  );
  return connected;
}
