import { i18n } from '#i18n';
import { useIsSignedIn, useStore } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { createShadow } from '../../ui/shadow.ts';
import { uiDirection } from '../../ui/language.ts';
import { defineFeature } from '../feature.ts';
import { renderInPage } from '../render-in-page.tsx';
import { loadParts } from '../load-parts.ts';
import { templatePicker } from '../overlay-kinds.ts';
import { usePageModel } from '../page-model.ts';
import css from './composer-bar.css?inline';

/** Above the message box: as whom the person writes, and their templates. */
export const composerBar = defineFeature({
  name: 'composer-bar',
  needs: ['account', 'chats', 'composer'],
  start({ page, whatsapp }, signal) {
    const { host, container } = createShadow(css, whatsapp.isDark, signal);
    renderInPage(page, container, <ComposerBar />, signal);
    whatsapp.mount('above-composer', host, signal);
  },
});

function ComposerBar() {
  const page = usePageModel();
  const isSignedIn = useIsSignedIn();
  const organised = useStore(page.organised);
  const chatId = useStore(page.whatsapp.activeChat);
  if (!isSignedIn || !organised || chatId === null) return null;
  const { name, color } = organised.account;
  return (
    <div className="composer-bar" onPointerEnter={loadParts} onFocus={loadParts}>
      <span className="sending-as">
        <span className="dot" style={{ background: colorValue(color) }} />
        <bdi className="chip-name" dir={uiDirection()}>
          {i18n.t('guard.sendingAs', [name])}
        </bdi>
      </span>
      <button
        type="button"
        className="bar-chip"
        aria-haspopup="dialog"
        title={i18n.t('guard.templatesHint')}
        onClick={({ currentTarget }) => page.overlays.open(templatePicker, currentTarget, { chatId })}
      >
        <Icon name="template" size={14} />
        {i18n.t('guard.templates')}
      </button>
    </div>
  );
}
