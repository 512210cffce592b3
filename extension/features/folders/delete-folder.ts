import { i18n } from '#i18n';
import { removeFolder } from './edits.ts';
import type { FoldersModel } from './folders-context.ts';
import type { Folder } from './shelf.ts';

/** Deletes at once; the way back is in the toast. */
export function deleteFolder(model: FoldersModel, folder: Folder): void {
  if (model.selection.get() === folder.id) model.selection.set('all');
  void model.acts.do([removeFolder(folder)], i18n.t('folders.removed', [folder.name]));
}
