/** What can be read at any time, and says when it has changed. */
export interface Readable<Value> {
  readonly get: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A value that changes, and who wants to know. */
export class Store<Value> implements Readable<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
}

/** What follows from other values, derived when one of them has changed and told of when it differs. */
export function derived<Value>(sources: readonly Readable<unknown>[], derive: () => Value): Readable<Value> {
  let last: { given: readonly unknown[]; value: Value } | undefined;
  const get = (): Value => {
    if (!last || sources.some((source, index) => source.get() !== last?.given[index])) {
      last = { given: sources.map((source) => source.get()), value: derive() };
    }
    return last.value;
  };
  const subscribe = (listener: () => void): (() => void) => {
    let told = get();
    const look = () => {
      const value = get();
      if (Object.is(value, told)) return;
      told = value;
      listener();
    };
    const stops = sources.map((source) => source.subscribe(look));
    return () => {
      for (const stop of stops) stop();
    };
  };
  return { get, subscribe };
}
