import { defineFeature } from '../feature.ts';
import { loadParts } from '../load-parts.ts';
import { palette as paletteOverlay } from '../overlay-kinds.ts';

/** Everything by its name, at the browser's shortcut. */
export const palette = defineFeature({
  name: 'palette',
  needs: ['account', 'chats'],
  start({ page, replica }, signal) {
    replica.onPalette(() => {
      if (!page.organised.get()) return;
      loadParts();
      page.overlays.open(paletteOverlay, document.body, {});
    }, signal);
  },
});
