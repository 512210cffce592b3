import { parseArgs } from 'node:util';
import { COMMANDS_HELP, followCommands } from './commands.ts';
import { FlagError, FLAGS_HELP, readFlags, simulatorFlags } from './flags.ts';
import { startSimulator, type SimulatorOptions } from './server.ts';

const HELP = `A WhatsApp Web that is none, for tests and for trying things out.

node simulator/main.ts [options]

  --port n              a fixed port (a free one)
${FLAGS_HELP}
${COMMANDS_HELP}`;

const { values } = parseArgs({
  options: { ...simulatorFlags, help: { type: 'boolean' }, port: { type: 'string', default: '0' } },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const simulator = await startSimulator({ ...wanted(), port: Number(values.port) });
const flags = simulator.chromiumArgs.map((flag) => (flag.includes(' ') ? `'${flag}'` : flag)).join(' ');
process.stdout.write(`${simulator.url} on port ${simulator.port}\nOpen it in Chromium with:\n${flags}\n`);
followCommands(simulator);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}

function wanted(): SimulatorOptions {
  try {
    return readFlags(values);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}
