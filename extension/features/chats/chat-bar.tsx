import { useSyncExternalStore } from 'react';
import { i18n } from '#i18n';
import { useIsSignedIn, useStore } from '../../replica/use-rows.ts';
import { colorOf, colorValue } from '../../ui/colors.ts';
import { Icon } from '../../ui/icon.tsx';
import { loadParts } from '../load-parts.ts';
import type { Organised } from '../organised.ts';
import { chatMenu, tagPicker } from '../overlay-kinds.ts';
import { usePageModel } from '../page-model.ts';

/** Under the name of the open chat: its priority, its tag and its folders, each a way to change it. */
export function ChatBar() {
  const page = usePageModel();
  const isSignedIn = useIsSignedIn();
  const chatId = useStore(page.whatsapp.activeChat);
  const organised = useStore(page.organised);
  if (!isSignedIn || !organised || chatId === null) return null;
  return <Bar organised={organised} chatId={chatId} />;
}

function Bar({ organised, chatId }: { organised: Organised; chatId: string }) {
  const page = usePageModel();
  const title = useSyncExternalStore(page.whatsapp.chats.subscribe, () => page.chatTitle(chatId));
  const { folders, folderIdsByChat, priorityByChat, tagByChat } = organised;
  const priority = priorityByChat.get(chatId);
  const tag = tagByChat.get(chatId);
  const folderIds = folderIdsByChat.get(chatId);
  const own = folders.filter(({ id }) => folderIds?.has(id));
  const openMenu = (anchor: Element) => page.overlays.open(chatMenu, anchor, { chatIds: [chatId] });
  return (
    <div
      className="chat-bar"
      role="group"
      aria-label={i18n.t('chats.organise', [i18n.t('chats.one', [title])])}
      onPointerEnter={loadParts}
      onFocus={loadParts}
    >
      <button
        type="button"
        className="bar-chip"
        aria-haspopup="menu"
        data-empty={!priority || undefined}
        onClick={({ currentTarget }) => openMenu(currentTarget)}
      >
        <span className="flag" style={{ color: priority && colorValue(priority.color) }}>
          <Icon name="flag" size={14} />
        </span>
        <bdi className="chip-name">{priority?.name ?? i18n.t('priorities.give')}</bdi>
      </button>
      <button
        type="button"
        className="bar-chip"
        aria-haspopup="dialog"
        data-empty={tag === undefined || undefined}
        onClick={({ currentTarget }) => page.overlays.open(tagPicker, currentTarget, { chatIds: [chatId] })}
      >
        <span className="flag" style={{ color: tag === undefined ? undefined : colorOf(tag) }}>
          <Icon name="tag" size={14} />
        </span>
        <bdi className="chip-name">{tag ?? i18n.t('tags.give')}</bdi>
      </button>
      <button
        type="button"
        className="bar-chip folders"
        aria-haspopup="menu"
        data-empty={own.length === 0 || undefined}
        onClick={({ currentTarget }) => openMenu(currentTarget)}
      >
        <Icon name="folder" size={14} />
        <bdi className="chip-name">
          {own.map(({ name }) => name).join(i18n.t('comma')) || i18n.t('folders.give')}
        </bdi>
      </button>
    </div>
  );
}
