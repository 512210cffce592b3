import type { Drag, PageModel } from './page-model.ts';

/** Less than this is a click with an unsteady hand. */
const DRAG_DISTANCE_PX = 4;

/**
 * Follows the pointer until it is released or Escape is pressed. Pointer events and our own grip, since WhatsApp's row opens the
 * chat on mousedown, and an HTML5 drag ends nowhere in some browsers.
 */
export function startDrag(
  page: PageModel,
  event: { readonly clientX: number; readonly clientY: number; readonly pointerId: number },
  grip: Element,
  subject: Pick<Drag, 'kind' | 'id' | 'label'>,
  drop: (target: string) => void,
): void {
  const abort = new AbortController();
  const { signal } = abort;
  const from = { x: event.clientX, y: event.clientY };
  const { pointerId } = event;
  const end = () => {
    abort.abort();
    page.drag.set(null);
  };
  const onMove = (move: PointerEvent) => {
    if (move.pointerId !== pointerId || !move.isTrusted) return;
    const { clientX: x, clientY: y } = move;
    if (!page.drag.get() && Math.hypot(x - from.x, y - from.y) < DRAG_DISTANCE_PX) return;
    if (!grip.hasPointerCapture(pointerId)) grip.setPointerCapture(pointerId);
    page.scrollStripAt(y);
    page.drag.set({ ...subject, x, y, target: page.dropTargetAt(x, y) });
  };
  window.addEventListener('pointermove', onMove, { signal, capture: true });
  window.addEventListener(
    'pointerup',
    (up) => {
      if (up.pointerId !== pointerId || !up.isTrusted) return;
      const drag = page.drag.get();
      end();
      if (drag?.target) drop(drag.target);
    },
    { signal, capture: true },
  );
  window.addEventListener('pointercancel', end, { signal, capture: true });
  window.addEventListener(
    'keydown',
    (key) => {
      if (key.key !== 'Escape' || !page.drag.get()) return;
      key.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
}
