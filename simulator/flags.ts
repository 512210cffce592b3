import type { parseArgs } from 'node:util';
import { driftNames } from './drift/versions.ts';
import type { SimulatorOptions } from './options.ts';

const text = { type: 'string' } as const;
const yes = { type: 'boolean', default: false } as const;

/** The simulator's switches as flags of a command line. */
export const simulatorFlags = {
  chats: text,
  channels: text,
  seed: text,
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
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof simulatorFlags }>>['values'];

export const FLAGS_HELP = `  --chats n             people and groups, up to 10000
  --channels n          channels that are followed (1)
  --seed n              another world (1)
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
  --storage n           megabytes that the page keeps in IndexedDB (0)
  --drift version       a WhatsApp Web with one thing changed:
${wrap(driftNames)}`;

/** A sentence about a word that a flag does not take. */
export class FlagError extends Error {}

/** What the flags ask for; what was not given is left out. Throws FlagError. */
export function readFlags(values: Values): SimulatorOptions {
  const wanted = {
    chats: number('chats', values.chats),
    channels: number('channels', values.channels),
    seed: number('seed', values.seed),
    login: oneOf('login', values.login, ['linked', 'unlinked']),
    isPasskeyDemanded: values.passkey,
    ids: oneOf('ids', values.ids, ['serialized', 'minified']),
    identity: oneOf('identity', values.identity, ['phone', 'lid', 'mixed', 'unknown']),
    syncDelayMs: values.sync === 'never' ? Infinity : number('sync', values.sync),
    moduleDelayMs: number('modules', values.modules),
    locale: values.locale,
    theme: oneOf('theme', values.theme, ['light', 'dark']),
    // A drift version may have them by itself.
    testIds: values.testids || undefined,
    csp: oneOf('csp', values.csp, ['none', '2024', 'nonce', 'strict']),
    drift: oneOf('drift', values.drift, driftNames),
    storageMb: number('storage', values.storage),
  };
  // Safe: only values that were not given are taken out.
  return Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  ) as SimulatorOptions;
}

function oneOf<Word extends string>(name: string, given: string | undefined, words: readonly Word[]) {
  const found = words.find((word) => word === given);
  if (given === undefined || found !== undefined) return found;
  throw new FlagError(`--${name} is one of ${words.join(', ')}, not ${given}.`);
}

function number(name: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (given === '' || !Number.isFinite(Number(given)))
    throw new FlagError(`--${name} is a number, not ${given}.`);
  return Number(given);
}

/** Words in lines of a terminal's width. */
function wrap(words: readonly string[]): string {
  const lines = [''];
  for (const word of words) {
    if ((lines.at(-1) ?? '').length + word.length > 90) lines.push('');
    lines[lines.length - 1] += ` ${word}`;
  }
  return lines.map((line) => `     ${line}\n`).join('');
}
