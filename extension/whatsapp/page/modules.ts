import { NOT_FOUND, type ProbeName } from '../capabilities.ts';

// WhatsApp Web's own modules, by name: what each is for, its alternatives in order, and what it must be able to do.

/** A chat model or a wid of the page; `toString()` of an id is its only stable form (its fields were renamed 2026-07). */
export interface Wid {
  toString(): string;
}
export interface ChatModel {
  readonly id: Wid;
  readonly accountLid?: unknown;
  readonly formattedTitle?: unknown;
  readonly name?: unknown;
  readonly unreadCount?: unknown;
  readonly archive?: unknown;
  readonly pin?: unknown;
  readonly muteExpiration?: unknown;
  readonly mute?: { readonly expiration?: unknown };
  readonly active?: unknown;
  /** Epoch seconds of the last message. */
  readonly t?: unknown;
  readonly msgs?: { getModelsArray?: () => readonly MsgModel[] };
}
export interface MsgModel {
  readonly id?: { readonly fromMe?: unknown };
  readonly type?: unknown;
  /** Epoch seconds. */
  readonly t?: unknown;
}

type Listener = (...values: unknown[]) => void;
export interface Emitter {
  on(names: string, listener: Listener): void;
  off(names: string, listener: Listener): void;
  trigger(name: string, ...values: unknown[]): void;
}
export interface ChatCollection extends Emitter {
  getModelsArray(): ChatModel[];
}
export type ListGetter = (this: unknown, chat: ChatModel) => boolean;

interface Found {
  socket: Emitter & { readonly hasSynced?: unknown };
  chatCollection: ChatCollection;
  listGetters: { getShouldAppearInList: ListGetter };
  cmd: Emitter & {
    openChatBottom?: (options: unknown) => unknown;
    setActiveFilter?: (kind?: string) => void;
  };
  meUser: { readonly [name: string]: unknown };
  conn: { readonly pushname?: unknown; readonly platform?: unknown; readonly wid?: unknown };
  lidMap: { getCurrentLid(pn: Wid): Wid | undefined; getPhoneNumber(lid: Wid): Wid | undefined };
}
export type ModuleName = keyof Found & ProbeName;

interface ModuleProbe {
  readonly purpose: string;
  /** Module, and the export of it; no export: the module's namespace itself. The best first. */
  readonly places: readonly (readonly [id: string, member?: string])[];
  readonly seen: string;
  /** What the thing must be able to do, or it is as good as gone. */
  readonly can: readonly string[];
}

export const modules: Readonly<Record<ModuleName, ModuleProbe>> = {
  socket: {
    purpose: 'Whether WhatsApp Web has logged in and synced.',
    places: [['WAWebSocketModel', 'Socket']],
    seen: 'bundle 2026-04',
    can: ['on', 'off'],
  },
  chatCollection: {
    purpose: 'Every chat, and the events of each.',
    places: [
      ['WAWebChatCollection', 'ChatCollection'],
      ['WAWebCollections', 'Chat'],
    ],
    seen: 'bundle 2026-04; both, unchanged over 16 days of bundles',
    can: ['on', 'off', 'trigger', 'getModelsArray'],
  },
  listGetters: {
    purpose: 'What the chat list asks of each chat through the namespace.',
    places: [['WAWebFrontendChatGetters']],
    seen: 'bundle 2026-04; hooked by others since 2024-11',
    can: ['getShouldAppearInList'],
  },
  cmd: {
    purpose: 'Opens a chat; tells of and sets WhatsApp’s own filter.',
    places: [['WAWebCmd', 'Cmd']],
    seen: 'bundle 2026-04; the argument of openChatBottom is an object since 2.3000.1029960097',
    can: ['on', 'off'],
  },
  meUser: {
    purpose: 'Whose account it is.',
    places: [['WAWebUserPrefsMeUser']],
    seen: 'bundle 2026-04',
    can: [],
  },
  conn: {
    purpose: 'The account’s name and kind of phone, and its id where meUser has none.',
    places: [['WAWebConnModel', 'Conn']],
    seen: 'bundle 2026-04',
    can: [],
  },
  lidMap: {
    purpose: 'The page’s own map between phone ids and LIDs; it asks nobody.',
    places: [['WAWebApiContact']],
    seen: 'bundle 2026-04',
    can: ['getCurrentLid', 'getPhoneNumber'],
  },
};

/** The thing and which alternative it is; null while it is not there. A miss is never remembered: modules come by and by. */
export function findModule<Name extends ModuleName>(
  name: Name,
): { value: Found[Name]; place: number } | null {
  const { places, can } = modules[name];
  for (const [place, [id, member]] of places.entries()) {
    const value = read(id, member);
    if (value && can.every((method) => typeof value[method] === 'function')) {
      return { value: value as unknown as Found[Name], place }; // Safe: what is used of it was just looked at.
    }
  }
  return null;
}

export function placeOfModule(name: ModuleName): number {
  try {
    return findModule(name)?.place ?? NOT_FOUND;
  } catch {
    return NOT_FOUND; // The loader is not complete yet.
  }
}

interface Loader {
  require?: (id: string) => unknown;
  importNamespace?: (id: string) => unknown;
}
type Thing = Readonly<Record<string, unknown>>;

/** A loader without a list of its modules. It does not get one later, and to ask again would fill WhatsApp's own error log. */
let closed: unknown;

function mapOf(require: (id: string) => unknown): Record<string, unknown> | undefined {
  if (require === closed) return undefined;
  try {
    return (require('__debug') as { modulesMap?: Record<string, unknown> }).modulesMap;
  } catch {
    closed = require;
    return undefined;
  }
}

/** An unknown id is never required: the loader would report it to WhatsApp's own error log. */
function read(id: string, member: string | undefined): Thing | undefined {
  const loader: Loader = window as Loader; // Safe: both members are optional and checked.
  if (typeof loader.require !== 'function' || typeof loader.importNamespace !== 'function') return undefined;
  const modulesMap = mapOf(loader.require);
  if (!modulesMap || !Object.hasOwn(modulesMap, id)) return undefined;
  const namespace = loader.importNamespace(id);
  if (!isThing(namespace)) return undefined;
  if (member === undefined) return namespace;
  const { default: whole } = namespace;
  const found = namespace[member] ?? (isThing(whole) ? whole[member] : undefined);
  return isThing(found) ? found : undefined;
}

function isThing(value: unknown): value is Thing {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

/** The version of WhatsApp Web, or '' while it is not known. */
export function pageVersion(): string {
  const { Debug } = window as { Debug?: { VERSION?: unknown } };
  return typeof Debug?.VERSION === 'string' ? Debug.VERSION.slice(0, 40) : '';
}
