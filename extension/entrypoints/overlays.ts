import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { chatOverlays } from '../features/chats/overlays.tsx';
import { folderOverlays } from '../features/folders/overlays.tsx';
import overlaysCss from '../features/overlays.css?inline';
import panelCss from '../features/panel.css?inline';
import { PagePanel } from '../features/page-panel.tsx';
import { paletteOverlays } from '../features/palette/overlays.tsx';
import { priorityOverlays } from '../features/priority/overlays.tsx';
import { tagOverlays } from '../features/tags/overlays.tsx';
import { templateOverlays } from '../features/templates/overlays.tsx';
import templatesCss from '../features/templates/templates.css?inline';
import { viewOverlays } from '../features/views/overlays.tsx';

export default defineUnlistedScript(() => {
  globalThis.nexis?.register({
    overlays: [
      ...paletteOverlays,
      ...folderOverlays,
      ...viewOverlays,
      ...chatOverlays,
      ...priorityOverlays,
      ...tagOverlays,
      ...templateOverlays,
    ],
    panel: PagePanel,
    css: overlaysCss + panelCss + templatesCss,
  });
});
