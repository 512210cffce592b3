/** The first repeats find cold caches. */
export const DISCARDED = 5;
/** How far a bound may be missed before the run fails: other work on the machine doubles any time. */
export const LENIENCY = 10;

/** Few repeats where it is one test among others; `NEXIS_FULL=1` takes them all. */
export const repeats = <T>(few: T, all: T): T => (process.env['NEXIS_FULL'] ? all : few);

export interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Of the repeats but the first ones. Throws when one of them has no time. */
export function figuresOf(timesMs: readonly number[]): Figures {
  const sorted = timesMs.slice(DISCARDED).toSorted((a, b) => a - b);
  if (sorted.length === 0 || sorted.some((time) => !Number.isFinite(time))) {
    throw new Error(`not all were measured: ${timesMs.join(' ')}`);
  }
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const inMs = ({ p50, p95, p99 }: Figures) =>
  `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}, p99 ${p99.toFixed(1)} ms`;

/** One line of what was measured. */
export function tell(
  what: string,
  ours: Figures,
  budget: string,
  floor?: { what: string; figures: Figures },
) {
  const against = floor
    ? `; ${floor.what}: ${inMs(floor.figures)}; ratio of p50 ${(ours.p50 / floor.figures.p50).toFixed(1)}`
    : '';
  console.log(`${what}: ${inMs(ours)}${against}; budget: ${budget}`);
}
