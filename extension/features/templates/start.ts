import { i18n } from '#i18n';
import { createShadow } from '../../ui/shadow.ts';
import { defineFeature } from '../feature.ts';
import { templatePicker } from '../overlay-kinds.ts';

/** A slash in the empty message box opens the templates; a second one is a slash in the message box. */
export const templates = defineFeature({
  name: 'templates',
  needs: ['account', 'chats', 'active-chat', 'composer'],
  start({ page, whatsapp }, signal) {
    const { host, container } = createShadow('', whatsapp.isDark, signal);
    const catcher = createCatcher();
    container.append(catcher);
    whatsapp.mount('above-composer', host, signal);

    let chatId = '';
    whatsapp.onComposerSlash(() => {
      const openChatId = whatsapp.activeChat.get();
      if (openChatId === null || !page.organised.get() || !host.isConnected || !page.overlays.isServed)
        return false;
      chatId = openChatId;
      catcher.value = '';
      catcher.focus();
      page.overlays.open(templatePicker, host, { chatId, typed: () => catcher.value });
      return true;
    }, signal);
    catcher.addEventListener('keydown', (event) => {
      const isEmpty = catcher.value === '' && !event.isComposing;
      const isSlash = event.key === '/' && isEmpty;
      if (event.key !== 'Escape' && !isSlash && !(event.key === 'Backspace' && isEmpty)) return;
      event.preventDefault();
      // The key that opened it may still be down.
      if (event.repeat) return;
      page.overlays.current.set(null);
      if (isSlash) void whatsapp.insertText(chatId, '/');
      else whatsapp.focusComposer();
    });
  },
});

/** Holds what is typed until the picker, which is loaded at its first use, is there to take it. */
function createCatcher(): HTMLInputElement {
  const catcher = document.createElement('input');
  catcher.className = 'visually-hidden';
  catcher.tabIndex = -1;
  catcher.setAttribute('aria-label', i18n.t('templates.search'));
  return catcher;
}
