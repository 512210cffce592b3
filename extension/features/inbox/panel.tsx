import { useState, type ComponentType, type ReactNode } from 'react';
import { i18n } from '#i18n';
import type { InboxChat, LinkMethod } from '../../../shared/whatsapp/inbox.ts';
import { useScreenState } from '../../replica/use-rows.ts';
import type { Organising } from '../organising.ts';
import { nameOf, type PanelScope } from '../panel-scope.ts';
import { ChatScreen, type TemplatesProps } from './chat-screen.tsx';
import { ChatList } from './chat-list.tsx';
import { Channels } from './channels.tsx';
import { Connection } from './connection.tsx';
import { Consent } from './consent.tsx';
import { MessagesGate } from './messages-gate.tsx';
import { Pairing } from './pairing.tsx';
import { Failed, StateCard } from './state-card.tsx';
import { useAliases } from './use-aliases.ts';
import { useChats } from './use-chats.ts';
import { useSession, type Session } from './use-session.ts';
import { failureSentence } from './ask.ts';

interface Props {
  readonly scope: PanelScope;
  readonly organising: Organising;
  /** Gives where the open chat says what was done; null: it is closed. */
  readonly onToasts: (place: HTMLElement | null) => void;
  /** The chat that is open; null: the list. */
  readonly chatId: string | null;
  readonly onChat: (chatId: string | null) => void;
  readonly Templates: ComponentType<TemplatesProps>;
}

/** WhatsApp on the server for one account: how it gets there, and its chats once it is. */
export function InboxPanel(props: Props) {
  const { account } = props.scope.organised;
  const session = useSession(account);
  const { view, failure } = session;
  const [isAsked, setAsked] = useState(false);
  const state = view?.state;
  const isLinked = state?.status !== 'disconnected' && state?.status !== 'ended';
  if (isLinked && isAsked) setAsked(false);
  // The server decides; it may have forgotten what it was told.
  const isConsenting = isAsked || failure?.code === 'consent_required';

  if (!view || !state) return <Unknown session={session} />;
  const link = (method: LinkMethod) => session.start(method, true);
  if (isConsenting && !isLinked) {
    return (
      <>
        <Consent
          accountName={account.name}
          isBusy={session.isBusy}
          onLink={link}
          onCancel={() => {
            setAsked(false);
            void session.look();
          }}
        />
        <Failed session={session} />
      </>
    );
  }
  if (state.status === 'connected' || state.status === 'reconnecting') {
    return (
      <MessagesGate>
        <Inbox {...props} session={session} state={state} />
      </MessagesGate>
    );
  }
  if (state.status === 'pairing') {
    return (
      <>
        <Pairing
          method={state.method}
          shown={state.shown}
          phoneNumber={account.phoneNumber}
          isBusy={session.isBusy}
          onMethod={(method) => session.start(method, false)}
          onStop={session.stop}
        />
        <Failed session={session} />
      </>
    );
  }
  return (
    <StateCard
      state={state}
      phoneNumber={account.phoneNumber}
      session={session}
      onStart={() => (view.hasConsent ? session.start('qr', false) : setAsked(true))}
    />
  );
}

function Unknown({ session: { failure, look } }: { session: Session }): ReactNode {
  if (!failure) return <p className="quiet-line">{i18n.t('popup.working')}</p>;
  return (
    <div className="inbox-empty">
      <p role="alert">{failureSentence(failure)}</p>
      <button type="button" className="outlined" onClick={() => void look()}>
        {i18n.t('notSaved.retry')}
      </button>
    </div>
  );
}

function Inbox(
  props: Props & { session: Session; state: Parameters<typeof Connection>[0]['state'] },
): ReactNode {
  const { scope, organising, onToasts, chatId, onChat, Templates, session, state } = props;
  const { organised, acts } = scope;
  const { accountId } = organised;
  const { sync } = useScreenState();
  const isConnected = state.status === 'connected';
  // Read anew after each loss, of the session or of our own line.
  const epoch = isConnected && sync?.phase !== 'offline' ? String(state.since) : null;
  const list = useChats(accountId, epoch);
  const chats = list.known?.chats ?? none;
  useAliases(scope, chats);
  const listed = chats.find(({ id, alias }) => chatId !== null && (id === chatId || alias === chatId));
  const open = listed ?? (chatId !== null && list.known ? unlisted(scope, chatId) : null);
  return (
    <section aria-label={i18n.t('inbox.title')}>
      <Connection
        state={state}
        session={session}
        onLoggedOut={(isConfirmed) =>
          acts.say(i18n.t(isConfirmed ? 'inbox.connection.loggedOut' : 'inbox.connection.loggedOutHere'))
        }
      />
      <ChatList
        list={list}
        organised={organised}
        overlays={organising.overlays}
        onOpen={({ id }) => onChat(id)}
      />
      {isConnected && <Channels accountId={accountId} />}
      {open && (
        <ChatScreen
          key={open.id}
          scope={scope}
          organising={organising}
          onToasts={onToasts}
          chat={open}
          isConnected={isConnected}
          epoch={epoch}
          Templates={Templates}
          onRead={list.renew}
          onClose={() => onChat(null)}
        />
      )}
    </section>
  );
}

const none: readonly InboxChat[] = [];

/** A chat that is further down the list than what was read. */
function unlisted(scope: PanelScope, chatId: string): InboxChat {
  return {
    id: chatId,
    alias: null,
    title: nameOf(scope, chatId),
    isGroup: chatId.endsWith('@g.us'),
    unread: scope.chats.get(chatId)?.unread ?? 0,
    isArchived: false,
    isPinned: false,
    isMuted: false,
    isWritable: true,
    waitingSince: null,
    lastAt: 0,
    last: null,
  };
}
