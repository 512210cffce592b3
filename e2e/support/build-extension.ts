import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface Build {
  readonly apiOrigin?: string;
  /** Open shadow roots, which tests can look into; nothing else differs. */
  readonly hasOpenShadowRoots?: boolean;
  /** Tells builds with open roots apart. */
  readonly name?: string;
  readonly browser?: 'chrome' | 'firefox';
}

/** Builds the extension and returns its folder. Throws with the build's output when it fails. */
export async function buildExtension(build: Build = {}): Promise<string> {
  const { browser = 'chrome', name = 'e2e' } = build;
  const config = build.hasOpenShadowRoots ? ['-c', 'wxt.e2e.config.ts'] : [];
  const child = spawn(
    process.execPath,
    [path.join(root, 'node_modules/wxt/bin/wxt.mjs'), 'build', ...config, '-b', browser, '--mv3'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NEXIS_BUILD_NAME: name,
        ...(build.apiOrigin && { NEXIS_API_ORIGIN: build.apiOrigin }),
      },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The extension does not build:\n${output}`);
  return path.join(root, '.output', `${browser}-mv3${build.hasOpenShadowRoots ? `-${name}` : ''}`);
}
