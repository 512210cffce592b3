import { capabilities, NOT_FOUND, probeNames, type Capability } from './capabilities.ts';
import { outline } from './outline.ts';
import { findAnchor } from './dom.ts';

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

export const loading: Health = {
  state: 'loading',
  version: '',
  on: new Set(),
  lost: new Set(),
  places: probeNames.map(() => NOT_FOUND),
};

export function isSameHealth(a: Health, b: Health): boolean {
  const text = ({ on, lost, ...rest }: Health) => JSON.stringify([rest, [...on].sort(), [...lost].sort()]);
  return text(a) === text(b);
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
  const app = health.lost.size > 0 ? (document.querySelector('#app') ?? document.body) : null;
  const list = findAnchor('chatList')?.element;
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
    ...(app ? ['', outline(list?.parentElement ?? app)] : []),
  ].join('\n');
}
