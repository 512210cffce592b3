import { NOT_FOUND, probeNames, type ProbeName } from '../capabilities.ts';
import { findAnchor, findGrid } from '../dom.ts';
import { modules, placeOfModule, type ModuleName } from './modules.ts';
import { rowsTell } from './rows.ts';

const inDocument: Readonly<Record<Exclude<ProbeName, ModuleName>, () => number | undefined>> = {
  chatList: () => findAnchor('chatList')?.place,
  grid: () => findGrid()?.place,
  row: () => {
    const grid = findGrid()?.element;
    return grid && findAnchor('row', grid)?.place;
  },
  rowChat: () => rowsTell()?.place,
  openChat: () => findAnchor('openChat')?.place,
  composer: () => findAnchor('composer')?.place,
};

const isModule = (name: ProbeName): name is ModuleName => name in modules;

/** For each probe, in their order, which of its alternatives is there. */
export function lookForAll(): number[] {
  return probeNames.map((name) => (isModule(name) ? placeOfModule(name) : (inDocument[name]() ?? NOT_FOUND)));
}
