import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isKilled, KILL_ENTRIES_MAX, killList, parseKillList } from './kill-list.ts';

test.each([
  [{}, '0.1.0', true],
  [{ from: '0.2.0' }, '0.1.9', false],
  [{ from: '0.2.0' }, '0.2.0', true],
  [{ from: '0.2.0' }, '0.10.0', true],
  [{ to: '0.2.0' }, '0.2.0', true],
  [{ to: '0.2.0' }, '0.2.1', false],
  [{ to: '0.9.0' }, '0.10.0', false],
  [{ to: '0.2' }, '0.2.0', true],
  [{ to: '0.2' }, '0.2.0.1', false],
  [{ from: '0.2.0', to: '0.3.0' }, '0.2.5', true],
  [{ from: '0.3.0', to: '0.2.0' }, '0.2.5', false],
])('a feature that is off in %o is off in %s: %s', (range, version, expected) => {
  expect(isKilled([{ feature: 'folders', ...range }], 'folders', version)).toBe(expected);
});

test('one feature that is off leaves the others on', () => {
  expect(isKilled([{ feature: 'folders' }], 'tags', '0.1.0')).toBe(false);
});

test('any of several entries is enough', () => {
  const list = [
    { feature: 'folders', to: '0.1.0' },
    { feature: 'folders', from: '0.3.0' },
  ];
  const off = ['0.1.0', '0.2.0', '0.3.0'].filter((version) => isKilled(list, 'folders', version));
  expect(off).toEqual(['0.1.0', '0.3.0']);
});

test('versions are in the order of their numbers', () => {
  const part = fc.nat(20);
  fc.assert(
    fc.property(fc.tuple(part, part, part), fc.tuple(part, part, part), (one, other) => {
      const isFirst = one[0] * 441 + one[1] * 21 + one[2] <= other[0] * 441 + other[1] * 21 + other[2];
      const list = [{ feature: 'folders', from: one.join('.') }];
      expect(isKilled(list, 'folders', other.join('.'))).toBe(isFirst);
    }),
  );
});

test('what is not valid is left out, one by one', () => {
  const valid = [{ feature: 'folders', from: '0.1.0', to: '0.2.0' }, { feature: 'tags' }];
  const bad = [
    null,
    'folders',
    {},
    { feature: '' },
    { feature: 'x'.repeat(61) },
    { feature: 'folders', from: 'v1' },
    { feature: 'folders', to: '1.0-beta' },
  ];
  expect(parseKillList([...bad, valid[0], ...bad, valid[1]])).toEqual(valid);
});

test('fields of a later version are left out, their entry is not', () => {
  expect(parseKillList([{ feature: 'folders', browsers: ['firefox'] }])).toEqual([{ feature: 'folders' }]);
});

test('nothing makes the reader throw, and what it returns is a list as the server sends it', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(killList.safeParse(parseKillList(value)).success).toBe(true);
      expect(killList.safeParse(parseKillList([value, { feature: 'folders' }])).success).toBe(true);
    }),
  );
});

test('a list that is too long ends early', () => {
  const long = Array.from({ length: KILL_ENTRIES_MAX + 1 }, () => ({ feature: 'folders' }));
  expect(parseKillList(long)).toHaveLength(KILL_ENTRIES_MAX);
});
