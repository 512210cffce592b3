import { useEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { numberWord } from '../../ui/language.ts';
import type { Acts } from '../acts.ts';
import { readTextFile } from '../text-file.ts';
import { FILE_BYTES_MAX, FILE_TEMPLATES_MAX, planCsv, type CsvPlan, type CsvProblem } from './csv-plan.ts';
import { addTemplates, type Template } from './edits.ts';
import { flawSentence, quoted } from './words.ts';

/** The first so many are told one by one. */
const REFUSALS_TOLD_MAX = 5;

interface Props {
  readonly accountId: string;
  readonly templates: readonly Template[];
  readonly acts: Acts;
}

/** Takes templates from a spreadsheet, after saying what that would do. */
export function CsvImport({ accountId, templates, acts }: Props) {
  const [file, setFile] = useState<{ readonly name: string; readonly text: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const planned = file && planCsv(file.text, templates, headers());
  const plan = planned?.ok ? planned.value : null;

  const choose = async (chosen: File) => {
    const text = await readTextFile(chosen, FILE_BYTES_MAX);
    const reading = text.ok ? planCsv(text.value, templates, headers()) : text;
    setFile(text.ok && reading.ok ? { name: chosen.name, text: text.value } : null);
    setProblem(reading.ok ? null : problemSentence(reading.code));
  };
  const close = () => {
    button.current?.focus(); // What was pressed goes away.
    setFile(null);
  };

  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        aria-label={i18n.t('templates.csv.file')}
        hidden
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void choose(chosen);
          target.value = ''; // The same file can be chosen again.
        }}
      />
      <button
        ref={button}
        type="button"
        className="way"
        title={i18n.t('templates.csv.about')}
        onClick={() => input.current?.click()}
      >
        {i18n.t('templates.csv.choose')}
      </button>
      <p className="csv-problem" role="status">
        {problem}
      </p>
      {file && plan && (
        <CsvDryRun
          fileName={file.name}
          plan={plan}
          onClose={close}
          onImport={() => {
            close();
            const { length } = plan.added;
            void acts.do(
              addTemplates(accountId, templates, plan.added),
              i18n.t('templates.csv.imported', length, [numberWord(length)]),
            );
          }}
        />
      )}
    </>
  );
}

interface DryRunProps {
  readonly fileName: string;
  readonly plan: CsvPlan;
  readonly onImport: () => void;
  readonly onClose: () => void;
}

/** What an import would do, before anything is touched. */
function CsvDryRun({ fileName, plan: { added, same, refused }, onImport, onClose }: DryRunProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const rest = refused.length - REFUSALS_TOLD_MAX;
  return (
    <div className="csv-plan" role="group" aria-labelledby="csv-plan-title">
      <h3 id="csv-plan-title" ref={title} tabIndex={-1}>
        <bdi>{i18n.t('templates.csv.title', [quoted(fileName)])}</bdi>
      </h3>
      <p>{i18n.t('templates.csv.adds', added.length, [numberWord(added.length)])}</p>
      {same > 0 && <p>{i18n.t('templates.csv.same', same, [numberWord(same)])}</p>}
      {refused.length > 0 && (
        <ul>
          {refused.slice(0, REFUSALS_TOLD_MAX).map(({ place, flaw, name }) => (
            <li key={place}>
              <bdi>
                {i18n.t('templates.csv.refused', [
                  name === '' ? numberWord(place) : `${numberWord(place)} (${quoted(name)})`,
                  flawSentence(flaw),
                ])}
              </bdi>
            </li>
          ))}
          {rest > 0 && <li>{i18n.t('templates.csv.more', rest, [numberWord(rest)])}</li>}
        </ul>
      )}
      <div className="actions">
        <button type="button" className="quiet" onClick={onClose}>
          {i18n.t(added.length > 0 ? 'templates.form.cancel' : 'templates.csv.close')}
        </button>
        {added.length > 0 && (
          <button type="button" className="primary" onClick={onImport}>
            {i18n.t('templates.csv.import')}
          </button>
        )}
      </div>
    </div>
  );
}

const headers = () => ({
  name: i18n.t('templates.form.name'),
  content: i18n.t('templates.form.content'),
  shortcut: i18n.t('templates.csv.shortcut'),
});

function problemSentence(code: CsvProblem | 'tooLarge' | 'unreadable' | 'notUtf8'): string {
  switch (code) {
    case 'empty':
      return i18n.t('templates.csv.problems.empty');
    case 'damaged':
      return i18n.t('templates.csv.problems.damaged');
    case 'notTemplates':
      return i18n.t('templates.csv.problems.notTemplates');
    case 'tooMany':
      return i18n.t('templates.csv.problems.tooMany', [numberWord(FILE_TEMPLATES_MAX)]);
    case 'tooLarge':
      return i18n.t('templates.csv.problems.tooLarge');
    case 'unreadable':
      return i18n.t('templates.csv.problems.unreadable');
    case 'notUtf8':
      return i18n.t('templates.csv.problems.notUtf8');
  }
}
