import { pageCapabilities, type PageCapability } from '../capabilities.ts';

/** `unknown`: it can't be told yet. */
export type State = 'on' | 'lost' | 'unknown';

/** One bad look may be the page just redrawing. */
const BAD_LOOKS_MAX = 2;

/** How each capability stands, and what it has running in the page: that ends when it is lost, and undoes what it changed. */
export class CapabilityStates {
  readonly #states = new Map<PageCapability, State>();
  readonly #badLooks = new Map<PageCapability, number>();
  readonly #running = new Map<PageCapability, AbortController>();

  get(capability: PageCapability): State {
    return this.#states.get(capability) ?? 'unknown';
  }

  all(state: State): PageCapability[] {
    return pageCapabilities.filter((capability) => this.get(capability) === state);
  }

  /** Takes what a look found; false while it may still be a slip. */
  found(capability: PageCapability, state: State): boolean {
    const badLooks = state === 'lost' ? (this.#badLooks.get(capability) ?? 0) + 1 : 0;
    this.#badLooks.set(capability, badLooks);
    if (state === 'lost' && badLooks < BAD_LOOKS_MAX) return false;
    this.#set(capability, state);
    return true;
  }

  /** For what was found out in use: no second look is needed. */
  lose(capability: PageCapability): void {
    this.#badLooks.set(capability, BAD_LOOKS_MAX);
    this.#states.set(capability, 'lost');
    this.#end(capability);
  }

  isRunning(capability: PageCapability): boolean {
    return this.#running.has(capability);
  }

  /** Starts what a capability runs, once. Whoever starts says first how it ends: when it throws, that undoes what was begun. */
  run(capability: PageCapability, start: (signal: AbortSignal) => void): void {
    if (this.#running.has(capability)) return;
    const abort = new AbortController();
    try {
      start(abort.signal);
    } catch (error) {
      abort.abort();
      throw error;
    }
    this.#running.set(capability, abort);
  }

  stop(): void {
    for (const capability of pageCapabilities) this.#end(capability);
  }

  #set(capability: PageCapability, state: State): void {
    // What is lost already may be tried again meanwhile.
    const isNew = this.get(capability) !== state;
    this.#states.set(capability, state);
    if (isNew && state === 'lost') this.#end(capability);
  }

  #end(capability: PageCapability): void {
    this.#running.get(capability)?.abort();
    this.#running.delete(capability);
  }
}
