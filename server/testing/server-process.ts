import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  server: ChildProcess;
  /** Grows with what it prints. */
  output: { text: string; errors: string };
  /** Resolves with its address. */
  isListening: () => Promise<string>;
}

/** Runs `server/main.ts` as a process of its own, with nothing configured but these variables. */
export function startProcess(variables: Record<string, string>, ...options: string[]): ServerProcess {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const { DATABASE_URL: _, ...rest } = process.env;
  const server = spawn(process.execPath, [main, ...options], {
    env: { ...rest, ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = { text: '', errors: '' };
  server.stdout.on('data', (chunk) => (output.text += String(chunk)));
  server.stderr.on('data', (chunk) => (output.errors += String(chunk)));
  const isListening = async () => {
    while (!output.text.includes('listening')) await once(server.stdout, 'data');
    return /listening on (\S+)/.exec(output.text)?.[1] ?? '';
  };
  return { server, output, isListening };
}

/** Kills those that still run. */
export async function killProcesses(servers: ChildProcess[]): Promise<void> {
  const running = servers.filter((server) => server.exitCode === null && server.signalCode === null);
  for (const server of running) server.kill('SIGKILL');
  await Promise.all(running.map((server) => once(server, 'exit')));
}
