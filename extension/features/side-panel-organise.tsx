import { useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { i18n } from '#i18n';
import type { Row } from '../../shared/entities/index.ts';
import { sendMessage, useReplica, useRows, useScreenState, useStore } from '../replica/use-rows.ts';
import { ActToast } from './act-toast.tsx';
import { InboxPanel } from './inbox/panel.tsx';
import { OrganiseOverlays } from './organise-overlays.tsx';
import type { PanelScope } from './panel-scope.ts';
import { PanelTabs } from './panel-tabs.tsx';
import { knownStatus } from './session-words.ts';
import { SidePanelModel } from './side-panel-model.ts';
import { InboxTemplates } from './templates/inbox-picker.tsx';

/** Of WhatsApp Web, to open a chat there. */
const OPENING_NEEDS = new Set(['account', 'chats', 'open-chat']);

interface Props {
  readonly account: Row<'account'>;
  /** It was added by its number just now. */
  readonly isNew: boolean;
}

/**
 * The inbox of one account and what a person organised in it, also with no tab of WhatsApp Web open: then with the chats as this device
 * last saw them.
 */
export function Organise({ account, isNew }: Props) {
  const replica = useReplica();
  const rows = useRows();
  const { user, pages, seen, killed, sessions, wanted } = useScreenState();
  const [model] = useState(() => new SidePanelModel(replica, account.id));
  const { acts } = model;
  const organised = useStore(model.organised);
  /** Where what was done is said, while a dialog covers the rest. */
  const [toasts, setToasts] = useState<HTMLElement | null>(null);
  const { phoneNumber } = account;
  const page = pages.find((each) => each.account?.phoneNumber === phoneNumber);
  const isInboxFirst = isNew || (!page && knownStatus(rows, account.id) !== null);
  const [section, setSection] = useState(isInboxFirst ? 'inbox' : 'folders');
  const [inboxChatId, setInboxChatId] = useState<string | null>(null);
  const isLed = wanted?.accountId === account.id;
  const [led, setLed] = useState<typeof wanted>(null);
  if (isLed && led !== wanted) {
    setLed(wanted);
    setSection('inbox');
    setInboxChatId(wanted.chatId);
  }
  useEffect(() => {
    if (isLed) void sendMessage('inboxLead', null);
  }, [isLed]);
  const isOnServer =
    sessions.find(({ accountId }) => accountId === account.id)?.view.state.status === 'connected';
  const known = seen.find((each) => each.phoneNumber === phoneNumber);
  const chats = useMemo(() => new Map(known?.chats.map((chat) => [chat.id, chat])), [known]);
  // A tab that can not read its chats tells nothing new of them.
  const isLive =
    page?.state === 'ready' &&
    !page.lost.includes('chats') &&
    !page.broken.includes('seen') &&
    !killed?.includes('seen');
  const openChat = async (chatId: string) => {
    if (page?.lost.some((lost) => OPENING_NEEDS.has(lost))) {
      acts.say(i18n.t('panel.cannotOpen'));
      return;
    }
    if (!page && isOnServer) {
      setSection('inbox');
      setInboxChatId(chatId);
      return;
    }
    const result = page ? await sendMessage('openChat', { phoneNumber, chatId }) : null;
    if (!result?.ok) acts.say(i18n.t('panel.notOpen'));
  };
  if (!organised) return null;
  const scope: PanelScope = {
    organised,
    userId: user?.id ?? '',
    acts,
    chats,
    seenAt: isLive ? null : (known?.seenAt ?? 0),
    openChat: (chatId) => void openChat(chatId),
    onTagRenamed: () => {},
    showTag: null,
  };
  return (
    <>
      <PanelTabs
        scope={scope}
        current={section}
        onChange={setSection}
        first={[
          {
            id: 'inbox',
            title: () => i18n.t('inbox.title'),
            render: (given) => (
              <InboxPanel
                scope={given}
                organising={model}
                onToasts={setToasts}
                chatId={inboxChatId}
                onChat={setInboxChatId}
                Templates={InboxTemplates}
              />
            ),
          },
        ]}
      />
      <div role="status" className="done">
        {!toasts && <ActToast acts={acts} />}
      </div>
      {toasts && createPortal(<ActToast acts={acts} />, toasts)}
      <OrganiseOverlays page={model} />
    </>
  );
}
