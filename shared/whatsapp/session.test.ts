import { expect, test } from 'vitest';
import {
  actionOf,
  endReasons,
  formatSessionStatus,
  parseSessionStatus,
  sessionStatuses,
  type SessionState,
} from './session.ts';

const ended = endReasons.map((reason): SessionState => ({ status: 'ended', reason }));

test('a status and the reason of an end are read as they were written', () => {
  for (const state of [...ended, { status: 'needs_passkey' } as const]) {
    const { status, reason } = { reason: null, ...state };
    expect(parseSessionStatus(formatSessionStatus(state))).toEqual({ status, reason });
  }
});

test.for(['ended', 'ended:bored', 'connected:banned', 'ended:banned:now', '', 'CONNECTED'])(
  'a status that is none (%s) is not taken for one',
  (text) => {
    expect(parseSessionStatus(text)).toBeNull();
  },
);

test('each state offers something, and a device that was logged out is not started with the old login', () => {
  expect(ended.map((state) => actionOf(state))).not.toContain(undefined);
  expect(actionOf({ status: 'ended', reason: 'logged_out' })).toBe('start_anew');
  expect(sessionStatuses).toContain('ended');
});
