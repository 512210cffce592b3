/** The module loader contract of the page: which accessor returns what follows flags 32 and 64. */
const RUN_WHEN_READY = 1;
const ES_FACTORY_ARGUMENTS = 32;
const ES_EXPORTS = 64;

export type Exports = Record<string, unknown>;
export interface PageModule {
  exports: Exports;
}
export type EsFactory = (
  global: unknown,
  require: (id: string) => unknown,
  importDefault: (id: string) => unknown,
  importNamespace: (id: string) => Exports,
  requireLazy: RequireLazy,
  module: PageModule,
  exports: Exports,
) => void;
export type CommonFactory = (
  global: unknown,
  require: (id: string) => unknown,
  module: PageModule,
  exports: Exports,
) => void;
type RequireLazy = (ids: string[], callback: (...modules: unknown[]) => void) => void;

export interface ModuleEntry {
  id: string;
  dependencies: string[];
  factory: EsFactory | CommonFactory;
  flags: number;
  factoryFinished: boolean;
  exports: Exports;
  defaultExport: unknown;
}

export interface Loader {
  define: (id: string, dependencies: string[], factory: EsFactory | CommonFactory, flags: number) => void;
  require: (id: string) => unknown;
  importDefault: (id: string) => unknown;
  importNamespace: (id: string) => Exports;
  requireLazy: RequireLazy;
  modulesMap: Record<string, ModuleEntry>;
}

/** A loader of its own; `report` stands for the page's error log, which hears of every unknown id. */
export function createLoader(report: (error: Error) => void): Loader {
  const modulesMap: Record<string, ModuleEntry> = Object.create(null);
  const waiting = new Set<{ ids: string[]; callback: (...modules: unknown[]) => void }>();

  function run(id: string): ModuleEntry {
    const entry = modulesMap[id];
    if (!entry) {
      const error = new Error(`Requiring unknown module "${id}"`);
      report(error);
      throw error;
    }
    if (entry.factoryFinished) return entry;
    entry.factoryFinished = true;
    const module: PageModule = { exports: entry.exports };
    if (entry.flags & ES_FACTORY_ARGUMENTS) {
      const factory = entry.factory as EsFactory;
      factory(globalThis, require, importDefault, importNamespace, requireLazy, module, entry.exports);
    } else {
      (entry.factory as CommonFactory)(globalThis, require, module, entry.exports);
    }
    entry.exports = module.exports;
    entry.defaultExport = defaultOf(entry);
    return entry;
  }

  const isEs = (entry: ModuleEntry) => (entry.flags & ES_EXPORTS) !== 0;
  function defaultOf(entry: ModuleEntry): unknown {
    if (!isEs(entry)) return entry.exports;
    return Object.hasOwn(entry.exports, 'default') ? entry.exports['default'] : null;
  }
  function require(id: string): unknown {
    const entry = run(id);
    return isEs(entry) && Object.hasOwn(entry.exports, 'default') ? entry.exports['default'] : entry.exports;
  }
  function importDefault(id: string): unknown {
    return defaultOf(run(id));
  }
  function importNamespace(id: string): Exports {
    return run(id).exports;
  }
  function requireLazy(ids: string[], callback: (...modules: unknown[]) => void): void {
    waiting.add({ ids, callback });
    settle();
  }
  function settle(): void {
    for (const request of waiting) {
      if (!request.ids.every((id) => id in modulesMap)) continue;
      waiting.delete(request);
      request.callback(...request.ids.map((id) => require(id)));
    }
  }
  function define(
    id: string,
    dependencies: string[],
    factory: EsFactory | CommonFactory,
    flags: number,
  ): void {
    if (id in modulesMap) return;
    modulesMap[id] = {
      id,
      dependencies,
      factory,
      flags,
      factoryFinished: false,
      exports: {},
      defaultExport: undefined,
    };
    if (flags & RUN_WHEN_READY) run(id);
    settle();
  }

  const DEBUG_FLAGS = 66;
  const debug: CommonFactory = (_global, _require, _module, exports) =>
    void Object.assign(exports, { modulesMap });
  define('__debug', [], debug, DEBUG_FLAGS);
  return { define, require, importDefault, importNamespace, requireLazy, modulesMap };
}

/** ES factory arguments, ES exports, lazy: the flags of most of the page's modules (bundle 2026-04). */
const ES_LAZY = 98;

/** What a name is in a version of the page that drifted: other versions renamed modules and exports. */
export function drifted(name: string, drift: readonly string[], path = name): string {
  return drift.includes(path) ? `${name}Next` : name;
}

/** Defines ES modules whose exports are made when they are first required; those in `drift` under another name. */
export function moduleDefiner(loader: Loader, drift: readonly string[] = []) {
  return (id: string, exportsOf: () => Exports, flags = ES_LAZY): void => {
    const named = () =>
      Object.fromEntries(
        Object.entries(exportsOf()).map(([name, value]) => [drifted(name, drift, `${id}.${name}`), value]),
      );
    const es: EsFactory = (...values) => void Object.assign(values[6], named());
    const common: CommonFactory = (...values) => void Object.assign(values[3], named());
    const factory = flags & ES_FACTORY_ARGUMENTS ? es : common;
    loader.define(drifted(id, drift), [], factory, flags);
  };
}
