import type { ChatFilter } from '../bridge.ts';
import { listExtent } from '../dom.ts';
import { callSite } from './call-site.ts';
import { findModule, type ChatCollection, type ChatModel, type ListGetter } from './modules.ts';
import { areChatsDrawn } from './rows.ts';

// The chat list asks `getShouldAppearInList` for every chat whenever ChatCollection sorts, through the namespace, at call time. So do
// search, the archived drawer, "mark all as read", forward and others (22 uses in 15 modules, 2026-04), some at once and some a frame
// later; an answer meant for the list must not reach them. No flag around an event can tell them apart, their place in the code can:
// the list's call site is found once by its effect. Hiding the last chat from one site at a time, the site that makes
// the list one row shorter is the list's. That row is far below the window, so nobody sees it go.

type Answer = (chat: ChatModel) => boolean;
/** What a call site is answered; null: everything passes. */
type Decide = (site: string | undefined) => Answer | null;

const FRAMES_FOR_EFFECT = 6;
const ATTEMPTS_TO_LEARN = 3;
const PAUSE_BETWEEN_ATTEMPTS_MS = 80;

/** `unknown`: the list shows something else right now, so nothing can be said of it. */
export type Learned = 'yes' | 'no' | 'unknown';
interface Getters {
  getShouldAppearInList: ListGetter;
}

/** Whether WhatsApp itself would list the chat, as long as nothing of ours is between. */
export function isListedByPage(chat: ChatModel): boolean {
  const getters = findModule('listGetters')?.value;
  return chat.archive !== true && (getters?.getShouldAppearInList(chat) ?? true);
}

/** Shows some of the chats in WhatsApp's own list, and in nothing else. Never throws into the page. */
export class ListFilter {
  readonly #chats: ChatCollection;
  readonly #getters: Getters;
  readonly #original: ListGetter;
  readonly #ours: ListGetter;
  readonly #filterList: Decide = (site) =>
    site !== undefined && this.#listSites.has(site) ? this.#passes : null;
  readonly #listSites = new Set<string>();
  #decide: Decide | null = null;
  #filter: { isExcluding: boolean; ids: ReadonlySet<string> } | null = null;
  /** The filter's answer for each chat that was asked for. */
  #verdicts = new WeakMap<ChatModel, boolean>();
  #learning: Promise<Learned> | null = null;
  /** Which request is the last: an older one that waited for the learning changes nothing any more. */
  #turn = 0;

  constructor(chats: ChatCollection, getters: Getters) {
    const original = getters.getShouldAppearInList;
    this.#chats = chats;
    this.#getters = getters;
    this.#original = original;
    const ask = askInBursts(chats, () => this.#decide);
    function getShouldAppearInList(this: unknown, chat: ChatModel): boolean {
      return original.call(this, chat) && ask(chat);
    }
    Object.defineProperties(getShouldAppearInList, Object.getOwnPropertyDescriptors(original));
    getters.getShouldAppearInList = getShouldAppearInList;
    this.#ours = getShouldAppearInList;
  }

  /** The hook goes, and the whole list is back. A hook that somebody else put over it stays, and ours lets everything pass. */
  stop(): void {
    const wasFiltering = this.#filter !== null;
    this.standBack();
    this.#decide = null;
    if (this.#getters.getShouldAppearInList === this.#ours) {
      this.#getters.getShouldAppearInList = this.#original;
    }
    if (wasFiltering) this.#chats.trigger('sort');
  }

  /** Whether WhatsApp itself would list the chat. */
  isListed(chat: ChatModel): boolean {
    return chat.archive !== true && Reflect.apply(this.#original, undefined, [chat]);
  }

  /** Finds the list's call site; when no site has the effect nothing is ever filtered. */
  learn(): Promise<Learned> {
    if (this.#listSites.size > 0) return Promise.resolve('yes');
    this.#learning ??= this.#tryToLearn().finally(() => {
      this.#learning = null;
    });
    return this.#learning;
  }

  /** Applies a filter, or none. False when the list can't be filtered; it then shows everything. */
  async set(filter: ChatFilter | null): Promise<boolean> {
    this.#turn += 1;
    const turn = this.#turn;
    const canFilter = filter === null || (await this.learn()) === 'yes';
    if (turn !== this.#turn) return canFilter;
    this.#verdicts = new WeakMap();
    this.#filter = filter && canFilter ? { isExcluding: filter.isExcluding, ids: new Set(filter.ids) } : null;
    if (!this.#learning) this.#decide = this.#filter && this.#filterList;
    this.#chats.trigger('sort');
    return canFilter;
  }

  /** Stands back before the page lists by a filter of its own: Unread and Favorites do not come by the sort (2026-04). */
  standBack(): void {
    this.#turn += 1;
    this.#verdicts = new WeakMap();
    this.#filter = null;
    if (!this.#learning) this.#decide = null;
  }

  readonly #passes: Answer = (chat) => {
    const known = this.#verdicts.get(chat);
    if (known !== undefined) return known;
    const passes = !this.#filter || this.#filter.ids.has(chat.id.toString()) !== this.#filter.isExcluding;
    this.#verdicts.set(chat, passes);
    return passes;
  };

  /** A chat that comes or goes meanwhile spoils an attempt, and so does one of WhatsApp's own filters that is just being left. */
  async #tryToLearn(): Promise<Learned> {
    let isPlain = false;
    for (let attempt = 1; attempt <= ATTEMPTS_TO_LEARN; attempt += 1) {
      if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_BETWEEN_ATTEMPTS_MS));
      if (await this.#findListSite()) return 'yes';
      isPlain ||= this.#showsPlainList();
    }
    return isPlain ? 'no' : 'unknown';
  }

  /** The list as WhatsApp shows it by itself, no search and no filter: then it must follow. */
  #showsPlainList(): boolean {
    const extent = listExtent();
    if (!extent) return areChatsDrawn(this.#chats);
    if (!('rows' in extent)) return extent.height > 0;
    const listed = this.#chats.getModelsArray().filter((chat) => this.isListed(chat)).length;
    return listed > 0 && extent.rows === listed;
  }

  async #findListSite(): Promise<boolean> {
    const whole = listExtent();
    const probe = this.#chats.getModelsArray().findLast((chat) => this.isListed(chat));
    if (!whole || !probe) return false;
    const sites = new Set<string>();
    try {
      this.#decide = (site) => (chat) => {
        if (site !== undefined && chat === probe) sites.add(site);
        return true;
      };
      await this.#effectOfSort(() => false);
      for (const candidate of sites) {
        this.#decide = (site) => (site === candidate ? (chat) => chat !== probe : null);
        const isList = await this.#effectOfSort(() => isOneShorter(whole, listExtent()));
        this.#decide = null;
        const isRestored = await this.#effectOfSort(() => isSameExtent(whole, listExtent()));
        if (isList && isRestored) this.#listSites.add(candidate);
      }
    } finally {
      this.#decide = null;
    }
    return this.#listSites.size > 0;
  }

  async #effectOfSort(isSeen: () => boolean): Promise<boolean> {
    this.#chats.trigger('sort');
    for (let frame = 0; frame < FRAMES_FOR_EFFECT && !isSeen(); frame += 1) {
      await new Promise(requestAnimationFrame);
    }
    return isSeen();
  }
}

type Extent = ReturnType<typeof listExtent>;

function isOneShorter(whole: Extent, now: Extent): boolean {
  if (!whole || !now) return false;
  if ('rows' in whole) return 'rows' in now && now.rows === whole.rows - 1;
  return 'height' in now && now.height < whole.height;
}

function isSameExtent(whole: Extent, now: Extent): boolean {
  return JSON.stringify(whole) === JSON.stringify(now);
}

/** How far ahead a loop that skips chats is looked for. */
const LOOK_AHEAD = 200;

/**
 * Answers each question by the place that it comes from. A stack costs microseconds and a list is asked for by the thousand, so it is
 * taken once for a loop over the collection: the list's own loop leaves out archived chats and nothing else. Within a loop a question
 * costs nanoseconds; a page under load asks millions a second.
 */
function askInBursts(chats: ChatCollection, decideNow: () => Decide | null): Answer {
  let models: readonly ChatModel[] = [];
  let next = 0;
  let site: string | undefined;
  let decide: Decide | null = null;
  let answer: Answer | null = null;
  const endBurst = () => {
    next = 0;
  };
  const isNext = (chat: ChatModel): boolean => {
    let index = next;
    while (index < models.length && models[index] !== chat && models[index]?.archive === true) index += 1;
    if (models[index] !== chat) return false;
    next = index + 1;
    return true;
  };
  const begin = (chat: ChatModel) => {
    if (next === 0) {
      models = chats.getModelsArray();
      queueMicrotask(endBurst);
    }
    const ahead = models.slice(next, next + LOOK_AHEAD).indexOf(chat);
    next = ahead < 0 ? Number(models[0] === chat) : next + ahead + 1;
    site = callSite();
    decide = null;
  };
  return (chat) => {
    const now = decideNow();
    if (now === null) return true;
    try {
      if (next > 0 && models[next] === chat) next += 1;
      else if (next === 0 || !isNext(chat)) begin(chat);
      if (decide !== now) {
        decide = now;
        answer = now(site);
      }
      return answer === null || answer(chat);
    } catch {
      return true; // The page's own answer stands.
    }
  };
}
