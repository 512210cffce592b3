import { defineFeature } from '../feature.ts';

/** Tells the background which WhatsApp account is open in this tab, and how far the page can be read. */
export const accounts = defineFeature({
  name: 'accounts',
  start({ whatsapp, replica }, signal) {
    const report = () => {
      const { state, missing } = whatsapp.status.get();
      replica.reportPage({ state, missing, identity: whatsapp.identity.get() });
    };
    report();
    const stops = [whatsapp.status.subscribe(report), whatsapp.identity.subscribe(report)];
    signal.addEventListener('abort', () => {
      for (const stop of stops) stop();
    });
  },
});
