/** With the country code, as the telephone world has it. */
const DIGITS_MIN = 8;
const DIGITS_MAX = 15;

/** The digits of a number as a person writes it, with its country code; null: it is none. */
export function phoneDigits(typed: string): string | null {
  const text = typed
    .normalize('NFKD')
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[\s().\-/\p{Cf}\u2010-\u2015]/gu, '');
  const digits = text.replace(/^(?:\+|00)/, '');
  const isNumber = /^[1-9]\d*$/.test(digits) && digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX;
  return isNumber ? digits : null;
}
