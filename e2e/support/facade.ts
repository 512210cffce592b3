import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { build } from 'vite';
import type { WhatsApp } from '../../extension/whatsapp/index.ts';

declare global {
  /** In the isolated world of the extension that `buildFacade` makes. */
  var nexisWhatsApp: WhatsApp;
}

const whatsapp = path.resolve(import.meta.dirname, '../../extension/whatsapp');
const SCRIPTS = {
  page: `import { servePage } from '${whatsapp}/page/serve.ts'; servePage();`,
  content: `import { connectWhatsApp } from '${whatsapp}/index.ts';
    globalThis.nexisWhatsApp = connectWhatsApp({ version: '0', browser: 'a test' }, new AbortController().signal);`,
};
const MANIFEST = {
  manifest_version: 3,
  name: 'The door to WhatsApp Web alone',
  version: '1',
  background: { service_worker: 'background.js' },
  content_scripts: Object.keys(SCRIPTS).map((name) => ({
    matches: ['https://web.whatsapp.com/*'],
    js: [`${name}.js`],
    run_at: 'document_start',
    world: name === 'page' ? 'MAIN' : 'ISOLATED',
  })),
};

/** An extension that is the door to WhatsApp Web alone, without features, and its folder. */
export async function buildFacade(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nexischat-facade-'));
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  writeFileSync(path.join(folder, 'background.js'), '');
  for (const [name, code] of Object.entries(SCRIPTS)) {
    const entry = path.join(folder, `${name}.entry.js`);
    writeFileSync(entry, code);
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        emptyOutDir: false,
        lib: { entry, formats: ['iife'], name: 'facade', fileName: () => `${name}.js` },
      },
    });
  }
  return folder;
}

/** Calls a function in the extension's isolated world of the page. */
export async function facadeOf(
  page: Page,
): Promise<<Given, Result>(act: (given: Given) => Result, given: Given) => Promise<Awaited<Result>>> {
  const session = await page.context().newCDPSession(page);
  let contextId: number | undefined;
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin.startsWith('chrome-extension:')) contextId = context.id;
  });
  await session.send('Runtime.enable');
  return async <Given, Result>(act: (given: Given) => Result, given: Given): Promise<Awaited<Result>> => {
    if (contextId === undefined) throw new Error('the extension has no world in the page');
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: `(${act.toString()})(${JSON.stringify(given)})`,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as Awaited<Result>;
  };
}
