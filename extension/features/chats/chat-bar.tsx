import { useSyncExternalStore } from 'react';
import { i18n } from '#i18n';
import { useIsSignedIn, useStore } from '../../replica/use-rows.ts';
import { ChatChips } from '../chat-chips.tsx';
import { loadParts } from '../load-parts.ts';
import type { Organised } from '../organised.ts';
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
  return (
    <div
      className="chat-bar"
      role="group"
      aria-label={i18n.t('chats.organise', [i18n.t('chats.one', [title])])}
      onPointerEnter={loadParts}
      onFocus={loadParts}
    >
      <ChatChips page={page} organised={organised} chatId={chatId} />
    </div>
  );
}
