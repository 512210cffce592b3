import { useMemo } from 'react';
import { i18n } from '#i18n';
import { colorValue } from '../../ui/colors.ts';
import { NameSearch } from '../../ui/search.ts';
import { SearchList, type Choice } from '../../ui/search-list.tsx';
import { PopoverFrame } from '../overlay-frames.tsx';
import type { OverlayFrame } from '../overlays.ts';
import { everything, shownOf } from '../shown.ts';

const FOUND_MAX = 200;

/** Every folder and view by name, for when there are too many chips to look through. */
export function FolderList({ page, anchor, container, close }: OverlayFrame) {
  const organised = page.organised.get();
  const search = useMemo(() => {
    const { folders = [], views = [] } = organised ?? {};
    const choices = [
      ...folders.map(({ id, name, color }): Choice => ({
        id,
        label: name,
        color: colorValue(color),
        act: () => page.shown.set({ ...everything, folderId: id }),
      })),
      ...views.map((view): Choice => ({
        id: view.id,
        label: view.name,
        color: colorValue(view.color),
        note: i18n.t('views.view'),
        act: () => page.shown.set(shownOf(view)),
      })),
    ].map((choice): Choice => ({
      ...choice,
      act: () => {
        choice.act();
        close();
      },
    }));
    return new NameSearch(choices, ({ label }) => label);
  }, [organised, page, close]);
  return (
    <PopoverFrame anchor={anchor} container={container} close={close} label={i18n.t('folders.find')}>
      <SearchList
        label={i18n.t('folders.find')}
        find={(typed) => search.find(typed, FOUND_MAX)}
        empty={(typed) => i18n.t('search.nothing', [typed])}
      />
    </PopoverFrame>
  );
}
