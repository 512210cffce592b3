import type { Outcome } from '../bridge.ts';
import { findAnchor } from '../dom.ts';
import { isSoon } from './open-chat.ts';

const INSERT_TIMEOUT_MS = 800;

/**
 * Writes into the composer where the cursor is, as a paste: line breaks and emoji stay, and WhatsApp's own editor (Lexical 0.43)
 * applies it in a later tick. execCommand drops line breaks, and what is written past the editor is reverted. It never sends.
 */
export async function insertText(text: string): Promise<Outcome> {
  const composer = findAnchor('composer')?.element;
  if (!composer) return 'not_possible';
  const before = composer.textContent;
  let hasChanged = false;
  // Who is quick may have changed it back before anyone looks.
  const changes = new MutationObserver(() => {
    hasChanged ||= composer.textContent !== before;
  });
  changes.observe(composer, { childList: true, characterData: true, subtree: true });
  composer.focus();
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const paste = new ClipboardEvent('paste', {
    clipboardData,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  // In Firefox (153) an event that is made up has a copy of it that is empty.
  Object.defineProperty(paste, 'clipboardData', { value: clipboardData });
  composer.dispatchEvent(paste);
  const isThere = text === '' || (await isSoon(() => hasChanged, INSERT_TIMEOUT_MS));
  changes.disconnect();
  return isThere ? 'done' : 'failed';
}

/** `unknown` while no chat is open that could be answered: a chat that can not says so where the composer would be. */
export function composerState(): 'on' | 'lost' | 'unknown' {
  if (findAnchor('composer')) return 'on';
  return findAnchor('unknownComposer') ? 'lost' : 'unknown';
}
