import { createElement } from 'react';
import { useIsSignedIn, useStore } from '../../replica/use-rows.ts';
import { createShadow } from '../../ui/shadow.ts';
import { defineFeature } from '../feature.ts';
import { OpenOverlay } from '../open-overlay.tsx';
import { renderInPage } from '../render-in-page.tsx';
import { usePageModel } from '../page-model.ts';
import css from './floating.css?inline';
import { loadedParts, loadParts } from '../load-parts.ts';
import { shareReact } from './shared-react.ts';
import { Toasts } from './toasts.tsx';

/** What is open over the page: menus, editors, the panel beside the list, what is dragged, and what is said. */
export const floating = defineFeature({
  name: 'floating',
  needs: ['account'],
  start({ page, whatsapp }, signal) {
    shareReact();
    page.overlays.isServed = true;
    signal.addEventListener('abort', () => {
      page.overlays.isServed = false;
    });
    const { host, container, addStyle } = createShadow(css, whatsapp.isDark, signal);
    const style = () => {
      const parts = loadedParts.get();
      if (parts) addStyle(parts.css);
    };
    style();
    signal.addEventListener('abort', loadedParts.subscribe(style));
    renderInPage(page, container, <Floating container={container} />, signal);
    whatsapp.mount('page', host, signal);
  },
});

function Floating({ container }: { container: HTMLElement }) {
  const page = usePageModel();
  const isSignedIn = useIsSignedIn();
  const overlay = useStore(page.overlays.current);
  const panel = useStore(page.panel);
  const drag = useStore(page.drag);
  const parts = useStore(loadedParts);
  if (!isSignedIn) return null;
  if (overlay || panel !== null) loadParts();
  return (
    <>
      {panel !== null && parts && createElement(parts.panel, { page })}
      {parts && <OpenOverlay page={page} parts={parts.overlays} containerOf={() => container} />}
      {drag && (
        <div className="ghost" style={{ left: drag.x + 12, top: drag.y + 8 }}>
          <bdi>{drag.label}</bdi>
        </div>
      )}
      <Toasts />
    </>
  );
}
