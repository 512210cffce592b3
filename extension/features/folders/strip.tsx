import { memo, type KeyboardEvent } from 'react';
import { i18n } from '#i18n';
import { sendMessage, useScreenState, useStore, type ScreenState } from '../../replica/use-rows.ts';
import { loadParts } from '../load-parts.ts';
import type { Organised } from '../organised.ts';
import { folderEditor } from '../overlay-kinds.ts';
import { refusalSentence } from '../refusal.ts';
import { everything, isSameShown, viewOf } from '../shown.ts';
import { usePageModel } from '../page-model.ts';
import { FolderChip, PlainChip, ViewChip } from './chip.tsx';
import { Toolbar } from './toolbar.tsx';
import { numberWord } from '../../ui/language.ts';

/** The account, its folders and its views above the chat list. */
export function Strip() {
  const page = usePageModel();
  const screen = useScreenState();
  const { user } = screen;
  const organised = useStore(page.organised);
  if (user === undefined) return null;
  if (user === null) return <SignInHint />;
  if (!organised) return <p className="hint">{whyNone(screen)}</p>;
  const { folders, views, counting } = organised;
  return (
    <>
      <Toolbar organised={organised} />
      <Chips folders={folders} views={views} counting={counting} />
      <StripHint organised={organised} />
    </>
  );
}

/** The account was refused just now or before, the server is away, or it only takes a moment. */
function whyNone({ notices, sync }: ScreenState): string {
  const refusal = notices.findLast(({ operation }) => operation?.entity === 'account');
  if (refusal) return refusalSentence(refusal);
  if (sync?.phase === 'offline') return i18n.t('folders.serverAway');
  if (sync?.phase === 'outdated') return i18n.t('outdated.sentence');
  if (sync?.progress) {
    const { received, total } = sync.progress;
    return i18n.t('folders.loadingOf', [numberWord(received), numberWord(total)]);
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

type ChipsProps = Pick<Organised, 'folders' | 'views' | 'counting'>;

/** Of hundreds none is drawn anew because a chat was filed. */
const Chips = memo(function Chips({ folders, views, counting }: ChipsProps) {
  const page = usePageModel();
  const shown = useStore(page.shown);
  // The view that is just what is shown, else the folder.
  const selected = viewOf({ views }, shown)?.id ?? (shown.folderId || 'all');
  const chipOf = (selection: string) => ({ isSelected: selected === selection, counting });
  return (
    <div className="strip" onKeyDown={moveFocus} onPointerEnter={loadParts} onFocus={loadParts}>
      <div className="tabs" role="tablist" aria-label={i18n.t('folders.label')}>
        <PlainChip {...chipOf('all')} folderId="" label={i18n.t('folders.all')} />
        {folders.length > 0 && (
          <PlainChip {...chipOf('unfiled')} folderId="unfiled" label={i18n.t('folders.unfiled')} />
        )}
        {folders.map((folder) => (
          <FolderChip key={folder.id} {...chipOf(folder.id)} folder={folder} siblings={folders} />
        ))}
        {views.map((view) => (
          <ViewChip key={view.id} {...chipOf(view.id)} view={view} siblings={views} />
        ))}
      </div>
      <button
        type="button"
        className="chip new"
        aria-label={i18n.t('folders.new')}
        title={i18n.t('folders.new')}
        onClick={({ currentTarget }) =>
          page.overlays.open(folderEditor, currentTarget, { folder: null, chatIds: [] })
        }
      >
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <path d="M8 2v12M2 8h12" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
        {folders.length === 0 && i18n.t('folders.new')}
      </button>
    </div>
  );
});

/** Why the list shows what it shows. */
function StripHint({ organised }: { organised: Organised }) {
  const page = usePageModel();
  const shown = useStore(page.shown);
  const isSearching = useStore(page.whatsapp.isSearching) && !isSameShown(shown, everything);
  if (isSearching) return <p className="hint">{i18n.t('folders.searchesAll')}</p>;
  const isEmpty = organised.chatIdsByFolder.get(shown.folderId)?.size === 0;
  const folder = isEmpty && organised.folders.find(({ id }) => id === shown.folderId);
  return folder ? <p className="hint">{i18n.t('folders.emptyFolder', [folder.name])}</p> : null;
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
