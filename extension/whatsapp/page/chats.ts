import { CHAT_TITLE_LENGTH_MAX } from '../../../shared/whatsapp/chat.ts';
import { CHATS_PER_MESSAGE_MAX, type FromPage } from '../bridge.ts';
import type { ChatCollection, ChatModel } from './modules.ts';

type ChatsMessage = Extract<FromPage, { type: 'chats' }>;
type Chat = ChatsMessage['changed'][number];

const FLUSH_INTERVAL_MS = 100;
const CHANGES = [
  'add',
  'remove',
  'reset',
  'change:unreadCount',
  'change:archive',
  'change:pin',
  'change:mute',
  'change:muteExpiration',
  'change:name',
  'change:formattedTitle',
].join(' ');

/** Tells the content script what chats there are: all of them once, then what changed, at most ten times a second. */
export function reportChats(
  chats: ChatCollection,
  isListed: (chat: ChatModel) => boolean,
  post: (message: ChatsMessage) => void,
): void {
  let told = new Map<string, Chat>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (isReset: boolean) => {
    timer = undefined;
    const now = new Map<string, Chat>();
    for (const model of chats.getModelsArray()) {
      const chat = read(model, isListed);
      if (chat) now.set(chat.id, chat);
    }
    const changed = [...now.values()].filter((chat) => !isSame(told.get(chat.id), chat));
    const removed = [...told.keys()].filter((id) => !now.has(id));
    told = now;
    const messages = Math.ceil(Math.max(changed.length, removed.length) / CHATS_PER_MESSAGE_MAX);
    for (let index = 0; index < Math.max(messages, Number(isReset)); index += 1) {
      const page = [index * CHATS_PER_MESSAGE_MAX, (index + 1) * CHATS_PER_MESSAGE_MAX] as const;
      post({
        type: 'chats',
        isReset: isReset && index === 0,
        changed: changed.slice(...page),
        removed: removed.slice(...page),
      });
    }
  };
  flush(true);
  chats.on(CHANGES, () => {
    timer ??= setTimeout(flush, FLUSH_INTERVAL_MS, false);
  });
}

function read(model: ChatModel, isListed: (chat: ChatModel) => boolean): Chat | undefined {
  try {
    const { unreadCount } = model;
    return {
      id: model.id.toString(),
      title: titleOf(model),
      unread: typeof unreadCount === 'number' ? Math.max(-1, Math.trunc(unreadCount)) : 0,
      isArchived: model.archive === true,
      isPinned: Boolean(model.pin),
      isMuted: isMuted(model),
      isListed: isListed(model),
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
    a.title === b.title &&
    a.unread === b.unread &&
    a.isArchived === b.isArchived &&
    a.isPinned === b.isPinned &&
    a.isMuted === b.isMuted &&
    a.isListed === b.isListed
  );
}
