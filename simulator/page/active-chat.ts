import { changeChat, loadMsgs, markRead } from './modules/actions.ts';
import { activeChat, ChatCollection, Cmd } from './modules/instances.ts';
import type { Chat } from './modules/models.ts';

/** Opening and closing chats, as Cmd asks for it. */
export function followCmd(): void {
  Cmd.on('open_chat', ({ chat }: { chat: Chat }) => {
    const previous = activeChat();
    if (previous && previous !== chat) previous.active = false;
    chat.active = true;
    void loadMsgs({ chat });
    markRead([chat]);
  });
  Cmd.on('close_chat', () => {
    const previous = activeChat();
    if (previous) previous.active = false;
  });
  Cmd.on('archive_chat', (chat: Chat, archived: boolean) => changeChat(chat, { archived }));
  ChatCollection.on('change:unreadCount', (chat: Chat, unread: number) => {
    if (unread > 0 && chat.active && document.visibilityState === 'visible') markRead([chat]);
  });
}
