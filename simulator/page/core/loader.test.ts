import { expect, test } from 'vitest';
import { createLoader, moduleDefiner } from './loader.ts';

const ES_ONLY = 66;

function loaderWith(id: string, exports: Record<string, unknown>, flags?: number) {
  const reports: string[] = [];
  const loader = createLoader((error) => reports.push(error.message));
  moduleDefiner(loader)(id, () => exports, flags);
  return { loader, reports };
}

test('require gives the default of a module that owns one', () => {
  expect(loaderWith('A', { default: 1, other: 2 }).loader.require('A')).toBe(1);
});

test('require gives all exports of a module without a default', () => {
  expect(loaderWith('A', { other: 2 }).loader.require('A')).toEqual({ other: 2 });
});

test('importDefault gives null when there is no default', () => {
  expect(loaderWith('A', { other: 2 }).loader.importDefault('A')).toBeNull();
});

test('importNamespace gives the raw exports, default included', () => {
  expect(loaderWith('A', { default: 1 }).loader.importNamespace('A')).toEqual({ default: 1 });
});

test('an export that was replaced on the namespace is what the next caller gets', () => {
  const { loader } = loaderWith('A', { say: () => 'old' });
  loader.importNamespace('A')['say'] = () => 'new';
  expect((loader.importNamespace('A')['say'] as () => string)()).toBe('new');
});

test('a factory without the ES arguments is given module and exports', () => {
  expect(loaderWith('A', { other: 2 }, ES_ONLY).loader.require('A')).toEqual({ other: 2 });
});

test('a factory runs when the module is first required, not before', () => {
  const { loader } = loaderWith('A', { other: 2 });
  const before = loader.modulesMap['A']?.factoryFinished;
  loader.require('A');
  expect([before, loader.modulesMap['A']?.factoryFinished]).toEqual([false, true]);
});

test('a second definition of an id is ignored', () => {
  const { loader } = loaderWith('A', { first: true });
  moduleDefiner(loader)('A', () => ({ second: true }));
  expect(loader.require('A')).toEqual({ first: true });
});

test('an unknown id throws and the error log hears of it', () => {
  const { loader, reports } = loaderWith('A', {});
  expect(() => loader.require('B')).toThrow('Requiring unknown module "B"');
  expect(reports).toEqual(['Requiring unknown module "B"']);
});

test('requireLazy calls back once all its modules are defined', () => {
  const { loader } = loaderWith('A', { a: 1 });
  const called: unknown[] = [];
  loader.requireLazy(['A', 'B'], (...modules) => called.push(...modules));
  moduleDefiner(loader)('B', () => ({ default: 'b' }));
  expect(called).toEqual([{ a: 1 }, 'b']);
});

test('the debug module lists every module by its id', () => {
  const { loader } = loaderWith('A', {});
  const { modulesMap } = loader.require('__debug') as { modulesMap: Record<string, unknown> };
  expect(Object.keys(modulesMap)).toEqual(['__debug', 'A']);
});
