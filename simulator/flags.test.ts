import { expect, test } from 'vitest';
import { parseArgs } from 'node:util';
import { FlagError, readFlags, simulatorFlags } from './flags.ts';

const read = (...args: string[]) => readFlags(parseArgs({ args, options: simulatorFlags }).values);

test('flags become options, and what is not given is left to the simulator', () => {
  expect(read('--chats', '2000', '--sync', 'never', '--drift', 'list-late', '--testids')).toEqual({
    chats: 2000,
    syncDelayMs: Infinity,
    drift: 'list-late',
    testIds: true,
    isPasskeyDemanded: false,
  });
});

test('a word that a flag does not take is named, with those that it takes', () => {
  expect(() => read('--theme', 'blue')).toThrow(new FlagError('--theme is one of light, dark, not blue.'));
});
