import { i18n } from '#i18n';
import type { ScreenState } from '../../replica/use-rows.ts';
import { momentWord, numberWord } from '../../ui/language.ts';

type Sync = NonNullable<ScreenState['sync']>;

/** Up to date, how many changes wait, how far a first copy is, or since when the server is away. */
export function SyncLine({ sync }: { sync: Sync | null }) {
  if (!sync) return null;
  return (
    <p className="sync" role="status" data-phase={sync.phase}>
      <span className="lamp" aria-hidden="true" />
      {sentences(sync).join(' · ')}
    </p>
  );
}

function sentences({ phase, waiting, offlineSince, progress }: Sync): string[] {
  const waits = waiting > 0 ? [i18n.t('popup.waiting', waiting)] : [];
  if (phase === 'outdated') return [i18n.t('popup.outdated'), ...waits];
  if (offlineSince !== null) {
    return [i18n.t('popup.offlineSince', [momentWord(offlineSince)]), ...waits];
  }
  if (progress) return [copyingOf(progress)];
  if (waits.length > 0) return waits;
  return [i18n.t(phase === 'up_to_date' ? 'popup.upToDate' : 'popup.syncing')];
}

function copyingOf({ received, total }: NonNullable<Sync['progress']>): string {
  return i18n.t('popup.copyingOf', [numberWord(received), numberWord(total)]);
}
