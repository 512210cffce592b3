import { createElement, useState } from 'react';
import { useStore } from '../replica/use-rows.ts';
import { chatOverlays } from './chats/overlays.tsx';
import { folderEditorOverlay } from './folders/overlays.tsx';
import type { Organising } from './organising.ts';
import type { OverlayPart } from './overlays.ts';
import { priorityOverlays } from './priority/overlays.tsx';
import { tagOverlays } from './tags/overlays.tsx';

const parts: readonly OverlayPart<Organising>[] = [
  ...chatOverlays,
  ...tagOverlays,
  ...priorityOverlays,
  folderEditorOverlay,
];

/** The menus and editors that organise chats, over the extension's own page. */
export function OrganiseOverlays({ page }: { page: Organising }) {
  const overlay = useStore(page.overlays.current);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  // What is outside of an open dialog can not be reached.
  const container = overlay?.anchor.closest('dialog') ?? place;
  const part = parts.find(({ name }) => name === overlay?.name);
  return (
    <div className="overlays" ref={setPlace}>
      {overlay &&
        part &&
        container &&
        createElement(part.component, {
          key: part.name,
          ...overlay.props,
          page,
          container,
          anchor: overlay.anchor,
          close: () => page.overlays.close(overlay),
        })}
    </div>
  );
}
