import { useEffect, useLayoutEffect, useRef, useState, type ComponentType, type RefObject } from 'react';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import type { InboxChat } from '../../../shared/whatsapp/inbox.ts';
import { sendMessage, useReplica, useStore } from '../../replica/use-rows.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ChatChips } from '../chat-chips.tsx';
import { NotSaved } from '../not-saved.tsx';
import type { Organising } from '../organising.ts';
import type { PanelScope } from '../panel-scope.ts';
import { unsentTexts } from '../unsent.ts';
import { answerOf, failureSentence } from './ask.ts';
import { Composer } from './composer.tsx';
import { Face } from './face.tsx';
import { MessageList } from './message-list.tsx';
import { useMessages } from './use-messages.ts';
import { useSending } from './use-sending.ts';

/** What finds a template and writes it into the message box; of another feature. */
export interface TemplatesProps {
  readonly account: Row<'account'>;
  readonly chat: Pick<InboxChat, 'id' | 'alias' | 'title'>;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly container: RefObject<HTMLElement | null>;
  readonly onInsert: (text: string) => void;
  readonly onClose: () => void;
}

interface Props {
  readonly scope: PanelScope;
  readonly organising: Organising;
  readonly onToasts: (place: HTMLElement | null) => void;
  readonly chat: InboxChat;
  readonly isConnected: boolean;
  readonly epoch: string | null;
  readonly Templates: ComponentType<TemplatesProps>;
  readonly onRead: () => void;
  readonly onClose: () => void;
}

/** One chat, over the whole side panel: what is said in it, and what the person says. Nothing in it is marked read by itself. */
export function ChatScreen(props: Props) {
  const { scope, organising, onToasts, chat, isConnected, epoch, Templates, onRead, onClose } = props;
  const { organised, userId } = scope;
  const { account, accountId } = organised;
  const { id, alias, title, unread } = chat;
  const dialog = useDialog();
  useShown(accountId, id);
  const messages = useMessages({ accountId, chatId: id }, alias, epoch);
  const store = unsentTexts.of(userId, accountId, id);
  const unsent = useStore(store);
  const sending = useSending(store, { accountId, chatId: id }, messages.renew);
  const [said, setSaid] = useState('');
  // What was not read when it was opened stays marked while it is open.
  const [unreadAtFirst] = useState(unread);

  const markRead = async () => {
    const answer = await answerOf(sendMessage('inboxMarkRead', { accountId, chatId: id }));
    setSaid(answer.ok ? '' : failureSentence(answer));
    if (answer.ok) onRead();
  };
  return (
    <dialog
      ref={dialog}
      className="chat-screen"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="chat-head">
        <IconButton label={i18n.t('inbox.back')} icon="back" onClick={onClose} />
        <Face title={title} />
        <h2>
          <bdi>{title}</bdi>
        </h2>
        {unread !== 0 && (
          <button type="button" className="quiet" disabled={!isConnected} onClick={() => void markRead()}>
            {i18n.t('inbox.markRead')}
          </button>
        )}
      </header>
      <div
        className="chat-bar"
        role="group"
        aria-label={i18n.t('chats.organise', [i18n.t('chats.one', [title])])}
      >
        <ChatChips page={organising} organised={organised} chatId={id} />
      </div>
      <NotSaved className="notice problem" />
      {said !== '' && (
        <p className="link-problem is-soft" role="alert">
          {said}
        </p>
      )}
      <MessageList
        place={{ accountId, chatId: id }}
        list={messages}
        unread={unreadAtFirst}
        isGroup={chat.isGroup}
        outgoing={unsent.outgoing}
        onRetry={sending.retry}
        onPutBack={sending.putBack}
      />
      <div ref={onToasts} role="status" className="chat-done" />
      <Composer
        account={account}
        chat={chat}
        container={dialog}
        draft={unsent.draft}
        isSending={unsent.outgoing.some(({ problem }) => problem === null)}
        hindrance={hindranceOf(chat, isConnected)}
        onDraft={(draft) => store.set({ ...store.get(), draft })}
        onSend={sending.send}
        Templates={Templates}
      />
    </dialog>
  );
}

function hindranceOf({ isWritable }: InboxChat, isConnected: boolean): string | null {
  if (!isWritable) return i18n.t('inbox.compose.notWritable');
  return isConnected ? null : i18n.t('inbox.compose.notConnected');
}

/** What is behind it can not be reached meanwhile; the focus comes back to the row that opened it. */
function useDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement) requestAnimationFrame(() => opener.focus());
    };
  }, []);
  return dialog;
}

/** Nobody is notified of what they look at. */
function useShown(accountId: string, chatId: string): void {
  const { reportShown } = useReplica();
  useEffect(() => {
    const tell = () => reportShown(document.visibilityState === 'visible' ? { accountId, chatId } : null);
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => {
      document.removeEventListener('visibilitychange', tell);
      reportShown(null);
    };
  }, [accountId, chatId, reportShown]);
}
