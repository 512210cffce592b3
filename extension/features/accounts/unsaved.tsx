import { i18n } from '#i18n';
import { useNotices } from '../../replica/use-rows.ts';

/** What the server refused, until it has been read. */
export function Unsaved() {
  const { notices, dismiss } = useNotices();
  if (notices.length === 0) return null;
  return (
    <section className="notice problem" aria-label={i18n.t('popup.unsaved')}>
      <ul>
        {notices.map((notice) => (
          <li key={notice.mutationId}>
            <strong>{i18n.t('popup.unsaved')}</strong> {notice.detail}
          </li>
        ))}
      </ul>
      <button type="button" onClick={dismiss}>
        {i18n.t('popup.dismiss')}
      </button>
    </section>
  );
}
