import type { ReplicaClient } from '../replica/use-rows.ts';
import { Store } from '../ui/store.ts';
import type { Capability, WhatsApp } from '../whatsapp/index.ts';
import { PageModel } from './page-model.ts';

export interface PageContext {
  readonly whatsapp: WhatsApp;
  readonly replica: ReplicaClient;
  readonly page: PageModel;
  /** Names of the features that could not start. */
  readonly broken: Store<readonly string[]>;
}

/** One thing the product does in the page. Everything that it starts, and changes in the page, ends with the signal. */
export interface Feature {
  readonly name: string;
  /** It runs only while WhatsApp Web allows all of these. */
  readonly needs: readonly Capability[];
  readonly start: (context: PageContext, signal: AbortSignal) => void;
}

export function defineFeature(feature: Feature): Feature {
  return feature;
}

/** What a person can send us when something is off. */
export function reportOf({ whatsapp, broken }: PageContext): string {
  return [whatsapp.report(), ...broken.get().map((name) => `${name}: did not start`)].join('\n');
}

/** Starts each feature while the page allows it and nobody has switched it off, and ends it when that changes. */
export function runFeatures(
  features: readonly Feature[],
  given: Omit<PageContext, 'broken' | 'page'>,
  signal: AbortSignal,
): void {
  const broken = new Store<readonly string[]>([]);
  const context = { ...given, broken, page: new PageModel(given.whatsapp, given.replica) };
  const running = new Map<Feature, AbortController>();
  const { health } = context.whatsapp;
  const { state } = context.replica;

  const decide = () => {
    const { on } = health.get();
    const { killed } = state.get();
    for (const feature of features) {
      const isWanted =
        !signal.aborted &&
        !broken.get().includes(feature.name) &&
        (feature.needs.length === 0 || killed !== undefined) &&
        killed?.includes(feature.name) !== true &&
        feature.needs.every((capability) => on.has(capability));
      if (!isWanted) {
        running.get(feature)?.abort();
        running.delete(feature);
      } else if (!running.has(feature)) {
        const abort = new AbortController();
        running.set(feature, abort);
        try {
          feature.start(context, abort.signal);
        } catch {
          // One that can't start takes no other with it.
          abort.abort();
          running.delete(feature);
          broken.set([...broken.get(), feature.name]);
        }
      }
    }
  };
  decide();
  let { owner } = context.page;
  const followOwner = () => {
    if (context.page.owner === owner) return;
    owner = context.page.owner;
    context.page.forget();
  };
  const stops = [
    health.subscribe(decide),
    state.subscribe(decide),
    state.subscribe(followOwner),
    context.whatsapp.account.subscribe(followOwner),
  ];
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
    decide();
  });
}
