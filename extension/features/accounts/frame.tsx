import { useEffect, type ReactNode } from 'react';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import { useScreenState } from '../../replica/use-rows.ts';
import { colorValue } from '../../ui/colors.ts';
import { unsentTexts } from '../unsent.ts';
import { UpdateNotice } from '../update-notice.tsx';
import { SignIn } from './sign-in.tsx';
import { SyncLine } from './sync-line.tsx';

/** The head of each of the extension's own pages, and the sign-in as long as nobody is signed in. */
export function Frame({ children }: { children: ReactNode }) {
  const { user, sync } = useScreenState();
  // What was typed is for its user alone; undefined: it is not known who that is.
  useEffect(() => {
    if (user !== undefined) unsentTexts.keepOnly(user?.id ?? null);
  }, [user]);
  const isSignedIn = user && sync?.phase !== 'ended';
  return (
    <>
      <header>
        <h1>NexisChat</h1>
        {isSignedIn && <SyncLine sync={sync} />}
      </header>
      {sync?.progress && (
        <progress
          value={sync.progress.received}
          max={sync.progress.total}
          aria-label={i18n.t('popup.copying')}
        />
      )}
      <UpdateNotice className="notice" />
      {user === undefined ? (
        <p className="quiet-line">{i18n.t('popup.working')}</p>
      ) : isSignedIn ? (
        children
      ) : (
        <SignIn email={user?.email ?? ''} hint={i18n.t(user ? 'popup.sessionEnded' : 'popup.tagline')} />
      )}
    </>
  );
}

/** Why no account is shown: there is none, or nothing has arrived on this device yet. */
export function NoAccounts({ sentence }: { sentence: string }) {
  const { sync } = useScreenState();
  return <p className="quiet-line">{sync?.hasRows ? sentence : i18n.t('popup.nothingYet')}</p>;
}

export function Avatar({ account: { name, color } }: { account: Row<'account'> }) {
  return (
    <span className="avatar" style={{ background: colorValue(color) }} aria-hidden="true">
      {String.fromCodePoint(name.codePointAt(0) ?? 0).toUpperCase()}
    </span>
  );
}
