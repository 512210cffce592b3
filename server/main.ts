import { parseArgs } from 'node:util';
import { readEnvironment, type Environment } from './env.ts';
import { startServer, startWorkerAlone } from './start.ts';
import { StartupError } from './startup-error.ts';

/** Starts the server, or a worker alone, and stops it with the process. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      role: { type: 'string' },
      'stop-with-stdin': { type: 'boolean', default: false },
    },
  });
  const environment = readEnvironment({
    ...process.env,
    ...(values.port !== undefined && { PORT: values.port }),
    ...(values.role !== undefined && { ROLE: values.role }),
  });
  const server = await start(environment);
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1); // Asked twice.
    isStopping = true;
    void server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // For a parent that may be killed: its end of the pipe closes with it.
  if (values['stop-with-stdin']) process.stdin.on('end', stop).resume();
}

async function start(environment: Environment): Promise<{ stop: () => Promise<void> }> {
  if (environment.ROLE === 'worker') {
    const worker = await startWorkerAlone(environment);
    say('NexisChat worker running');
    return worker;
  }
  const server = await startServer(environment);
  if (server.port !== environment.PORT) say(`Port ${environment.PORT} is taken.`);
  say(`NexisChat server listening on ${server.url}`);
  return server;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
