import { hideModules, loaderNames } from '../../drift/page/loader.ts';
import { createLoader } from './loader.ts';

declare global {
  interface Window {
    __d: unknown;
    importDefault: unknown;
    importNamespace: unknown;
    requireLazy: unknown;
    ErrorGuard: unknown;
    Debug: { VERSION: string };
    __d_stub: unknown[][];
    __rl_stub: unknown[][];
    /** Test window: what the page's error log heard, and what escaped. */
    __simErrors: string[];
  }
}

window.__simErrors = [];
window.addEventListener('error', (event) => window.__simErrors.push(event.message));
window.addEventListener('unhandledrejection', (event) => window.__simErrors.push(String(event.reason)));

export const loader = createLoader((error) => window.__simErrors.push(error.message));

window.__d = loader.define;
const names = loaderNames();
Object.assign(window, {
  [names.require]: loader.require,
  [names.importDefault]: loader.importDefault,
  [names.importNamespace]: loader.importNamespace,
  [names.requireLazy]: loader.requireLazy,
});
hideModules(loader);
window.ErrorGuard = { skipGuardGlobal: () => undefined };

for (const call of window.__d_stub ?? []) loader.define(...(call as Parameters<typeof loader.define>));
// Settled later, when the modules are defined that were asked for.
for (const call of window.__rl_stub ?? []) {
  loader.requireLazy(...(call as Parameters<typeof loader.requireLazy>));
}
