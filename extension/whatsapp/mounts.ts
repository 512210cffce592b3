import { findAnchor, markOwnPart } from './dom.ts';

/** Where a part of ours may stand in the page. */
export type Place = 'above-list' | 'after-list' | 'page';

const LOOK_INTERVAL_MS = 200;
/** A list that is not there for so long, although it must be, has moved to where we can't find it. */
const LOOKS_WITHOUT_LIST_MAX = 3;
/** Somebody who takes our parts out from beside the same list so often in so short a time does not want them there. */
const REMOVALS_MAX = 3;
const REMOVALS_WITHIN_MS = 10_000;

/** Keeps our parts at their places while WhatsApp Web makes its list anew, and gives up rather than fight for them. */
export class Mounts {
  /** Borne by every part of ours, so that the page script can clear away what an extension that is gone left behind. */
  readonly mark = crypto.randomUUID();
  readonly #hosts = new Map<HTMLElement, Place>();
  readonly #onChange: (state: 'on' | 'lost' | 'unknown') => void;
  readonly #mustHaveList: () => boolean;
  readonly #siblings = new MutationObserver(() => this.#arrange());
  readonly #stoodAt = new WeakMap<HTMLElement, HTMLElement>();
  #list: HTMLElement | null = null;
  #looksWithoutList = 0;
  #removedAt: number[] = [];

  constructor(
    mustHaveList: () => boolean,
    onChange: (state: 'on' | 'lost' | 'unknown') => void,
    signal: AbortSignal,
  ) {
    this.#mustHaveList = mustHaveList;
    this.#onChange = onChange;
    // A look five times a second costs less than an observer of a page that redraws a thousand rows in one.
    const timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      this.#siblings.disconnect();
      for (const host of this.#hosts.keys()) host.remove();
      this.#hosts.clear();
    });
  }

  get list(): HTMLElement | null {
    return this.#list?.isConnected ? this.#list : null;
  }

  add(place: Place, host: HTMLElement, signal: AbortSignal): void {
    if (signal.aborted) return;
    markOwnPart(host, this.mark);
    this.#hosts.set(host, place);
    this.#put(host, place);
    signal.addEventListener('abort', () => {
      this.#hosts.delete(host);
      host.remove();
    });
  }

  /** Whether an element is one of ours. */
  has(element: EventTarget | null): boolean {
    return element instanceof HTMLElement && this.#hosts.has(element);
  }

  #look(): void {
    const list = findAnchor('chatList')?.element ?? null;
    if (list !== this.#list) {
      this.#list = list;
      this.#removedAt = [];
      this.#siblings.disconnect();
      if (list?.parentElement) this.#siblings.observe(list.parentElement, { childList: true });
    }
    this.#looksWithoutList = list || !this.#mustHaveList() ? 0 : this.#looksWithoutList + 1;
    this.#arrange();
    if (this.#isUnwanted) this.#onChange('lost');
    else if (list) this.#onChange('on');
    else this.#onChange(this.#looksWithoutList >= LOOKS_WITHOUT_LIST_MAX ? 'lost' : 'unknown');
  }

  get #isUnwanted(): boolean {
    return this.#removedAt.length > REMOVALS_MAX;
  }

  #arrange(): void {
    let isRemoved = false;
    for (const [host, place] of this.#hosts) {
      const anchor = place === 'page' ? document.body : this.#list;
      if (!anchor?.isConnected || isAt(host, place, anchor)) continue;
      // It stood at this very place: the page or another extension took it out.
      isRemoved ||= this.#stoodAt.get(host) === anchor && !host.isConnected;
      if (!this.#isUnwanted) this.#put(host, place);
    }
    if (!isRemoved || this.#isUnwanted) return;
    const now = performance.now();
    this.#removedAt = [...this.#removedAt.filter((at) => now - at < REMOVALS_WITHIN_MS), now];
  }

  #put(host: HTMLElement, place: Place): void {
    const anchor = place === 'page' ? document.body : this.list;
    if (!anchor) return;
    this.#stoodAt.set(host, anchor);
    if (place === 'page') anchor.append(host);
    else if (place === 'above-list') anchor.before(host);
    else anchor.after(host);
  }
}

function isAt(host: HTMLElement, place: Place, anchor: HTMLElement): boolean {
  return host.parentElement === (place === 'page' ? anchor : anchor.parentElement);
}
