import { i18n } from '#i18n';
import { erase } from './edits.ts';
import type { Folder, View } from './organised.ts';
import type { PageModel } from './page-model.ts';
import { everything, viewOf } from './shown.ts';

// Each deletes at once; the way back is in the toast.

export function removeFolder(page: PageModel, folder: Folder): void {
  if (page.shown.get().folderId === folder.id) page.shown.set(everything);
  void page.acts.do([erase('folder', folder)], i18n.t('folders.removed', [folder.name]));
}

export function removeView(page: PageModel, view: View): void {
  const organised = page.organised.get();
  if (organised && viewOf(organised, page.shown.get())?.id === view.id) page.shown.set(everything);
  void page.acts.do([erase('view', view)], i18n.t('views.removed', [view.name]));
}
