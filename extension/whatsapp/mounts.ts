import { findAnchor, markOwnPart } from './dom.ts';

/** Where a part of ours may stand in the page. */
export type Place =
  | 'above-list'
  | 'close-above-list'
  | 'after-list'
  | 'below-header'
  | 'above-composer'
  | 'page';

const LOOK_INTERVAL_MS = 200;
/** A list that is not there for so long, although it must be, has moved to where we can't find it. */
const LOOKS_WITHOUT_LIST_MAX = 3;
/** Somebody who takes our parts out from beside the same thing so often in so short a time does not want them there. */
const REMOVALS_MAX = 3;
const REMOVALS_WITHIN_MS = 10_000;

const FRAMES_TO_DRAW = 3;

/** What of the page a part stands beside. */
type Neighbour = 'list' | 'header' | 'composer' | 'body';

const places: Readonly<Record<Place, { beside: Neighbour; at: InsertPosition }>> = {
  'above-list': { beside: 'list', at: 'beforebegin' },
  'close-above-list': { beside: 'list', at: 'beforebegin' },
  'after-list': { beside: 'list', at: 'afterend' },
  'below-header': { beside: 'header', at: 'afterend' },
  'above-composer': { beside: 'composer', at: 'beforebegin' },
  page: { beside: 'body', at: 'beforeend' },
};

const find: Readonly<Record<Neighbour, () => HTMLElement | null>> = {
  list: () => findAnchor('chatList')?.element ?? null,
  header: () => findAnchor('chatHeader')?.element ?? null,
  composer: () => findAnchor('composer')?.element.closest('footer') ?? null,
  body: () => document.body,
};

/** Keeps our parts at their places while WhatsApp Web makes its own anew, and gives up rather than fight for them. */
export class Mounts {
  /** Borne by every part of ours, so that the page script can clear away what an extension that is gone left behind. */
  readonly mark = crypto.randomUUID();
  readonly #hosts = new Map<HTMLElement, Place>();
  readonly #onChange: (state: 'on' | 'lost' | 'unknown') => void;
  readonly #mustHaveList: () => boolean;
  readonly #siblings = new MutationObserver(() => this.#arrange());
  readonly #stoodAt = new WeakMap<HTMLElement, HTMLElement>();
  readonly #neighbours = new Map<Neighbour, HTMLElement | null>();
  readonly #removedAt = new Map<Neighbour, number[]>();
  #looksWithoutList = 0;

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
    const list = this.#neighbours.get('list');
    return list?.isConnected ? list : null;
  }

  add(place: Place, host: HTMLElement, signal: AbortSignal): void {
    if (signal.aborted) return;
    markOwnPart(host, this.mark);
    this.#hosts.set(host, place);
    this.#findNeighbours();
    this.#arrange();
    signal.addEventListener('abort', () => {
      this.#hosts.delete(host);
      host.remove();
    });
  }

  /** The list, and from where to where the messages of the open chat go: what of ours stands there is left out as well. */
  boxes(): { list: DOMRect; top: number; bottom: number } | null {
    const list = this.list?.getBoundingClientRect();
    if (!list) return null;
    const edges = (place: Place) =>
      [...this.#hosts].flatMap(([host, at]) => (at === place && host.isConnected ? [host] : []));
    const header = find.header();
    const footer = findAnchor('footer')?.element;
    const tops = header ? [header, ...edges('below-header')] : [];
    const bottoms = footer ? [footer, ...edges('above-composer')] : [];
    return {
      list,
      top: Math.max(0, ...tops.map((element) => element.getBoundingClientRect().bottom)),
      bottom: Math.min(window.innerHeight, ...bottoms.map((element) => element.getBoundingClientRect().top)),
    };
  }

  /** Another chat is open: its header and its composer are there in this frame or in one of the next. */
  lookSoon(frames = FRAMES_TO_DRAW): void {
    this.#look();
    if (frames > 0) requestAnimationFrame(() => this.lookSoon(frames - 1));
  }

  /** Whether an element is one of ours. */
  has(element: EventTarget | null): boolean {
    return element instanceof HTMLElement && this.#hosts.has(element);
  }

  #look(): void {
    this.#findNeighbours();
    const { list } = this;
    this.#looksWithoutList = list || !this.#mustHaveList() ? 0 : this.#looksWithoutList + 1;
    this.#arrange();
    if (this.#isUnwanted('list')) this.#onChange('lost');
    else if (list) this.#onChange('on');
    else this.#onChange(this.#looksWithoutList >= LOOKS_WITHOUT_LIST_MAX ? 'lost' : 'unknown');
  }

  /** Watches what holds the neighbours, so that a part is back in the frame in which the page made its own anew. */
  #findNeighbours(): void {
    const wanted = new Set([...this.#hosts.values()].map((place) => places[place].beside)).add('list');
    let isOther = false;
    for (const name of wanted) {
      const element = find[name]();
      if (element === this.#neighbours.get(name)) continue;
      isOther = true;
      this.#neighbours.set(name, element);
      this.#removedAt.delete(name);
    }
    if (!isOther) return;
    this.#siblings.disconnect();
    for (const [name, element] of this.#neighbours) {
      const parent = name === 'body' ? null : element?.parentElement;
      if (parent) this.#siblings.observe(parent, { childList: true });
    }
  }

  #isUnwanted(beside: Neighbour): boolean {
    return (this.#removedAt.get(beside)?.length ?? 0) > REMOVALS_MAX;
  }

  #arrange(): void {
    const removed = new Set<Neighbour>();
    for (const [host, place] of this.#hosts) {
      const { beside } = places[place];
      const neighbour = this.#neighbours.get(beside);
      if (!neighbour?.isConnected) {
        // A part without what it stands beside says nothing of use.
        if (beside !== 'list') host.remove();
        continue;
      }
      if (isAt(host, beside, neighbour)) continue;
      // It stood at this very place: the page or another extension took it out.
      if (this.#stoodAt.get(host) === neighbour && !host.isConnected) removed.add(beside);
      if (!this.#isUnwanted(beside)) this.#put(host, place, neighbour);
    }
    const now = performance.now();
    for (const beside of removed) {
      if (this.#isUnwanted(beside)) continue;
      const recent = (this.#removedAt.get(beside) ?? []).filter((at) => now - at < REMOVALS_WITHIN_MS);
      this.#removedAt.set(beside, [...recent, now]);
    }
  }

  #put(host: HTMLElement, place: Place, neighbour: HTMLElement): void {
    this.#stoodAt.set(host, neighbour);
    // Whichever of the two comes first, the one is between the other and the list.
    const between =
      place === 'above-list'
        ? [...this.#hosts].find(
            ([other, at]) => at === 'close-above-list' && other.parentElement === neighbour.parentElement,
          )?.[0]
        : undefined;
    (between ?? neighbour).insertAdjacentElement(places[place].at, host);
  }
}

function isAt(host: HTMLElement, beside: Neighbour, neighbour: HTMLElement): boolean {
  return host.parentElement === (beside === 'body' ? neighbour : neighbour.parentElement);
}
