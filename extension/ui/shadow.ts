import { uiDirection, uiLanguage } from './language.ts';
import type { Store } from './store.ts';
import tokens from './tokens.css?inline';

declare const __SHADOW_ROOT_MODE__: 'open' | 'closed';

const KEY_EVENTS = ['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'paste', 'copy', 'cut'];
/** A person alone can cause these, if they are trusted. */
const PERSONS_EVENTS = [
  'keydown',
  'keyup',
  'keypress',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
];
/** Trusted also when a script caused them, by requestSubmit() for one. */
const SUBMIT_EVENTS = ['submit', 'reset'];
const OTHER_ACTING_EVENTS = ['beforeinput', 'input', 'paste', 'copy', 'cut', 'change'];

export interface ShadowMount {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Where React renders, and where its portals go. */
  readonly container: HTMLElement;
  /** Of what is loaded later. */
  readonly addStyle: (css: string) => void;
}

/**
 * A shadow root of ours in the page, closed in what ships. Only events that a person caused act in it, and what is typed in it
 * stays in it.
 */
export function createShadow(css: string, isDark: Store<boolean>, signal: AbortSignal): ShadowMount {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: __SHADOW_ROOT_MODE__ });
  const addStyle = (text: string) => {
    const style = document.createElement('style');
    style.textContent = text;
    root.append(style);
  };
  addStyle(tokens + css);
  const container = document.createElement('div');
  container.className = 'nexis';
  // What stands where follows the page; a sentence reads in its own direction.
  container.lang = uiLanguage();
  container.style.setProperty('--words', uiDirection());
  const dress = () => {
    container.dataset['theme'] = isDark.get() ? 'dark' : 'light';
  };
  dress();
  signal.addEventListener('abort', isDark.subscribe(dress));
  root.append(container);
  dropUntrustedEvents(root);
  for (const type of KEY_EVENTS) host.addEventListener(type, (event) => event.stopPropagation());
  return { host, root, container, addStyle };
}

/** A synthetic event passes only inside a trusted one of ours: a library may click an item when Enter is pressed. */
function dropUntrustedEvents(root: ShadowRoot): void {
  let trustedDepth = 0;
  const drop = (event: Event) => {
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  for (const type of [...PERSONS_EVENTS, ...SUBMIT_EVENTS, ...OTHER_ACTING_EVENTS]) {
    const isPersons = PERSONS_EVENTS.includes(type);
    const isSubmit = SUBMIT_EVENTS.includes(type);
    root.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted || isSubmit) {
          if (trustedDepth === 0) drop(event);
        } else if (isPersons) {
          trustedDepth += 1;
          // Not a microtask: those run between two listeners of one event.
          setTimeout(() => {
            trustedDepth -= 1;
          }, 0);
        }
      },
      { capture: true },
    );
  }
}
