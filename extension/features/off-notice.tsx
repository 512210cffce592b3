import { i18n } from '#i18n';
import { useScreenState } from '../replica/use-rows.ts';
import { CopyReport } from './copy-report.tsx';
import { offSentence } from './off.ts';

/** In the extension's own pages: what is off in the open tabs of WhatsApp Web, and the report to send us. */
export function OffNotice() {
  const { pages, killed } = useScreenState();
  const sentence = offSentence(
    [...new Set(pages.flatMap(({ lost }) => lost))],
    [...(killed ?? []), ...pages.flatMap(({ broken }) => broken)],
  );
  const isStale = pages.some(({ state }) => state === 'reload');
  const reports = pages
    .filter(({ lost, broken }) => lost.length + broken.length > 0)
    .map(({ report }) => report);
  if (!sentence && !isStale) return null;
  return (
    <div className="notice" role="status">
      {isStale && <p>{i18n.t('off.reload')}</p>}
      {sentence && <p>{sentence}</p>}
      {reports.length > 0 && <CopyReport report={() => reports.join('\n\n')} />}
    </div>
  );
}
