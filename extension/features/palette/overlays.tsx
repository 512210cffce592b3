import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { i18n } from '#i18n';
import { NameSearch } from '../../ui/search.ts';
import { SearchList, type Choice } from '../../ui/search-list.tsx';
import { palette } from '../overlay-kinds.ts';
import { isMadeUp } from '../overlay-frames.tsx';
import { overlayPart, type OverlayFrame } from '../overlays.ts';
import { entriesOf } from './entries.ts';

const FOUND_MAX = 60;

/** Goes to a folder, a chat, an account; files, tags, prioritises the open chat; inserts a template; takes back. */
function Palette({ page, container, close }: OverlayFrame) {
  // As of its opening: what can be done changes with what is done, and it closes with that.
  const [search] = useState(() => {
    const organised = page.organised.get();
    return new NameSearch<Choice>(organised ? entriesOf(page, organised) : [], ({ label }) => label);
  });
  const find = (typed: string) =>
    search.find(typed, FOUND_MAX).map((choice): Choice => ({
      ...choice,
      act: () => {
        close();
        choice.act();
      },
    }));
  return (
    <Dialog.Root open onOpenChange={(isOpen, why) => !isOpen && !isMadeUp(why) && close()}>
      <Dialog.Portal container={container}>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="overlay palette" aria-label={i18n.t('palette.title')}>
          <SearchList
            label={i18n.t('palette.search')}
            find={find}
            empty={(typed) => i18n.t('search.nothing', [typed])}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export const paletteOverlays = [overlayPart(palette, Palette)];
