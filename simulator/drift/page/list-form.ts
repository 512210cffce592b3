import { has } from './has.ts';

interface ListForm {
  list: string | undefined;
  row: string | undefined;
  cell: string | undefined;
  hasRowCount: boolean;
}

/** The roles of the list, its rows and what is in them. */
export function listForm(): ListForm {
  const hasRowCount = !has('row-count-gone');
  if (has('roles-gone')) return { list: undefined, row: undefined, cell: undefined, hasRowCount };
  if (has('roles-of-list')) return { list: 'list', row: 'listitem', cell: undefined, hasRowCount };
  if (has('roles-of-listbox')) return { list: 'listbox', row: 'option', cell: undefined, hasRowCount };
  return { list: 'grid', row: 'row', cell: has('rows-deeper') ? undefined : 'gridcell', hasRowCount };
}
