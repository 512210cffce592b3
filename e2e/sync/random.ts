/** Numbers that one seed decides. */
export class Random {
  readonly #seed: number;
  #state: number;
  #forks = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = seed >>> 0;
  }

  /** Numbers of their own, which take none from these: what runs meanwhile does not change a schedule. */
  fork(): Random {
    return new Random(Math.imul(this.#seed, 0x9e3779b1) + (this.#forks += 1));
  }

  /** In [0, 1). mulberry32 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Throws when there is nothing to choose from. */
  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  uuid(): `${string}-${string}-${string}-${string}-${string}` {
    const hex = (digits: number) =>
      Array.from({ length: digits }, () => this.below(16).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  }
}
