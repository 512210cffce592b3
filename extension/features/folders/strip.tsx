import type { KeyboardEvent } from 'react';
import { i18n } from '#i18n';
import { sendMessage, useScreenState, useStore, type ScreenState } from '../../replica/use-rows.ts';
import { FolderChip, PlainChip } from './chip.tsx';
import { loadEditors } from './editors-store.ts';
import { useFolders, useShelf } from './folders-context.ts';
import type { Shelf } from './shelf.ts';

/** The folders above the chat list. */
export function Strip() {
  const screen = useScreenState();
  const { user } = screen;
  const shelf = useShelf();
  if (user === undefined) return null;
  if (user === null) return <SignInHint />;
  if (!shelf) return <p className="hint">{whyNoShelf(screen)}</p>;
  return <Chips shelf={shelf} />;
}

/** The account was refused just now or before, the server is away, or it only takes a moment. */
function whyNoShelf({ notices, sync }: ScreenState): string {
  const refusal = notices.findLast(({ operation }) => operation?.entity === 'account');
  if (refusal) return refusal.detail;
  if (sync?.phase === 'offline') return i18n.t('folders.serverAway');
  if (sync?.phase === 'outdated') return i18n.t('outdated.sentence');
  if (sync?.progress) {
    const { received, total } = sync.progress;
    return i18n.t('folders.loadingOf', [received.toLocaleString(), total.toLocaleString()]);
  }
  const isSettled = sync?.phase === 'up_to_date' && sync.waiting === 0;
  return i18n.t(isSettled ? 'folders.notConnected' : 'folders.loading');
}

function SignInHint() {
  return (
    <p className="hint">
      {i18n.t('folders.signIn')}
      <button type="button" className="chip" onClick={() => void sendMessage('openPopup')}>
        {i18n.t('folders.signInButton')}
      </button>
    </p>
  );
}

function Chips({ shelf }: { shelf: Shelf }) {
  const model = useFolders();
  const selection = useStore(model.selection);
  const emptyFolder = shelf.folders.find(
    ({ id }) => id === selection && shelf.chatIdsByFolder.get(id)?.size === 0,
  );

  return (
    <>
      <div className="strip" onKeyDown={moveFocus} onPointerEnter={loadEditors} onFocus={loadEditors}>
        <div className="tabs" role="tablist" aria-label={i18n.t('folders.label')}>
          <PlainChip shelf={shelf} selection="all" label={i18n.t('folders.all')} />
          {shelf.folders.length > 0 && (
            <PlainChip shelf={shelf} selection="unfiled" label={i18n.t('folders.unfiled')} />
          )}
          {shelf.folders.map((folder) => (
            <FolderChip key={folder.id} shelf={shelf} folder={folder} />
          ))}
        </div>
        <button
          type="button"
          className="chip new"
          aria-label={i18n.t('folders.new')}
          title={i18n.t('folders.new')}
          onClick={({ currentTarget }) =>
            model.overlay.set({ kind: 'editor', folder: null, anchor: currentTarget })
          }
        >
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <path d="M8 2v12M2 8h12" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
          {shelf.folders.length === 0 && i18n.t('folders.new')}
        </button>
      </div>
      {emptyFolder && <p className="hint">{i18n.t('folders.emptyFolder', [emptyFolder.name])}</p>}
    </>
  );
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  Home: -Infinity,
  End: Infinity,
};

/** One stop for Tab, arrows within, as in every list of tabs. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.chip')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  if (at < 0) return;
  const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
  const isSideways = Number.isFinite(step);
  const to = at + (isSideways && isRightToLeft ? -step : step);
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  event.preventDefault();
}
