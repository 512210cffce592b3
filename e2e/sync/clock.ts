import { currentLife, type Life } from './life.ts';

interface Timer {
  readonly life: Life;
  readonly dueMs: number;
  readonly everyMs: number | null;
  readonly task: () => void;
}

/** The time of all devices, which passes only when a schedule says so. */
class Clock {
  nowMs = 0;
  readonly #timers = new Map<number, Timer>();
  #lastId = 0;

  set(life: Life, task: () => void, delayMs: number, isRepeated: boolean): number {
    this.#timers.set((this.#lastId += 1), {
      life,
      task,
      dueMs: this.nowMs + delayMs,
      everyMs: isRepeated ? delayMs : null,
    });
    return this.#lastId;
  }

  clear(id: unknown): void {
    this.#timers.delete(Number(id));
  }

  /** Lets the time pass until the next timer rings; false when there is none, or it rings after the given time. */
  advance(untilMs = Infinity): boolean {
    const [next] = [...this.#timers]
      .filter(([, { life }]) => !life.isOver)
      .toSorted(([, a], [, b]) => a.dueMs - b.dueMs);
    if (!next || next[1].dueMs > untilMs) return false;
    const [id, { life, dueMs, everyMs, task }] = next;
    this.nowMs = Math.max(this.nowMs, dueMs);
    this.#timers.delete(id);
    if (everyMs !== null) this.#timers.set(id, { life, task, everyMs, dueMs: dueMs + everyMs });
    life.run(task);
    return true;
  }

  reset(): void {
    this.#timers.clear();
    this.nowMs = 0;
  }
}

export const clock = new Clock();

/** Timers of a life run on the clock, all others as ever. */
export function installClock(): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const replace = (real: typeof setTimeout, isRepeated: boolean) =>
    ((task: () => void, delayMs = 0, ...rest: never[]) => {
      const life = currentLife();
      return life ? clock.set(life, task, delayMs, isRepeated) : real(task, delayMs, ...rest);
    }) as unknown as typeof setTimeout; // Safe: an id that only clearTimeout reads.
  globalThis.setTimeout = replace(setTimeout, false);
  globalThis.setInterval = replace(setInterval as unknown as typeof setTimeout, true);
  globalThis.clearTimeout = (id) => (currentLife() ? clock.clear(id) : clearTimeout(id));
  globalThis.clearInterval = (id) => (currentLife() ? clock.clear(id) : clearInterval(id));
}
