import { defineContentScript } from 'wxt/utils/define-content-script';
import { servePage } from '../whatsapp/page/serve.ts';

export default defineContentScript({
  matches: ['https://web.whatsapp.com/*'],
  runAt: 'document_start',
  world: 'MAIN',
  main: servePage,
});
