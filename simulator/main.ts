import { parseArgs } from 'node:util';
import { startSimulator } from './server.ts';

const { values } = parseArgs({
  options: {
    chats: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    theme: { type: 'string', default: 'light' },
  },
});
const simulator = await startSimulator({
  chats: Number(values.chats),
  seed: Number(values.seed),
  port: Number(values.port),
  theme: values.theme === 'dark' ? 'dark' : 'light',
});
const flags = simulator.chromiumArgs.map((flag) => (flag.includes(' ') ? `'${flag}'` : flag)).join(' ');
process.stdout.write(`${simulator.url} on port ${simulator.port}\nOpen it in Chromium with:\n${flags}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
