import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');
/** What was compiled once, for the servers that start after it. */
const COMPILED = path.join(root, '.output', 'compiled');
const START_TIMEOUT_MS = 30_000;

export interface ServerProcess {
  /** 0: it is a worker, and serves nobody. */
  readonly port: number;
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends it in an orderly way. */
  readonly stop: () => Promise<void>;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** What it wrote to its log. */
  readonly log: () => string;
}

/** Runs `server/main.ts` in a process of its own, and again at each change of its source when watching. Throws what the server said when it does not start. */
export async function startServerProcess(
  environment: Record<string, string>,
  { isWatching = false } = {},
): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [...(isWatching ? ['--watch'] : []), 'server/main.ts', '--stop-with-stdin'],
    {
      cwd: root,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A build of the extension in this process leaves NODE_ENV at production.
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: COMPILED,
        NODE_ENV: 'development',
        LOG_LEVEL: 'warn',
        ...environment,
      },
    },
  );
  let said = '';
  child.stderr.on('data', (data) => (said += String(data)));
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The server did not start:\n${said}`)), START_TIMEOUT_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`;
      const listening = /listening on http:\/\/\S+:(\d+)|worker running/.exec(line);
      if (!listening) return;
      clearTimeout(timer);
      resolve(Number(listening[1] ?? 0));
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`The server did not start:\n${said}`));
    });
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const url = `http://127.0.0.1:${port}`;
  return {
    port,
    url,
    process: child,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    log: () => said,
  };
}
