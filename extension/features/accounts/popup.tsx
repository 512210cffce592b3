import { useEffect, useState } from 'react';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import { sendMessage, useRows, useScreenState, type ScreenState } from '../../replica/use-rows.ts';
import { accountsInOrder } from '../accounts-of.ts';
import { NotSaved } from '../not-saved.tsx';
import { OffNotice } from '../off-notice.tsx';
import { openSidePanel } from '../open-side-panel.ts';
import { syncProblemSentence } from '../refusal.ts';
import { numberWord, uiDirection } from '../../ui/language.ts';
import { knownStatus, type KnownStatus } from '../session-words.ts';
import { Avatar, Frame, NoAccounts } from './frame.tsx';

/** The account switcher: who is signed in, every WhatsApp account, and whether all is saved. */
export function Popup() {
  return (
    <main className="popup">
      <Frame>
        <Body />
      </Frame>
      <footer>{i18n.t('popup.disclaimer')}</footer>
    </main>
  );
}

function Body() {
  const { user, sync, pages } = useScreenState();
  // Asked for before it is needed: a side panel opens in the very task of a press.
  const [windowId, setWindowId] = useState<number>();
  useEffect(() => {
    void browser.windows.getCurrent().then(({ id }) => setWindowId(id));
  }, []);
  return (
    <>
      {sync?.phase === 'offline' && (
        <p className="notice" role="status">
          {sync.problem ? syncProblemSentence(sync.problem) : i18n.t('popup.offlineHint')}
          <button type="button" onClick={() => void sendMessage('syncNow')}>
            {i18n.t('popup.tryNow')}
          </button>
        </p>
      )}
      <NotSaved className="notice problem" />
      <OffNotice />
      <Accounts pages={pages} windowId={windowId} />
      <ManageFolders windowId={windowId} />
      <SignedIn email={user?.email ?? ''} waiting={sync?.waiting ?? 0} />
    </>
  );
}

function ManageFolders({ windowId }: { windowId: number | undefined }) {
  return (
    <button
      type="button"
      className="wide outlined"
      onClick={() => windowId !== undefined && openSidePanel(windowId)}
    >
      {i18n.t('panel.open')}
    </button>
  );
}

function Accounts({ pages, windowId }: { pages: ScreenState['pages']; windowId: number | undefined }) {
  const rows = useRows();
  const accounts = accountsInOrder(rows);
  const open = new Set(pages.map((page) => page.account?.phoneNumber));
  return (
    <section aria-labelledby="accounts-title">
      <h2 id="accounts-title">{i18n.t('popup.accounts')}</h2>
      {accounts.length === 0 && <NoAccounts sentence={i18n.t('popup.noAccounts')} />}
      <ul className="accounts">
        {accounts.map((account) => (
          <AccountRow
            key={account.id}
            account={account}
            isOpen={open.has(account.phoneNumber)}
            known={knownStatus(rows, account.id)}
            windowId={windowId}
          />
        ))}
      </ul>
      {pages.length === 0 && (
        <>
          <button type="button" className="primary wide" onClick={() => void sendMessage('openWhatsApp')}>
            {i18n.t('popup.openWhatsApp')}
          </button>
          <p className="quiet-line">{i18n.t('popup.reloadTab')}</p>
        </>
      )}
    </section>
  );
}

/** One press shows it: its tab, or where it runs on the server its inbox in the side panel. */
function AccountRow({
  account,
  isOpen,
  known,
  windowId,
}: {
  account: Row<'account'>;
  isOpen: boolean;
  known: KnownStatus | null;
  windowId: number | undefined;
}) {
  const { sessions } = useScreenState();
  const { id: accountId, name, phoneNumber } = account;
  const view = sessions.find((each) => each.accountId === accountId)?.view;
  const unread = view?.state.status === 'connected' ? (view.unread?.chats ?? 0) : 0;
  const show = () => {
    if (isOpen) void sendMessage('openAccount', { phoneNumber });
    else if (known && windowId !== undefined) {
      void sendMessage('inboxLead', { accountId, chatId: null });
      openSidePanel(windowId);
    } else void sendMessage('openWhatsApp');
  };
  return (
    <li>
      <button type="button" className="account" onClick={show}>
        <Avatar account={account} />
        <span className="account-name">
          <bdi>{name}</bdi>
          <small>
            <bdi dir="ltr">+{phoneNumber}</bdi>
          </small>
        </span>
        <span className="account-state">
          <small className={isOpen ? 'is-open' : ''} data-tone={isOpen ? undefined : known?.tone}>
            {isOpen ? i18n.t('popup.openNow') : (known?.word ?? i18n.t('popup.notOpen'))}
          </small>
          {unread > 0 && (
            <span className="account-unread" role="img" aria-label={i18n.t('folders.unreadCount', unread)}>
              {numberWord(unread)}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

function SignedIn({ email, waiting }: { email: string; waiting: number }) {
  const [isAsking, setAsking] = useState(false);
  const signOut = () => {
    if (waiting > 0 && !isAsking) setAsking(true);
    else void sendMessage('signOut');
  };
  return (
    <section className="signed-in">
      {isAsking && <p className="notice">{i18n.t('popup.signOutWaiting', waiting)}</p>}
      <span>
        <bdi dir={uiDirection()}>{i18n.t('popup.signedInAs', [email])}</bdi>
      </span>
      <button type="button" className="quiet" onClick={signOut}>
        {i18n.t(isAsking ? 'popup.signOutAnyway' : 'popup.signOut')}
      </button>
    </section>
  );
}
