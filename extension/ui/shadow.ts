declare const __SHADOW_ROOT_MODE__: 'open' | 'closed';

const KEY_EVENTS = ['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'paste', 'copy', 'cut'];
const ACTING_EVENTS = [
  ...KEY_EVENTS,
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'submit',
  'change',
];

export interface ShadowMount {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Where React renders, and where its portals go. */
  readonly container: HTMLElement;
}

/**
 * A shadow root of ours in the page, closed in what ships. Only events that a person caused act in it, and what is typed in it
 * stays in it.
 */
export function createShadow(css: string): ShadowMount {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: __SHADOW_ROOT_MODE__ });
  const style = document.createElement('style');
  style.textContent = css;
  const container = document.createElement('div');
  root.append(style, container);
  dropUntrustedEvents(root);
  for (const type of KEY_EVENTS) host.addEventListener(type, (event) => event.stopPropagation());
  return { host, root, container };
}

/** A synthetic event passes only inside a trusted one of ours: a library may click an item when Enter is pressed. */
function dropUntrustedEvents(root: ShadowRoot): void {
  let trustedDepth = 0;
  for (const type of ACTING_EVENTS) {
    root.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted) {
          if (trustedDepth > 0) return;
          event.stopImmediatePropagation();
          event.preventDefault();
          return;
        }
        trustedDepth += 1;
        // Not a microtask: those run between two listeners of one event.
        setTimeout(() => {
          trustedDepth -= 1;
        }, 0);
      },
      { capture: true },
    );
  }
}
