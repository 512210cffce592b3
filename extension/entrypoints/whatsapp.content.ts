import { defineContentScript } from 'wxt/utils/define-content-script';
import { runFeatures } from '../features/feature.ts';
import { features } from '../features/index.ts';
import { beginLifetime } from '../lifetime.ts';
import { product } from '../product.ts';
import { connectReplica } from '../replica/client.ts';
import { connectWhatsApp } from '../whatsapp/index.ts';

export default defineContentScript({
  matches: ['https://web.whatsapp.com/*'],
  runAt: 'document_start',
  noScriptStartedPostMessage: true,
  main() {
    const lifetime = beginLifetime();
    if (!lifetime) return;
    const { signal, isAlive } = lifetime;
    const whatsapp = connectWhatsApp(product(), signal);
    const replica = connectReplica(signal, isAlive);
    runFeatures(features, { whatsapp, replica }, signal);
  },
});
