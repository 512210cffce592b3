// WhatsApp Web's own modules, by name. Seen 2026-04-27 (2.3000.x); the names did not change over 16 days of bundles.

/** A chat model or a wid of the page; `toString()` of an id is its only stable form (its fields were renamed 2026-07). */
export interface ChatModel {
  readonly id: { toString(): string };
  readonly formattedTitle?: unknown;
  readonly name?: unknown;
  readonly unreadCount?: unknown;
  readonly archive?: unknown;
  readonly pin?: unknown;
  readonly muteExpiration?: unknown;
  readonly mute?: { readonly expiration?: unknown };
}

export interface Emitter {
  on(names: string, listener: (...values: unknown[]) => void): void;
  trigger(name: string, ...values: unknown[]): void;
}

export interface ChatCollection extends Emitter {
  getModelsArray(): ChatModel[];
}

interface Modules {
  WAWebSocketModel: { Socket: Emitter & { readonly hasSynced?: unknown } };
  WAWebChatCollection: { ChatCollection: ChatCollection };
  WAWebFrontendChatGetters: { getShouldAppearInList: (this: unknown, chat: ChatModel) => boolean };
  WAWebCmd: { Cmd: Emitter & { setActiveFilter?: (kind?: string) => void } };
  WAWebUserPrefsMeUser: { getMaybeMePnUser(): { toString(): string } | undefined };
  WAWebConnModel: { Conn: { readonly pushname?: unknown; readonly platform?: unknown } };
}

interface Loader {
  require?: (id: string) => unknown;
  importNamespace?: (id: string) => unknown;
}

/** An unknown id is never required: the loader would report it to WhatsApp's own error log. */
export function findModule<Id extends keyof Modules>(id: Id): Partial<Modules[Id]> | undefined {
  const loader: Loader = window as Loader; // Safe: both members are optional and checked.
  if (typeof loader.require !== 'function' || typeof loader.importNamespace !== 'function') return undefined;
  const { modulesMap } = loader.require('__debug') as { modulesMap?: Record<string, unknown> };
  if (!modulesMap || !Object.hasOwn(modulesMap, id)) return undefined;
  return loader.importNamespace(id) as Partial<Modules[Id]>; // Safe: every member is optional and checked at its use.
}

/** The version of WhatsApp Web, or '' while it is not known. */
export function pageVersion(): string {
  const { Debug } = window as { Debug?: { VERSION?: unknown } };
  return typeof Debug?.VERSION === 'string' ? Debug.VERSION.slice(0, 40) : '';
}
