import { CHAT_ID_LENGTH_MAX, CHAT_TITLE_LENGTH_MAX } from '../../../shared/whatsapp/chat.ts';
import { CHAT_ID_PATTERN, CHATS_PER_MESSAGE_MAX, UNREAD_MAX, type FromPage } from '../bridge.ts';
import { partnerOf } from './identity.ts';
import type { ChatCollection, ChatModel } from './modules.ts';
import { waitingSince } from './waiting.ts';

type ChatsMessage = Extract<FromPage, { type: 'chats' }>;
type Chat = ChatsMessage['changed'][number];

const FLUSH_INTERVAL_MS = 100;
/** The page learns by and by under which other id it knows a person; so many chats are asked again with each look. */
const ALIASES_PER_LOOK_MAX = 200;
const CHANGES = [
  'add',
  'change:unreadCount',
  'change:t',
  'change:lastReceivedKey',
  'change:archive',
  'change:pin',
  'change:mute',
  'change:muteExpiration',
  'change:name',
  'change:formattedTitle',
].join(' ');

/**
 * Tells the content script what chats there are: all of them once, then what changed, at once and at most ten times a second.
 * The function that it returns looks whether the page has learned more of who is who.
 */
export function reportChats(
  chats: ChatCollection,
  isListed: (chat: ChatModel) => boolean,
  post: (message: ChatsMessage) => void,
  signal: AbortSignal,
): () => void {
  const told = new Map<string, Chat>();
  const dirty = new Set<ChatModel>();
  const gone = new Set<string>();
  let isFirst = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushedAtMs = -FLUSH_INTERVAL_MS;

  const flush = () => {
    timer = undefined;
    if (signal.aborted) return;
    flushedAtMs = performance.now();
    const changed = take(dirty).flatMap((model) => {
      const chat = read(model, isListed);
      return chat && !isSame(told.get(chat.id), chat) ? [chat] : [];
    });
    for (const chat of changed) told.set(chat.id, chat);
    const removed = take(gone).filter((id) => told.delete(id));
    if (isFirst || changed.length > 0 || removed.length > 0) {
      post({ type: 'chats', isReset: isFirst, changed, removed });
    }
    isFirst = false;
    if (dirty.size > 0 || gone.size > 0) timer = setTimeout(flush, 0);
  };
  const schedule = () => {
    timer ??= setTimeout(flush, Math.max(0, flushedAtMs + FLUSH_INTERVAL_MS - performance.now()));
  };
  const lookAtAll = () => {
    const models = chats.getModelsArray();
    const ids = new Set(models.map(({ id }) => id.toString()));
    for (const id of told.keys()) if (!ids.has(id)) gone.add(id);
    for (const model of models) dirty.add(model);
    schedule();
  };

  const onChange = (model: unknown) => {
    if (!isModel(model)) return;
    gone.delete(model.id.toString());
    dirty.add(model);
    schedule();
  };
  const onRemove = (model: unknown) => {
    if (!isModel(model)) return;
    dirty.delete(model);
    gone.add(model.id.toString());
    schedule();
  };
  const listeners = [
    [CHANGES, onChange],
    ['remove', onRemove],
    ['reset change:id', lookAtAll],
  ] as const;
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    for (const [names, listener] of listeners) chats.off(names, listener);
  });
  for (const [names, listener] of listeners) chats.on(names, listener);
  lookAtAll();

  let lookedUpTo = 0;
  return () => {
    const models = chats.getModelsArray();
    if (lookedUpTo >= models.length) lookedUpTo = 0;
    for (const model of models.slice(lookedUpTo, lookedUpTo + ALIASES_PER_LOOK_MAX)) {
      if (told.get(model.id.toString())?.alias === null && partnerOf(model)) dirty.add(model);
    }
    lookedUpTo += ALIASES_PER_LOOK_MAX;
    // An answer in the second of the question changes nothing that is told of a chat, and is written in the open one.
    const open = models.find(({ active }) => active === true);
    if (open) dirty.add(open);
    if (dirty.size > 0) schedule();
  };
}

/** What one message holds, taken out of the set: ten thousand chats must not block the page at once. */
function take<Value>(from: Set<Value>): Value[] {
  const taken = Array.from(from).slice(0, CHATS_PER_MESSAGE_MAX);
  for (const value of taken) from.delete(value);
  return taken;
}

function isModel(value: unknown): value is ChatModel {
  return typeof value === 'object' && value !== null && 'id' in value && Boolean(value.id);
}

function read(model: ChatModel, isListed: (chat: ChatModel) => boolean): Chat | undefined {
  try {
    const { unreadCount } = model;
    const id = model.id.toString();
    if (!CHAT_ID_PATTERN.test(id) || id.length > CHAT_ID_LENGTH_MAX) return undefined;
    return {
      id,
      alias: partnerOf(model) ?? null,
      title: titleOf(model),
      unread: Number.isFinite(unreadCount)
        ? Math.min(UNREAD_MAX, Math.max(-1, Math.trunc(Number(unreadCount))))
        : 0,
      isArchived: model.archive === true,
      isPinned: Boolean(model.pin),
      isMuted: isMuted(model),
      isListed: isListed(model),
      waitingSince: waitingSince(model),
    };
  } catch {
    return undefined; // One chat that can't be read must not hide the others.
  }
}

function titleOf({ formattedTitle, name }: ChatModel): string {
  const title = typeof formattedTitle === 'string' ? formattedTitle : name;
  return typeof title === 'string' ? title.slice(0, CHAT_TITLE_LENGTH_MAX) : '';
}

/** Expiration in epoch seconds; 0 is not muted, -1 is muted for ever. */
function isMuted({ mute, muteExpiration }: ChatModel): boolean {
  const expiration = mute?.expiration ?? muteExpiration;
  return typeof expiration === 'number' && (expiration < 0 || expiration * 1000 > Date.now());
}

function isSame(a: Chat | undefined, b: Chat): boolean {
  return (
    a !== undefined &&
    a.alias === b.alias &&
    a.title === b.title &&
    a.unread === b.unread &&
    a.isArchived === b.isArchived &&
    a.isPinned === b.isPinned &&
    a.isMuted === b.isMuted &&
    a.isListed === b.isListed &&
    a.waitingSince === b.waitingSince
  );
}
