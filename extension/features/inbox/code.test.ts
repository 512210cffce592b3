import { expect, test } from 'vitest';
import { spacedCode } from './code.ts';

test('a code is read in groups of four, however it came', () => {
  expect(spacedCode('ABCD1234')).toBe('ABCD-1234');
  expect(spacedCode('ABCD-1234')).toBe('ABCD-1234');
  expect(spacedCode('')).toBe('');
});
