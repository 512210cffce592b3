import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

export interface Bundle {
  script: string;
  style: string;
}

const FOLDER = import.meta.dirname;
const CACHE = join(FOLDER, '..', '.output', 'simulator');
/** In the order of the cascade. */
const STYLES = ['base', 'login', 'side', 'conversation', 'overlays'];
let made: Promise<Bundle> | undefined;

/** The page's code, built once per process and kept on disk under the hash of its sources. */
export function pageBundle(): Promise<Bundle> {
  return (made ??= cachedBundle());
}

async function cachedBundle(): Promise<Bundle> {
  const path = join(CACHE, `${await sourceHash()}.json`);
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept) as Bundle;
  const bundle = await buildPage();
  await mkdir(CACHE, { recursive: true });
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, JSON.stringify(bundle));
  await rename(partial, path);
  return bundle;
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256');
  const files = await Array.fromAsync(
    glob(['page/**/*', 'drift/**/*', 'protocol.ts', 'package.json'], { cwd: FOLDER }),
  );
  for (const file of files.sort()) {
    const text = await readFile(join(FOLDER, file)).catch(() => '');
    hash.update(file).update(text);
  }
  return hash.digest('hex').slice(0, 24);
}

async function buildPage(): Promise<Bundle> {
  const result = await build({
    root: FOLDER,
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: join(FOLDER, 'page', 'main.tsx'),
        output: { format: 'iife', entryFileNames: 'app.js' },
      },
    },
  });
  // A style of its own file: a bundle in one piece would write it into a <style>, which the page's policy refuses.
  const styles = STYLES.map((name) => readFile(join(FOLDER, 'page', 'ui', 'styles', `${name}.css`), 'utf8'));
  const bundle: Bundle = { script: '', style: (await Promise.all(styles)).join('\n') };
  for (const part of [result].flat().flatMap((each) => ('output' in each ? each.output : []))) {
    if (part.type === 'chunk') bundle.script += part.code;
  }
  return bundle;
}
