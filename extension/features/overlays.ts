import type { ReactNode } from 'react';
import { Store } from '../ui/store.ts';
import type { PageModel } from './page-model.ts';

/** A menu, editor or picker that may open over the page, and what it is given. */
export interface OverlayKind<Props> {
  readonly name: string;
  /** For the types alone. */
  readonly props?: Props;
}

/** Declares one. Its component is in the script that is loaded at the first use, see `overlays.tsx` of its feature. */
export const overlayKind = <Props>(name: string): OverlayKind<Props> => ({ name });

/** `Page`: as much of what surrounds it as it needs. */
export interface OverlayFrame<Page = PageModel> {
  readonly page: Page;
  /** What it belongs to: where it stands, and where the focus goes back to. */
  readonly anchor: Element;
  /** Where portals go: inside the shadow root. */
  readonly container: HTMLElement;
  readonly close: () => void;
}

export type OverlayComponent<Props, Page = PageModel> = (props: OverlayFrame<Page> & Props) => ReactNode;

/** An overlay kind with its component. */
export interface OverlayPart<Page = PageModel> {
  readonly name: string;
  readonly component: OverlayComponent<object, Page>;
}

export function overlayPart<Props extends object, Page = PageModel>(
  { name }: OverlayKind<Props>,
  component: OverlayComponent<Props, Page>,
): OverlayPart<Page> {
  return { name, component: component as OverlayComponent<object, Page> }; // Safe: `open` takes the kind's props alone.
}

interface OpenOverlay {
  readonly name: string;
  readonly props: object;
  readonly anchor: Element;
}

/** What is open over the page: one thing at a time. */
export class Overlays {
  readonly current = new Store<OpenOverlay | null>(null);
  /** Whether there is something that shows them. */
  isServed = false;

  open<Props extends object>(kind: OverlayKind<Props>, anchor: Element, props: Props): void {
    this.current.set({ name: kind.name, props, anchor });
  }

  /** From one overlay to the next: the first gives the focus back a frame after its end, and must not take it from the second. */
  openNext<Props extends object>(kind: OverlayKind<Props>, anchor: Element, props: Props): void {
    this.current.set(null);
    requestAnimationFrame(() => requestAnimationFrame(() => this.open(kind, anchor, props)));
  }

  /** Closes it unless another has taken its place. */
  close(overlay: OpenOverlay | null): void {
    if (this.current.get() === overlay) this.current.set(null);
  }
}
