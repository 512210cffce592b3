import { createElement } from 'react';
import { useStore } from '../replica/use-rows.ts';
import type { OverlayPart, Overlays } from './overlays.ts';

interface Props<Page> {
  readonly page: Page;
  readonly parts: readonly OverlayPart<Page>[];
  /** Where it is put, by what it belongs to; null: there is no place yet. */
  readonly containerOf: (anchor: Element) => HTMLElement | null;
}

/** What is open now, where it is one of these parts. */
export function OpenOverlay<Page extends { readonly overlays: Overlays }>({
  page,
  parts,
  containerOf,
}: Props<Page>) {
  const overlay = useStore(page.overlays.current);
  const part = parts.find(({ name }) => name === overlay?.name);
  const container = overlay && containerOf(overlay.anchor);
  if (!overlay || !part || !container) return null;
  return createElement(part.component, {
    key: part.name,
    ...overlay.props,
    page,
    container,
    anchor: overlay.anchor,
    close: () => page.overlays.close(overlay),
  });
}
