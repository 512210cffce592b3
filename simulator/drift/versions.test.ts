import { expect, test } from 'vitest';
import { createLoader } from '../page/core/loader.ts';
import { defineModules } from '../page/modules/define.ts';
import { otherClass, renameClasses } from './class-names.ts';
import { driftVersions } from './versions.ts';

test('what a version calls otherwise is in the page under its known name', () => {
  const loader = createLoader(() => undefined);
  defineModules(loader, '2.3000.0');
  const names = new Set(
    Object.keys(loader.modulesMap).flatMap((id) => [
      id,
      ...Object.keys(loader.importNamespace(id)).map((name) => `${id}.${name}`),
    ]),
  );
  const renamed = Object.values(driftVersions).flatMap((version) => version.renamed ?? []);
  expect(renamed.filter((name) => !names.has(name))).toEqual([]);
});

test('a version that changes nothing is the one without a name', () => {
  const idle = Object.entries(driftVersions).filter(
    ([, { what: _, ...change }]) => Object.keys(change).length === 0,
  );
  expect(idle.map(([name]) => name)).toEqual(['none']);
});

test('classes of a style sheet are renamed as those of the page are, numbers stay', () => {
  const style = renameClasses('.row > .row-body:hover { opacity: .5; margin: 0.25px }');
  expect(style).toBe(
    `.${otherClass('row')} > .${otherClass('row-body')}:hover { opacity: .5; margin: 0.25px }`,
  );
});
