import type { ChatModel, Models, MsgModel, PageModule, Wid } from './page-models.ts';
import type { PageScript } from './page-script.ts';

// Each function runs in the page, with those that its script names. The rules are those of the extension's page script.

interface PageScope {
  require?: (id: string) => unknown;
  importNamespace: (id: string) => PageModule;
  /** What the loader does not have: it reports each request to WhatsApp's own error log. */
  nexisMissing?: Set<string>;
}

/** Where the loader lists its modules an unknown id is never required, and where it does not, once. */
export function pageModule(id: string): PageModule {
  const page = globalThis as unknown as PageScope;
  const missing = (page.nexisMissing ??= new Set());
  const required = (name: string): unknown => {
    if (!page.require || missing.has(name)) return undefined;
    try {
      return page.require(name);
    } catch {
      missing.add(name);
      return undefined;
    }
  };
  const modules = (required('__debug') as { modulesMap?: object } | undefined)?.modulesMap;
  if (modules) return Object.hasOwn(modules, id) ? page.importNamespace(id) : {};
  return (required(id) as PageModule | undefined) ?? {};
}

export function collections(): PageModule {
  const module = pageModule('WAWebCollections');
  return module.default ?? module;
}

export function chatCollection(): NonNullable<PageModule['ChatCollection']> {
  const found = pageModule('WAWebChatCollection').ChatCollection ?? collections().Chat;
  if (!found) throw new Error('The page has no chats.');
  return found;
}

export function modelsOf<T>(models: Models<T> | undefined): readonly T[] {
  return models?.getModelsArray?.() ?? [];
}

export function textOf(value: unknown, lengthMax: number): string {
  return typeof value === 'string' ? value.slice(0, lengthMax) : '';
}

export function numberOf(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

/** Whether WhatsApp's list would show it, apart from whether it is archived. */
export function isShown(chat: ChatModel, id: string): boolean {
  if (chat.isLocked === true || id === 'status@broadcast' || id.endsWith('@newsletter')) return false;
  const { getShouldAppearInList } = pageModule('WAWebFrontendChatGetters');
  return getShouldAppearInList ? Boolean(getShouldAppearInList(chat)) : true;
}

/** Expiration in epoch seconds; 0 is not muted, -1 is muted for ever. */
export function isMuted({ mute, muteExpiration }: ChatModel): boolean {
  const expiration = mute?.expiration ?? muteExpiration;
  return typeof expiration === 'number' && (expiration < 0 || expiration * 1000 > Date.now());
}

/** From the page's own map; nobody is asked. */
export function partnerOf({ id, accountLid }: { id: Wid; accountLid?: Wid }): string | null {
  const isLid = id.toString().endsWith('@lid');
  if (!isLid && !id.toString().endsWith('@c.us')) return null;
  try {
    const { getCurrentLid, getPhoneNumber } = pageModule('WAWebApiContact');
    const partner = isLid ? getPhoneNumber?.(id) : (getCurrentLid?.(id) ?? accountLid);
    const text = partner?.toString();
    return text?.endsWith(isLid ? '@c.us' : '@lid') ? text : null;
  } catch {
    return null; // The map knows no such id.
  }
}

/** The chat of either of its ids; not a locked one, which is shown to nobody. Channels are elsewhere. */
export function findChat(id: string): ChatModel | undefined {
  if (id === 'status@broadcast' || id.endsWith('@newsletter')) return undefined;
  const chats = chatCollection();
  let chat = chats.get?.(id);
  try {
    const wid = chat ? undefined : pageModule('WAWebWidFactory').createWid?.(id);
    if (wid) chat = chats.get?.(partnerOf({ id: wid }) ?? '') ?? chats.getLatestChatForWid?.(wid);
  } catch {
    chat = undefined; // It is no id.
  }
  return chat?.isLocked === true ? undefined : chat;
}

/** What WhatsApp writes by itself: nobody waits for an answer to it. */
export function isNote({ type }: MsgModel): boolean {
  const notes = ['e2e_notification', 'notification', 'notification_template', 'gp2', 'protocol', 'debug'];
  notes.push('broadcast_notification', 'newsletter_notification');
  return typeof type === 'string' && notes.includes(type);
}

/** Epoch seconds of the oldest message after the last of one's own, among those that the page holds. */
export function waitingSince({ msgs, t, unreadCount }: ChatModel): number | null {
  const messages = modelsOf(msgs)
    .slice(-500)
    .filter((message) => !isNote(message));
  let first: unknown;
  for (const message of messages.toReversed()) {
    if (message.id?.fromMe === true) break;
    if (typeof message.t === 'number') first = message.t;
  }
  if (messages.length === 0 && Number(unreadCount) > 0) first = t;
  return typeof first === 'number' && first > 0 ? first : null;
}

export function isWritable({ id, isReadOnly, contact, groupMetadata }: ChatModel): boolean {
  if (isReadOnly === true || contact?.isContactBlocked === true) return false;
  if (id.toString() === '0@c.us') return false;
  return groupMetadata?.announce !== true || groupMetadata.participants?.iAmAdmin?.() === true;
}

export function readMessage(message: MsgModel, textMax: number): unknown {
  const { id, type, t, ack, mimetype, filename, size, isViewOnce } = message;
  const isGroup = id?.remote?.toString().endsWith('@g.us') === true;
  const author = isGroup && id?.fromMe !== true ? (message.author ?? id?.participant) : undefined;
  const contact = author && collections().Contact?.get?.(author.toString());
  const names = [contact?.name, message.notifyName, contact?.pushname].map((name) => textOf(name, 200));
  return {
    id: textOf(id?.toString(), 301),
    isMine: id?.fromMe === true,
    author: names.find((name) => name !== '') ?? textOf(author?.toString().split('@')[0], 200),
    t: numberOf(t),
    type: textOf(type, 40),
    // The body of what has a file or a place is a small picture.
    body: textOf(message.body, textMax),
    caption: textOf(message.caption, textMax),
    title: [message.loc, message.vcardFormattedName, message.pollName, message.eventName]
      .map((title) => textOf(title, textMax))
      .find((title) => title !== ''),
    ack: typeof ack === 'number' ? ack : null,
    mimeType: isViewOnce === true ? '' : textOf(mimetype, 200),
    fileName: textOf(filename, 300),
    size: typeof size === 'number' ? size : null,
  };
}

function previewOf(chat: ChatModel): MsgModel | undefined {
  try {
    const { getPreviewMessage } = pageModule('WAWebFrontendChatGetters');
    if (getPreviewMessage) return getPreviewMessage(chat);
  } catch {
    // A getter that this chat is too little for.
  }
  return modelsOf(chat.msgs).at(-1);
}

function readChat(chat: ChatModel, id: string): unknown {
  const { formattedTitle, name, unreadCount, archive, pin, t } = chat;
  const last = previewOf(chat);
  return {
    id,
    alias: partnerOf(chat),
    title: textOf(typeof formattedTitle === 'string' ? formattedTitle : name, 200),
    unread: numberOf(unreadCount),
    isArchived: archive === true,
    isPinned: Boolean(pin),
    isMuted: isMuted(chat),
    isWritable: isWritable(chat),
    waitingSince: waitingSince(chat),
    t: numberOf(t),
    last: last ? readMessage(last, 200) : null,
  };
}

/** A place in the list: when it was pinned, its last message's time, its id. */
export type Rank = readonly [pin: number, t: number, id: string];
/** What had changed last when a page was read: when, and which chat. */
export type Newest = readonly [t: number, id: string];

/**
 * The chats after a place, and those that have come before it since. Chats that are given twice are the same chat.
 */
function chatsAfter(limit: number, after: Rank | null, newest: Newest | null): unknown {
  const MOVED_MAX = 100;
  const order = (one: Rank, other: Rank) =>
    other[0] - one[0] || other[1] - one[1] || (one[2] < other[2] ? -1 : Number(one[2] > other[2]));
  const touched = ([pin, t]: Rank) => Math.max(pin, t);
  const ranked: { chat: ChatModel; rank: Rank }[] = [];
  for (const chat of modelsOf(chatCollection())) {
    try {
      const id = chat.id.toString();
      if (id.length > 128 || !isShown(chat, id)) continue;
      ranked.push({ chat, rank: [numberOf(chat.pin), numberOf(chat.t), id] });
    } catch {
      // One chat that can't be read must not hide the others.
    }
  }
  ranked.sort((one, other) => order(one.rank, other.rank));
  const rest = after ? ranked.filter(({ rank }) => order(rank, after) > 0) : ranked;
  const moved = ranked
    .slice(0, ranked.length - rest.length)
    .filter(({ rank }) => newest && touched(rank) >= newest[0] && rank[2] !== newest[1])
    .slice(0, MOVED_MAX);
  const given = rest.slice(0, limit);
  let top: Rank | undefined;
  for (const { rank } of ranked) if (!top || touched(rank) > touched(top)) top = rank;
  return {
    chats: [...moved, ...given].flatMap(({ chat, rank }) => {
      try {
        return [readChat(chat, rank[2])];
      } catch {
        return [];
      }
    }),
    next: rest.length > limit ? (given.at(-1)?.rank ?? null) : null,
    newest: top ? [touched(top), top[2]] : null,
  };
}

const base = [pageModule, collections, chatCollection, modelsOf, textOf, numberOf] as const;
const oneChat = [...base, partnerOf, findChat] as const;
/** What reads a message of a chat. */
export const messageReaders = [...oneChat, isNote, readMessage] as const;

export const readChats: PageScript<[limit: number, after: Rank | null, newest: Newest | null], unknown> = {
  run: chatsAfter,
  uses: [...messageReaders, isShown, isMuted, waitingSince, isWritable, previewOf, readChat],
};

/** Null: there is no such chat. */
export const readChatState: PageScript<[chatId: string], unknown> = {
  run: (chatId) => {
    const chat = findChat(chatId);
    return chat ? { id: chat.id.toString(), isWritable: isWritable(chat) } : null;
  },
  uses: [...oneChat, isWritable],
};

/** Which of these chats a person wants to hear of. */
export const readHeeded: PageScript<[chatIds: string[]], unknown> = {
  run: (chatIds) =>
    chatIds.filter((id) => {
      const chat = findChat(id);
      return chat && chat.archive !== true && !isMuted(chat) && isShown(chat, chat.id.toString());
    }),
  uses: [...oneChat, isMuted, isShown],
};

/** What waits to be read in all chats but the archived and the muted ones. */
export const readUnreadTotal: PageScript<[], unknown> = {
  run: () => {
    const total = { chats: 0, messages: 0 };
    for (const chat of modelsOf(chatCollection())) {
      try {
        const unread = Math.trunc(numberOf(chat.unreadCount));
        if (unread === 0 || chat.archive === true || isMuted(chat)) continue;
        if (!isShown(chat, chat.id.toString())) continue;
        total.chats += 1;
        total.messages += Math.max(0, unread);
      } catch {
        // One chat that can't be read must not hide the others.
      }
    }
    return total;
  },
  uses: [...base, isMuted, isShown],
};

export const readUnreadCount: PageScript<[chatId: string], unknown> = {
  run: (chatId) => numberOf(chatCollection().get?.(chatId)?.unreadCount),
  uses: base,
};

/** The library's own way (1.34.7). */
export const readSeen: PageScript<[chatId: string], unknown> = {
  run: async (chatId) => {
    const chat = findChat(chatId);
    const { sendSeen } = pageModule('WAWebUpdateUnreadChatAction');
    const { Stream } = pageModule('WAWebStreamModel');
    if (!chat || !sendSeen) return false;
    Stream?.markAvailable();
    try {
      await sendSeen({ chat, threadId: undefined });
    } finally {
      Stream?.markUnavailable(); // Else the phone rings no more.
    }
    return true;
  },
  uses: oneChat,
};

/** Throws when the page has no such collection: who follows no channel has an empty one. */
export const readChannels: PageScript<[limit: number], unknown> = {
  run: (limit) => {
    const channels = collections().WAWebNewsletterCollection?.getModelsArray?.();
    if (!channels) throw new Error('The page has no channels.');
    return channels
      .filter(({ newsletterMetadata }) => newsletterMetadata?.membershipType !== 'guest')
      .slice(0, limit)
      .map(({ id, formattedTitle, name, newsletterMetadata, unreadCount, t }) => ({
        id: id.toString(),
        name: [newsletterMetadata?.name, formattedTitle, name]
          .map((title) => textOf(title, 200))
          .find((title) => title !== ''),
        unread: Math.max(0, Math.trunc(numberOf(unreadCount))),
        t: numberOf(t),
      }));
  },
  uses: base,
};
