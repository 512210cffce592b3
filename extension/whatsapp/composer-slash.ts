import { findAnchor, isEmptyComposer } from './dom.ts';

/** Asks whether to take a slash that a person types into the empty composer, before the page sees it. */
export function followComposerSlash(take: () => boolean, signal: AbortSignal): void {
  const follow = (event: KeyboardEvent) => {
    if (!event.isTrusted || event.key !== '/' || event.isComposing || event.repeat || isChord(event)) return;
    const composer = findAnchor('composer')?.element;
    if (!composer || !(event.target instanceof Node) || !composer.contains(event.target)) return;
    if (!isEmptyComposer(composer) || !take()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('keydown', follow, { capture: true, signal });
}

/** Some keyboards have the slash behind AltGr, which looks like two other keys. */
function isChord(event: KeyboardEvent): boolean {
  return event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph'));
}
