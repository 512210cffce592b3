import { expect, test } from 'vitest';
import names from './module-names.json' with { type: 'json' };
import { createLoader } from './page/core/loader.ts';
import { defineModules } from './page/modules/define.ts';

const known: Record<string, { flags: number; exports: string[] }> = names.modules;

function simulatedModules() {
  const loader = createLoader(() => undefined);
  defineModules(loader, '2.3000.0');
  const ids = Object.keys(loader.modulesMap).filter((id) => id !== '__debug');
  return ids.map((id) => ({
    id,
    flags: loader.modulesMap[id]?.flags,
    exports: Object.keys(loader.importNamespace(id)),
  }));
}

test('every simulated module exists in the real client, with its flags', () => {
  const strange = simulatedModules().filter(({ id, flags }) => known[id]?.flags !== flags);
  expect(strange).toEqual([]);
});

test('every simulated export exists in the real module', () => {
  const strange = simulatedModules().flatMap(({ id, exports }) =>
    exports.filter((name) => !known[id]?.exports.includes(name)).map((name) => `${id}.${name}`),
  );
  expect(strange).toEqual([]);
});

test('what Cmd can do, the real Cmd can do', () => {
  const loader = createLoader(() => undefined);
  defineModules(loader, '2.3000.0');
  const { prototype } = loader.importNamespace('WAWebCmd')['CmdImpl'] as { prototype: object };
  const methods = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
  expect(methods.filter((name) => !known['WAWebCmd']?.exports.includes(name))).toEqual([]);
});
