import { createRoot } from 'react-dom/client';
import { followCmd } from './active-chat.ts';
import { config } from './config.ts';
import { loader } from './core/page-loader.ts';
import { minifyIds } from './core/wid.ts';
import { defineModules } from './modules/define.ts';
import { Cmd, Socket } from './modules/instances.ts';
import { startSync } from './sync.ts';
import { App } from './ui/app.tsx';

declare global {
  interface Window {
    /** Test window: what the page's own policy refused. */
    __simViolations: string[];
  }
}
window.__simViolations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.__simViolations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
);

if (config.hasMinifiedIds) minifyIds();
defineModules(loader, config.version, config.drift);
window.Debug = { VERSION: config.version };
followCmd();
startSync(config.version);

const root = document.querySelector('#app');
Socket.once('change:hasSynced', () => {
  document.querySelector('#wa_web_initial_startup')?.remove();
  if (root) createRoot(root).render(<App />);
  Cmd.trigger('main_loaded');
});
