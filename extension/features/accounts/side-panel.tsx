import { useState, type ReactNode } from 'react';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import { sendMessage, useRows, useScreenState } from '../../replica/use-rows.ts';
import { accountsInOrder } from '../accounts-of.ts';
import { NotSaved } from '../not-saved.tsx';
import { OffNotice } from '../off-notice.tsx';
import { Avatar, Frame, NoAccounts } from './frame.tsx';

type Account = Row<'account'>;

/** Everything of one account at a time, also with no tab of WhatsApp Web open, or with one that can't be read. */
export function SidePanel({
  children,
  below,
}: {
  children: (account: Account) => ReactNode;
  below: ReactNode;
}) {
  return (
    <main className="popup panel">
      <Frame>
        <OffNotice />
        <NotSaved className="notice problem" />
        <OneAccount>{children}</OneAccount>
        {below}
      </Frame>
    </main>
  );
}

function OneAccount({ children }: { children: (account: Account) => ReactNode }) {
  const [chosen, choose] = useState<string>();
  const { pages } = useScreenState();
  const accounts = accountsInOrder(useRows());
  const open = new Set(pages.map((page) => page.account?.phoneNumber));
  const account =
    accounts.find(({ id }) => id === chosen) ??
    accounts.find(({ phoneNumber }) => open.has(phoneNumber)) ??
    accounts[0];
  if (!account) {
    return (
      <>
        <NoAccounts sentence={i18n.t('panel.noAccounts')} />
        <button type="button" className="primary wide" onClick={() => void sendMessage('openWhatsApp')}>
          {i18n.t('popup.openWhatsApp')}
        </button>
      </>
    );
  }
  return (
    <>
      <label className="account-choice">
        <Avatar account={account} />
        <select
          aria-label={i18n.t('panel.account')}
          value={account.id}
          onChange={({ target }) => choose(target.value)}
        >
          {accounts.map(({ id, name, phoneNumber }) => (
            <option key={id} value={id}>
              {/* Between them a number keeps its plus before it. */}
              {`${name} · \u2066+${phoneNumber}\u2069`}
            </option>
          ))}
        </select>
      </label>
      {children(account)}
    </>
  );
}
