import { createPortal } from 'react-dom';
import { useIsSignedIn, useStore } from '../../replica/use-rows.ts';
import { createShadow } from '../../ui/shadow.ts';
import { defineFeature } from '../feature.ts';
import { renderInPage } from '../render-in-page.tsx';
import { usePageModel } from '../page-model.ts';
import { ChatBar } from './chat-bar.tsx';
import css from './chats.css?inline';
import { PickedBar } from './picked-bar.tsx';
import { markRows } from './row-marks.ts';
import { RowTools } from './row-tools.tsx';

/** What a person sees and does of one chat or of several: marks and tools on rows, the bar of the open chat, the chats that are picked. */
export const chats = defineFeature({
  name: 'chats',
  needs: ['account', 'chats'],
  start({ page, whatsapp }, signal) {
    const shadow = () => createShadow(css, whatsapp.isDark, signal);
    const [tools, bar, picked] = [shadow(), shadow(), shadow()];
    renderInPage(
      page,
      tools.container,
      <>
        <Tools />
        {createPortal(<ChatBar />, bar.container)}
        {createPortal(<PickedBar />, picked.container)}
      </>,
      signal,
    );
    // A row's buttons come after the list, so that Tab leads from the row to them.
    whatsapp.mount('after-list', tools.host, signal);
    whatsapp.mount('below-header', bar.host, signal);
    whatsapp.mount('close-above-list', picked.host, signal);
    markRows(page, signal);
  },
});

function Tools() {
  const isSignedIn = useIsSignedIn();
  const { on } = useStore(usePageModel().whatsapp.health);
  return isSignedIn && on.has('rows') ? <RowTools /> : null;
}
