import { defineContentScript } from 'wxt/utils/define-content-script';
import { features } from '../features/index.ts';
import { connectReplica } from '../replica/client.ts';
import { connectWhatsApp } from '../whatsapp/index.ts';

export default defineContentScript({
  matches: ['https://web.whatsapp.com/*'],
  runAt: 'document_start',
  noScriptStartedPostMessage: true,
  main(context) {
    const { signal } = context;
    const whatsapp = connectWhatsApp(signal);
    const replica = connectReplica(signal, () => context.isValid);
    for (const feature of features) feature.start({ whatsapp, replica }, signal);
  },
});
