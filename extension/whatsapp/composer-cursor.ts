import { findAnchor } from './dom.ts';

/**
 * Returns what gives the focus back to the composer, with the cursor or the selection where it was when the composer lost it. By
 * itself the browser puts it at the start, and the page's editor follows.
 */
export function keepComposerCursor(signal: AbortSignal): () => void {
  let kept: Range | null = null;
  const keep = ({ target }: FocusEvent) => {
    const composer = findAnchor('composer')?.element;
    const selection = document.getSelection();
    if (!composer || !selection?.rangeCount || !(target instanceof Node) || !composer.contains(target))
      return;
    if (composer.contains(selection.anchorNode)) kept = selection.getRangeAt(0).cloneRange();
  };
  document.addEventListener('focusout', keep, { capture: true, signal });
  return () => {
    const composer = findAnchor('composer')?.element;
    const selection = document.getSelection();
    if (!composer || composer.contains(document.activeElement)) return;
    composer.focus();
    if (!selection) return;
    if (kept && composer.contains(kept.commonAncestorContainer)) {
      selection.removeAllRanges();
      selection.addRange(kept);
    } else {
      selection.selectAllChildren(composer);
      selection.collapseToEnd();
    }
  };
}
