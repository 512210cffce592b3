import { createRoot } from 'react-dom/client';
import { renameClassesInPage } from '../drift/page/classes.ts';
import { renameFibers } from '../drift/page/fibers.ts';
import { driftModules } from '../drift/page/modules.ts';
import { startStrangers } from '../drift/page/strangers.ts';
import { followCmd } from './active-chat.ts';
import { config } from './config.ts';
import { minifyKeys } from './core/msg-key.ts';
import { loader } from './core/page-loader.ts';
import { openCredentials } from './login/credentials.ts';
import { takeMutex } from './login/mutex.ts';
import { session } from './login/session.ts';
import { moduleBatches } from './modules/define.ts';
import { Cmd, Socket } from './modules/instances.ts';
import { screen } from './screen.ts';
import { startSync, stopSync } from './sync.ts';
import { Root } from './ui/root.tsx';

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

startStrangers();
renameClassesInPage();
if (config.hasMinifiedIds) minifyKeys();
const [core, ...others] = moduleBatches(loader, config.version, config.drift.renamed);
core?.();
window.Debug = { VERSION: config.version };
followCmd();

async function defineOthers(): Promise<void> {
  for (const define of others) {
    await new Promise((resolve) => setTimeout(resolve, config.moduleDelayMs));
    define();
  }
  driftModules(loader);
}
const defined = defineOthers();

async function start(): Promise<void> {
  session.open(await openCredentials());
  takeMutex(() => {
    stopSync();
    screen.set({ isElsewhere: true });
  });
  startSync(defined);
}

const root = document.querySelector('#app');
let isDrawn = false;
function draw(): void {
  if (isDrawn || !root) return;
  isDrawn = true;
  document.querySelector('#wa_web_initial_startup')?.remove();
  const made = createRoot(root);
  renameFibers(root);
  made.render(<Root />);
}
Socket.once('change:hasSynced', () => {
  draw();
  Cmd.trigger('main_loaded');
});
Socket.on('change:state', (_socket: unknown, state: string) => {
  if (state === 'UNPAIRED') draw();
});
void start();
