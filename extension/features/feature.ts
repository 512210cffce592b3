import type { ReplicaClient } from '../replica/use-rows.ts';
import type { Capability, WhatsApp } from '../whatsapp/index.ts';

export interface PageContext {
  readonly whatsapp: WhatsApp;
  readonly replica: ReplicaClient;
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

/** Starts each feature while the page allows it and nobody has switched it off, and ends it when that changes. */
export function runFeatures(features: readonly Feature[], context: PageContext, signal: AbortSignal): void {
  const running = new Map<Feature, AbortController>();
  const broken = new Set<Feature>();
  const { health } = context.whatsapp;
  const { state } = context.replica;

  const decide = () => {
    const { on } = health.get();
    const { killed } = state.get();
    for (const feature of features) {
      const isWanted =
        !signal.aborted &&
        !broken.has(feature) &&
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
          broken.add(feature);
          abort.abort();
          running.delete(feature);
        }
      }
    }
  };
  decide();
  const stops = [health.subscribe(decide), state.subscribe(decide)];
  signal.addEventListener('abort', () => {
    for (const stop of stops) stop();
    decide();
  });
}
