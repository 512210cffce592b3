import { parseArgs } from 'node:util';
import { followCommands } from './commands.ts';
import { startSimulator, type SimulatorOptions } from './server.ts';

const HELP = `A WhatsApp Web that is none, for tests and for trying things out.

node simulator/main.ts [options]

  --chats n             people and groups, up to 10000 (60)
  --channels n          channels that are followed (1)
  --seed n              another world (1)
  --port n              a fixed port (a free one)
  --login how           linked: logged in at once; unlinked: shows a QR code (linked)
  --passkey             linking demands a passkey
  --ids how             serialized or minified message keys; the version follows (serialized)
  --identity how        ids of people: phone, lid, mixed, unknown (phone)
  --sync ms             from the login to the end of the sync; never: it never ends (0)
  --modules ms          between two batches of the page's modules (0)
  --locale xx           language of the page; ar, fa, he and ur are right to left (en)
  --theme how           light or dark (light)
  --testids             with data-testid
  --csp how             none, 2024, nonce, or strict with trusted types (strict)
  --drift names         modules (Id) and exports (Id.export) that this page calls otherwise, with commas
  --storage n           megabytes that the page keeps in IndexedDB (0)

While it runs it takes a line each: scan QR-PAYLOAD · code PAIRING-CODE · unlink · conflict legacy|replaced · drop ·
stop-emitting · half-open · migrate [CHAT-ID] · storm CHANGES-PER-SECOND SECONDS · incoming CHAT-ID TEXT ·
theme light|dark · passkey on|off · sync MS|never · chats
`;

const text = { type: 'string' } as const;
const yes = { type: 'boolean', default: false } as const;
const { values } = parseArgs({
  options: {
    help: yes,
    chats: text,
    channels: text,
    seed: text,
    port: text,
    login: text,
    passkey: yes,
    ids: text,
    identity: text,
    sync: text,
    modules: text,
    locale: text,
    theme: text,
    testids: yes,
    csp: text,
    drift: text,
    storage: text,
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

/** One of the words that an option takes, or undefined when it was not given. */
function oneOf<Word extends string>(name: string, given: string | undefined, words: readonly Word[]) {
  const found = words.find((word) => word === given);
  if (given === undefined || found !== undefined) return found;
  process.stderr.write(`--${name} is one of ${words.join(', ')}, not ${given}.\n`);
  return process.exit(1);
}
const number = (given: string | undefined) => (given === undefined ? undefined : Number(given));

const wanted = {
  chats: number(values.chats),
  channels: number(values.channels),
  seed: number(values.seed),
  port: number(values.port),
  login: oneOf('login', values.login, ['linked', 'unlinked']),
  isPasskeyDemanded: values.passkey,
  ids: oneOf('ids', values.ids, ['serialized', 'minified']),
  identity: oneOf('identity', values.identity, ['phone', 'lid', 'mixed', 'unknown']),
  syncDelayMs: values.sync === 'never' ? Infinity : number(values.sync),
  moduleDelayMs: number(values.modules),
  locale: values.locale,
  theme: oneOf('theme', values.theme, ['light', 'dark']),
  testIds: values.testids,
  csp: oneOf('csp', values.csp, ['none', '2024', 'nonce', 'strict']),
  drift: values.drift?.split(','),
  storageMb: number(values.storage),
};
// What was not given is left out, so that the simulator's own defaults hold.
const options = Object.fromEntries(
  Object.entries(wanted).filter(([, value]) => value !== undefined),
) as SimulatorOptions;

const simulator = await startSimulator(options);
const flags = simulator.chromiumArgs.map((flag) => (flag.includes(' ') ? `'${flag}'` : flag)).join(' ');
process.stdout.write(`${simulator.url} on port ${simulator.port}\nOpen it in Chromium with:\n${flags}\n`);
followCommands(simulator);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
