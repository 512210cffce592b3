import { capabilities, NOT_FOUND, probeNames, type Capability } from './capabilities.ts';
import { Store } from '../ui/store.ts';
import { findAnchor } from './dom.ts';
import { outline } from './outline.ts';

export interface Health {
  /** `loading` until WhatsApp Web has synced. `reload`: the tab was open before this extension was, so the page is left alone. */
  readonly state: 'loading' | 'ready' | 'reload';
  /** Of WhatsApp Web. */
  readonly version: string;
  readonly on: ReadonlySet<Capability>;
  readonly lost: ReadonlySet<Capability>;
  /** For each probe, in their order, which alternative was found. */
  readonly places: readonly number[];
}

/** How it stands now, from what the page script finds and what the content script finds. */
export class HealthStore extends Store<Health> {
  constructor(state: 'loading' | 'reload') {
    super({ state, version: '', on: new Set(), lost: new Set(), places: probeNames.map(() => NOT_FOUND) });
  }

  setFromScript(found: {
    readonly on: readonly Capability[];
    readonly lost: readonly Capability[];
    readonly version?: string;
    readonly places?: readonly number[];
  }): void {
    const { on, lost, version, places } = this.get();
    const strip = (set: ReadonlySet<Capability>) => (set.has('strip') ? (['strip'] as const) : []);
    this.#change({
      state: 'ready',
      version: found.version ?? version,
      places: found.places ?? places,
      on: new Set([...found.on, ...strip(on)]),
      lost: new Set([...found.lost, ...strip(lost)]),
    });
  }

  /** WhatsApp makes its list anew now and then; what stands there is put back, and is not lost for a moment's gap. */
  setStrip(state: 'on' | 'lost' | 'unknown'): void {
    const { on, lost } = this.get();
    if (state === 'unknown' && on.has('strip')) return;
    if (on.has('strip') === (state === 'on') && lost.has('strip') === (state === 'lost')) return;
    const others = (set: ReadonlySet<Capability>) => [...set].filter((each) => each !== 'strip');
    this.#change({
      on: new Set<Capability>(state === 'on' ? [...others(on), 'strip'] : others(on)),
      lost: new Set<Capability>(state === 'lost' ? [...others(lost), 'strip'] : others(lost)),
    });
  }

  #change(part: Partial<Health>): void {
    const next = { ...this.get(), ...part };
    if (textOf(next) !== textOf(this.get())) this.set(next);
  }
}

function textOf({ on, lost, ...rest }: Health): string {
  return JSON.stringify([rest, [...on].sort(), [...lost].sort()]);
}

export interface Product {
  readonly version: string;
  readonly browser: string;
}

/**
 * What a person can send us when something is off: versions, which parts work, which alternative each probe found, and the skeleton
 * of the page. No text, no name and no number of anybody is in it.
 */
export function reportOf(health: Health, product: Product): string {
  const stateOf = (capability: Capability) =>
    health.on.has(capability) ? 'on' : health.lost.has(capability) ? 'LOST' : 'not known yet';
  const app = health.lost.size > 0 ? findAnchor('app')?.element : null;
  return [
    `NexisChat ${product.version} · ${product.browser}`,
    `WhatsApp Web ${health.version || 'of unknown version'}, ${health.state}, ${document.dir || 'no dir'}`,
    '',
    ...capabilities.map((capability) => `${capability}: ${stateOf(capability)}`),
    '',
    ...probeNames.map((name, index) => {
      const place = health.places[index] ?? NOT_FOUND;
      return `${name}: ${place === NOT_FOUND ? 'not found' : `place ${place}`}`;
    }),
    ...(app ? ['', outline(app)] : []),
  ].join('\n');
}
