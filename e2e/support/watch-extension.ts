import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds the extension for development and builds it again at each change. Returns its folder when the first build is there. */
export async function watchExtension(
  apiOrigin: string,
  onStart: (child: ChildProcess) => void,
): Promise<string> {
  const child = spawn(process.execPath, [path.join(root, 'node_modules/wxt/bin/wxt.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NEXIS_API_ORIGIN: apiOrigin },
  });
  onStart(child);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(line);
      if (line.includes('Built extension')) resolve();
    });
    child.once('exit', () => reject(new Error('The extension does not build.')));
  });
  return path.join(root, '.output/chrome-mv3-dev');
}
