import { i18n } from '#i18n';
import { writableNames } from '../../../shared/entities/index.ts';
import type { Rows } from '../../../shared/sync/apply.ts';
import { formatCsv } from '../csv.ts';
import { exportDocument, fileName } from './document.ts';
import { download } from './download.ts';
import { sheetOf } from './sheets.ts';
import { thingWord } from './words.ts';
import { numberWord } from '../../ui/language.ts';

/** Everything as one file that loses nothing, or each kind of thing as a spreadsheet. */
export function ExportPart({ rows }: { rows: Rows }) {
  const things = writableNames.filter((name) => rows[name].size > 0);
  if (things.length === 0) return <p className="quiet-line">{i18n.t('data.empty')}</p>;
  return (
    <>
      <button
        type="button"
        className="wide outlined"
        onClick={() => {
          const now = new Date();
          download(fileName(now, 'json'), exportDocument(rows, now), 'application/json');
        }}
      >
        {i18n.t('data.exportJson')}
      </button>
      <details className="sheets">
        <summary className="outlined">{i18n.t('data.exportCsv')}</summary>
        <ul>
          {things.map((name) => (
            <li key={name}>
              <span>{thingWord(name)}</span>
              <small>{numberWord(rows[name].size)}</small>
              <button
                type="button"
                className="quiet"
                aria-label={i18n.t('data.downloadThing', [thingWord(name)])}
                onClick={() =>
                  download(fileName(new Date(), 'csv', name), formatCsv(sheetOf(rows, name)), 'text/csv')
                }
              >
                {i18n.t('data.download')}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}
