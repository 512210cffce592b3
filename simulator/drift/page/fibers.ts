import { has } from './has.ts';

const CONTAINER = '__reactContainer$';

/** Where React hangs an element's fiber; its key is random, and a root tells it before anything is rendered. */
export function renameFibers(root: Element): void {
  const name = has('fiber-key-old')
    ? '__reactInternalInstance$'
    : has('fiber-key-unknown')
      ? '__waFiber$'
      : undefined;
  const container = Object.keys(root).find((key) => key.startsWith(CONTAINER));
  if (!name || !container) return;
  const random = container.slice(CONTAINER.length);
  const field = `${name}${random}`;
  // React assigns and reads by its own key and finds the value under the other.
  Object.defineProperty(Node.prototype, `__reactFiber$${random}`, {
    get(this: Record<string, unknown>) {
      return this[field];
    },
    set(this: Record<string, unknown>, fiber: unknown) {
      this[field] = fiber;
    },
  });
}
