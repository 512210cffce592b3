import type { ReplicaClient } from '../replica/use-rows.ts';
import type { WhatsApp } from '../whatsapp/index.ts';

export interface PageContext {
  readonly whatsapp: WhatsApp;
  readonly replica: ReplicaClient;
}

/** One thing the product does in the page. Everything that it starts ends with the signal. */
export interface Feature {
  readonly name: string;
  readonly start: (context: PageContext, signal: AbortSignal) => void;
}

export function defineFeature(feature: Feature): Feature {
  return feature;
}
