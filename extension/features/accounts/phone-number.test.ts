import { expect, test } from 'vitest';
import { phoneDigits } from './phone-number.ts';

test.each([
  ['+55 (11) 91234-5678', '5511912345678'],
  ['0055 11 91234 5678', '5511912345678'],
  ['15550100001', '15550100001'],
  ['+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧', '966501234567'],
  ['\u202a+1 555 010 0001\u202c', '15550100001'],
])('%s is a number', (typed, digits) => {
  expect(phoneDigits(typed)).toBe(digits);
});

test.each(['', '911', '010 2345678', '+1 555 CALL NOW', '1234567890123456', '++15550100001'])(
  '%s is none, or has no country code',
  (typed) => {
    expect(phoneDigits(typed)).toBeNull();
  },
);
