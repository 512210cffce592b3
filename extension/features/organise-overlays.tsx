import { useState } from 'react';
import { chatOverlays } from './chats/overlays.tsx';
import { folderEditorOverlay } from './folders/overlays.tsx';
import { OpenOverlay } from './open-overlay.tsx';
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
  const [place, setPlace] = useState<HTMLElement | null>(null);
  // What is outside of an open dialog can not be reached.
  const containerOf = (anchor: Element) => anchor.closest('dialog') ?? place;
  return (
    <div className="overlays" ref={setPlace}>
      <OpenOverlay page={page} parts={parts} containerOf={containerOf} />
    </div>
  );
}
