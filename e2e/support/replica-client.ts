import path from 'node:path';
import type { JSHandle, Page } from 'playwright';
import { build } from 'vite';
import type * as replicaInPage from './replica-in-page.ts';
import type { Connected, OpenedReplica } from './replica-in-page.ts';

type Bundled = typeof globalThis & { replicaInPage: typeof replicaInPage };

let bundled: Promise<string> | undefined;

/** The client that every screen has, as a script that gives a page `replicaInPage.connect`. */
export function replicaScript(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: path.resolve(import.meta.dirname, 'replica-in-page.ts'),
        formats: ['iife'],
        name: 'replicaInPage',
      },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('nothing was built');
  // The page's policy allows no eval, and zod takes the test's own way into the page for leave to use it.
  return `globalThis.__zod_globalConfig = { jitless: true };
    ${first.output[0].code}
    globalThis.replicaInPage = replicaInPage;`;
}

/** A screen's own client in a page of the extension, where a test can make edits with it. */
export async function connectIn(page: Page): Promise<JSHandle<Connected>> {
  await page.evaluate(await replicaScript());
  return page.evaluateHandle(() => (globalThis as Bundled).replicaInPage.connect());
}

/** The copy on the disk of the device that the page is of. */
export async function replicaIn(page: Page, userId: string): Promise<JSHandle<OpenedReplica>> {
  await page.evaluate(await replicaScript());
  return page.evaluateHandle((id) => (globalThis as Bundled).replicaInPage.openReplica(id), userId);
}
