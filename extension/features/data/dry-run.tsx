import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import { refusalSentence, thingWord } from './words.ts';
import { numberWord, uiDirection } from '../../ui/language.ts';
import type { DryRun as Planned } from './use-import.ts';

interface Props {
  readonly dryRun: Planned;
  readonly onImport: () => void;
  readonly onCancel: () => void;
}

/** What an import would do, before anything is touched. */
export function DryRun({ dryRun: { fileName, plan }, onImport, onCancel }: Props) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const { operations, refusals, tallies } = plan;
  const refused = [...tallies.values()].reduce((sum, tally) => sum + tally.refused, 0);
  const hasNothingToDo = operations.length === 0;
  return (
    <div className="dry-run" role="group" aria-labelledby="dry-run-title">
      <h3 id="dry-run-title" ref={title} tabIndex={-1}>
        <bdi dir={uiDirection()}>{i18n.t('data.dryRun', [fileName])}</bdi>
      </h3>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{i18n.t('data.added')}</th>
            <th scope="col">{i18n.t('data.changed')}</th>
            <th scope="col">{i18n.t('data.same')}</th>
            <th scope="col">{i18n.t('data.refused')}</th>
          </tr>
        </thead>
        <tbody>
          {[...tallies].map(([entity, tally]) => (
            <tr key={entity}>
              <th scope="row">
                <bdi>{thingWord(entity)}</bdi>
              </th>
              {[tally.added, tally.changed, tally.same, tally.refused].map((count, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- four columns, always the same
                <td key={index} data-none={count === 0 || undefined}>
                  {numberWord(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {refusals.length > 0 && (
        <ul className="refusals">
          {refusals.map((refusal) => (
            <li key={`${refusal.entity} ${refusal.place}`}>
              <bdi dir={uiDirection()}>{refusalSentence(refusal)}</bdi>
            </li>
          ))}
          {refused > refusals.length && (
            <li>
              {i18n.t('data.moreRefused', refused - refusals.length, [numberWord(refused - refusals.length)])}
            </li>
          )}
        </ul>
      )}
      {hasNothingToDo && (
        <p className="quiet-line">{i18n.t(refused > 0 ? 'data.nothingTaken' : 'data.nothingToDo')}</p>
      )}
      <div className="buttons">
        {!hasNothingToDo && (
          <button type="button" className="primary" onClick={onImport}>
            {i18n.t('data.import')}
          </button>
        )}
        <button type="button" className="quiet" onClick={onCancel}>
          {i18n.t(hasNothingToDo ? 'data.close' : 'data.cancel')}
        </button>
      </div>
    </div>
  );
}
