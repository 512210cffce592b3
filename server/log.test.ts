import { expect, test } from 'vitest';
import { createLog, redact } from './log.ts';

test('ids, codes and counts are logged, everything else is redacted', () => {
  expect(
    redact({ userId: 'u1', status: 500, phoneNumber: '4915112345678', body: { text: 'hello' } }),
  ).toEqual({
    userId: 'u1',
    status: 500,
    phoneNumber: '[redacted]',
    body: '[redacted]',
  });
});

test('an allowed field that holds an object is redacted too', () => {
  expect(redact({ path: { secret: true } })).toEqual({ path: '[redacted]' });
});

test('of an error its kind and place are logged, never its message', () => {
  const error = Object.assign(new TypeError('the password is hunter2\nand more'), {
    code: '22P02',
    detail: 'hunter2',
  });
  const logged = redact({ err: error });
  expect(logged).toMatchObject({ err: { name: 'TypeError', code: '22P02' } });
  expect(JSON.stringify(logged)).not.toMatch(/hunter2|and more/);
});

test('the logger itself passes everything through the redaction', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  log.error({ err: new Error('hunter2'), token: 'hunter2', requestId: 'r1' }, 'A request failed.');
  expect(lines.join('')).not.toContain('hunter2');
  expect(JSON.parse(lines[0]!)).toMatchObject({ requestId: 'r1', msg: 'A request failed.' });
});
