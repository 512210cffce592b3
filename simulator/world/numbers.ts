/** Numbers 555-0100 to 555-0199 of every area code belong to nobody. */
export function fictionalPhone(index: number): string {
  return `1${201 + Math.floor(index / 100)}55501${String(index % 100).padStart(2, '0')}`;
}

const HOUR = 3600;

/** The same time, or the evening before when it is night: a shop's day has hours. */
export function inDaytime(t: number): number {
  const hour = new Date(t * 1000).getHours();
  return hour < 7 ? t - (hour + 3) * HOUR : t;
}

/** The opaque id of a phone number: fifteen digits that do not show the number. */
export function lidOf(phone: string): string {
  const mixed = (BigInt(phone) * 48_271_000_003n + 911n) % 899_999_999_999_999n;
  return `${mixed + 100_000_000_000_000n}@lid`;
}
