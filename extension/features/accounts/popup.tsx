import { useEffect, useState } from 'react';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { sendMessage, useRows, useScreenState, type ScreenState } from '../../replica/use-rows.ts';
import { accountsInOrder } from '../accounts-of.ts';
import { NotSaved } from '../not-saved.tsx';
import { OffNotice } from '../off-notice.tsx';
import { openSidePanel } from '../open-side-panel.ts';
import { syncProblemSentence } from '../refusal.ts';
import { Avatar, Frame, NoAccounts } from './frame.tsx';
import { uiDirection } from '../../ui/language.ts';

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
      <Accounts pages={pages} />
      <ManageFolders />
      <SignedIn email={user?.email ?? ''} waiting={sync?.waiting ?? 0} />
    </>
  );
}

function ManageFolders() {
  const [windowId, setWindowId] = useState<number>();
  useEffect(() => {
    void browser.windows.getCurrent().then(({ id }) => setWindowId(id));
  }, []);
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

function Accounts({ pages }: { pages: ScreenState['pages'] }) {
  const accounts = accountsInOrder(useRows());
  const open = new Set(pages.map((page) => page.account?.phoneNumber));
  return (
    <section aria-labelledby="accounts-title">
      <h2 id="accounts-title">{i18n.t('popup.accounts')}</h2>
      {accounts.length === 0 && <NoAccounts sentence={i18n.t('popup.noAccounts')} />}
      <ul className="accounts">
        {accounts.map((account) => (
          <li key={account.id}>
            <button type="button" className="account" onClick={() => void sendMessage('openWhatsApp')}>
              <Avatar account={account} />
              <span className="account-name">
                <bdi>{account.name}</bdi>
                <small>
                  <bdi dir="ltr">+{account.phoneNumber}</bdi>
                </small>
              </span>
              <small className={open.has(account.phoneNumber) ? 'is-open' : ''}>
                {i18n.t(open.has(account.phoneNumber) ? 'popup.openNow' : 'popup.notOpen')}
              </small>
            </button>
          </li>
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
