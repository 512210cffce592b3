import { expect, test } from 'vitest';
import { versionOf } from './options.ts';

test('message keys are minified from 2.3000.1042401057 on', () => {
  expect(versionOf({ version: '2.3000.1042401056' }).hasMinifiedIds).toBe(false);
  expect(versionOf({ version: '2.3000.1042401057' }).hasMinifiedIds).toBe(true);
});

test('a version is chosen that has the message keys asked for', () => {
  for (const ids of ['serialized', 'minified'] as const) {
    const { version, hasMinifiedIds } = versionOf({ ids });
    expect([hasMinifiedIds, versionOf({ version }).hasMinifiedIds]).toEqual([
      ids === 'minified',
      ids === 'minified',
    ]);
  }
});

test('a version that does not have the message keys asked for is refused', () => {
  expect(() => versionOf({ version: '2.3000.1041898753', ids: 'minified' })).toThrow(RangeError);
});
