import { i18n } from '#i18n';
import { useRows, useScreenState } from '../../replica/use-rows.ts';
import { ExportPart } from './export-part.tsx';
import { ImportPart } from './import-part.tsx';

/** Taking everything out, and bringing it in: of all accounts. */
export function YourData() {
  const { user, sync } = useScreenState();
  const rows = useRows();
  if (!user) return null;
  return (
    <section className="your-data" aria-labelledby="data-title">
      <h2 id="data-title">{i18n.t('data.title')}</h2>
      {sync?.hasRows === true ? (
        <>
          <p className="quiet-line">{i18n.t('data.hint')}</p>
          <ExportPart rows={rows} />
          <ImportPart key={user.id} userId={user.id} />
        </>
      ) : (
        // Half of everything would be taken for everything.
        <p className="quiet-line">{i18n.t('popup.working')}</p>
      )}
    </section>
  );
}
