import { expect, test } from 'vitest';
import names from './module-names.json' with { type: 'json' };
import { createLoader } from './page/core/loader.ts';
import { defineModules } from './page/modules/define.ts';

const known: Record<string, { flags: number; exports: string[] }> = names.modules;

/** What the simulator has although nobody saw it in the client of 2026-04, and why. */
const unseen: Record<string, string> = {
  WAWebLid1X1MigrationGating: 'seen in the client, but not by the two libraries that the list was made for',
  'WAWebLid1X1MigrationGating.Lid1X1MigrationUtils': 'as its module',
  'WAWebChatCollection.getLatestChatForWid':
    'a method of the class, and the list has only the names of its module',
};

function simulatedModules() {
  const loader = createLoader(() => undefined);
  defineModules(loader, '2.3000.0');
  const ids = Object.keys(loader.modulesMap).filter((id) => id !== '__debug');
  return ids.map((id) => ({
    id,
    flags: loader.modulesMap[id]?.flags,
    exports: loader.importNamespace(id),
  }));
}

/** Names of a class's own methods. */
function methodsOf(value: unknown): string[] {
  if (typeof value !== 'function' || !Object.hasOwn(value, 'prototype')) return [];
  const { prototype } = value as { prototype: object };
  return Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
    .map(([name]) => name);
}

test('every simulated module exists in the real client, with its flags', () => {
  const strange = simulatedModules()
    .filter(({ id, flags }) => known[id]?.flags !== flags && !(id in unseen))
    .map(({ id }) => id);
  expect(strange).toEqual([]);
});

test('every simulated export exists in the real module', () => {
  const strange = simulatedModules().flatMap(({ id, exports }) =>
    Object.keys(exports)
      .filter((name) => !known[id]?.exports.includes(name))
      .map((name) => `${id}.${name}`),
  );
  expect(strange.filter((name) => !(name in unseen))).toEqual([]);
});

test.each([
  'WAWebCmd',
  'WAWebChatCollection',
  'WAWebMsgCollection',
  'WAWebContactCollection',
  'WAWebMsgModel',
])('every method of a class of %s exists in the real one', (id) => {
  const module = simulatedModules().find((each) => each.id === id);
  const methods = Object.values(module?.exports ?? {}).flatMap(methodsOf);
  expect(
    methods.filter((name) => !known[id]?.exports.includes(name) && !(`${id}.${name}` in unseen)),
  ).toEqual([]);
});

test('nothing is excused that was seen', () => {
  expect(Object.keys(unseen).filter((name) => isKnown(name))).toEqual([]);
});

function isKnown(name: string): boolean {
  const [id = '', member] = name.split('.');
  return member === undefined ? id in known : (known[id]?.exports.includes(member) ?? false);
}
