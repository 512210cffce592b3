import { useState, type ReactNode } from 'react';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import { sendMessage, useRows, useScreenState } from '../../replica/use-rows.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { accountsInOrder } from '../accounts-of.ts';
import { NotSaved } from '../not-saved.tsx';
import { OffNotice } from '../off-notice.tsx';
import { AddAccount } from './add-account.tsx';
import { Avatar, Frame, NoAccounts } from './frame.tsx';

type Account = Row<'account'>;

interface Props {
  /** `isNew`: it was added just now. */
  readonly children: (account: Account, isNew: boolean) => ReactNode;
  readonly below: ReactNode;
}

/** Everything of one account at a time, also with no tab of WhatsApp Web open, or with one that can't be read. */
export function SidePanel({ children, below }: Props) {
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

function OneAccount({ children }: Pick<Props, 'children'>) {
  const { pages, wanted } = useScreenState();
  const [chosen, choose] = useState(wanted?.accountId);
  const [added, setAdded] = useState<string>();
  const [isAdding, setAdding] = useState(false);
  const [led, setLed] = useState(wanted);
  if (led !== wanted) {
    setLed(wanted);
    if (wanted) choose(wanted.accountId);
  }
  const accounts = accountsInOrder(useRows());
  const open = new Set(pages.map((page) => page.account?.phoneNumber));
  const account =
    accounts.find(({ id }) => id === chosen) ??
    accounts.find(({ phoneNumber }) => open.has(phoneNumber)) ??
    accounts[0];
  const add = (
    <AddAccount
      onAdded={(id) => {
        setAdding(false);
        setAdded(id);
        choose(id);
      }}
      onCancel={() => setAdding(false)}
    />
  );
  if (isAdding) return add;
  if (!account) {
    return (
      <>
        <NoAccounts sentence={i18n.t('panel.noAccounts')} />
        <button type="button" className="primary wide" onClick={() => void sendMessage('openWhatsApp')}>
          {i18n.t('popup.openWhatsApp')}
        </button>
        <button type="button" className="wide outlined" onClick={() => setAdding(true)}>
          {i18n.t('accounts.add')}
        </button>
      </>
    );
  }
  return (
    <>
      <div className="account-bar">
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
        <IconButton label={i18n.t('accounts.add')} icon="plus" onClick={() => setAdding(true)} />
      </div>
      {children(account, account.id === added)}
    </>
  );
}
