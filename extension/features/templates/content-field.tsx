import { useId, useRef, useState, type ReactNode } from 'react';
import { i18n } from '#i18n';
import { parseContent, problemsOf, variableNames, type Problem } from './content.ts';
import { Said } from './fields.tsx';
import { problemSentence, variableWord } from './words.ts';

/** The first so many are told; the rest is likely the same. */
const PROBLEMS_TOLD_MAX = 5;

interface Props {
  readonly value: string;
  readonly problem: string | undefined;
  readonly isTried: boolean;
  readonly count: ReactNode;
  readonly onChange: (text: string) => void;
}

/** The message of a template, the variables to put into it, and what is wrong with those that are in it. */
export function ContentField({ value, problem, isTried, count, onChange }: Props) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [isLeft, setLeft] = useState(false);
  // Braces that are open are about to be closed, as long as somebody types.
  const problems = problemsOf(parseContent(value)).filter(
    ({ reason }) => isTried || isLeft || reason !== 'unclosed',
  );
  const show = ({ start, end }: Problem) => {
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
  };
  return (
    <div className="text-field">
      <div className="field-head">
        <label htmlFor={id}>{i18n.t('templates.form.content')}</label>
        {count}
      </div>
      <textarea
        ref={area}
        id={id}
        name="content"
        dir="auto"
        rows={4}
        value={value}
        placeholder={i18n.t('templates.form.contentPlaceholder')}
        aria-invalid={problem !== undefined || problems.length > 0}
        aria-describedby={`${id}-said`}
        onChange={({ target }) => onChange(target.value)}
        onFocus={() => setLeft(false)}
        onBlur={() => setLeft(true)}
      />
      <VariableButtons onInsert={(text, from, to) => insertAtCursor(area.current, text, from, to)} />
      <div id={`${id}-said`}>
        <Said problem={problem} hint={problems.length === 0 ? i18n.t('templates.form.askHint') : undefined} />
        <div role="alert">
          {problems.length > 0 && (
            <ul className="content-problems">
              {problems.slice(0, PROBLEMS_TOLD_MAX).map((each) => (
                <li key={each.start}>
                  <button type="button" onClick={() => show(each)}>
                    <bdi>{problemSentence(each, value)}</bdi>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
}

interface ButtonsProps {
  /** Of the inserted text, this part is selected, to be typed over. */
  readonly onInsert: (text: string, selectFrom: number, selectTo: number) => void;
}

function VariableButtons({ onInsert }: ButtonsProps) {
  const ask = i18n.t('templates.form.askLabel');
  return (
    <div className="variables" role="group" aria-label={i18n.t('templates.form.insert')}>
      {variableNames.map((name) => (
        <button
          key={name}
          type="button"
          title={`{{${name}}}`}
          onClick={() => onInsert(`{{${name}}}`, name.length + 4, name.length + 4)}
        >
          {variableWord(name)}
        </button>
      ))}
      <button
        type="button"
        title={`{{?${ask}}}`}
        onClick={() => onInsert(`{{?${ask}}}`, '{{?'.length, '{{?'.length + ask.length)}
      >
        {i18n.t('templates.form.askFor')}
      </button>
    </div>
  );
}

/** As if it was typed: nothing else than this old command keeps the field's own undo. */
function insertAtCursor(area: HTMLTextAreaElement | null, text: string, from: number, to: number): void {
  if (!area) return;
  area.focus();
  const start = area.selectionStart;
  if (!document.execCommand('insertText', false, text)) {
    area.setRangeText(text, start, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.setSelectionRange(start + from, start + to);
}
