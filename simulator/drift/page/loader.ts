import type { Loader } from '../../page/core/loader.ts';
import { has } from './has.ts';

/** Under which names the window offers the loader. */
export function loaderNames(): Record<
  'require' | 'importDefault' | 'importNamespace' | 'requireLazy',
  string
> {
  const name = (known: string) => (has('loader-renamed') ? `__${known}` : known);
  return {
    require: name('require'),
    importDefault: name('importDefault'),
    importNamespace: name('importNamespace'),
    requireLazy: name('requireLazy'),
  };
}

/** Takes from the loader what tells of its modules; the page itself needs none of it. */
export function hideModules({ modulesMap, require }: Loader): void {
  if (has('debug-gone')) delete modulesMap['__debug'];
  if (has('debug-map-gone')) delete (require('__debug') as { modulesMap?: unknown }).modulesMap;
}
