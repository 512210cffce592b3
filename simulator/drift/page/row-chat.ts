import type { Chat } from '../../page/modules/models.ts';
import { has } from './has.ts';

export type WithChat = { chat: Chat } | { model: Chat };

/** What the components of a row call their chat. */
export function withChat(chat: Chat): WithChat {
  return has('row-chat-renamed') ? { model: chat } : { chat };
}
export function chatOf(props: WithChat): Chat {
  return 'chat' in props ? props.chat : props.model;
}

/** The React key of a chat's row. */
export function rowKey(chat: Chat): string {
  return `${has('row-key-renamed') ? 'c' : 'chat-'}${chat.id.toString()}`;
}
