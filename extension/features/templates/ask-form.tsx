import { useLayoutEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { i18n } from '#i18n';
import { parseContent } from './content.ts';
import type { Template } from './edits.ts';
import { TextField } from './fields.tsx';
import { fill, questionsOf, textOf, type Answers } from './fill.ts';
import { PickerPreview } from './picker-preview.tsx';
import type { Values } from './values.ts';
import { questionWord, quoted } from './words.ts';

interface Props {
  readonly template: Template;
  readonly values: Values;
  readonly onSubmit: (text: string) => void;
  readonly onBack: () => void;
}

/** Asks for each thing that the template asks; nothing is inserted while one is empty. */
export function AskForm({ template, values, onSubmit, onBack }: Props) {
  const parts = parseContent(template.content);
  const questions = questionsOf(parts, values);
  const [answers, setAnswers] = useState<Answers>(() =>
    Object.fromEntries(questions.map(({ key, suggestion }) => [key, suggestion])),
  );
  const [missed, setMissed] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const focus = (index: number) => form.current?.querySelectorAll('input')[index]?.focus();
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), [form]);
  const isEmpty = (key: string) => (answers[key] ?? '').trim() === '';

  const stayAt = (index: number) => {
    setMissed(questions[index]?.key ?? null);
    focus(index);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = questions.findIndex(({ key }) => isEmpty(key));
    const text = textOf(fill(parts, values, answers));
    if (empty >= 0) stayAt(empty);
    else if (text !== undefined) onSubmit(text);
  };
  /** Enter goes on to the next; in the last one it submits, as everywhere. */
  const onEnter = (event: KeyboardEvent, index: number, key: string) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const isLast = index === questions.length - 1;
    if (isLast && !isEmpty(key)) return;
    event.preventDefault();
    if (isEmpty(key)) stayAt(index);
    else focus(index + 1);
  };

  return (
    <form ref={form} className="picker-ask" onSubmit={submit} noValidate aria-labelledby="picker-ask-title">
      <h2 id="picker-ask-title">
        <bdi>{i18n.t('templates.picker.ask', [quoted(template.name)])}</bdi>
      </h2>
      <div className="picker-parts">
        <div className="picker-questions">
          {questions.map((question, index) => (
            <div key={question.key} onKeyDown={(event) => onEnter(event, index, question.key)}>
              <TextField
                name={question.key}
                label={questionWord(question)}
                value={answers[question.key] ?? ''}
                problem={
                  missed === question.key && isEmpty(question.key)
                    ? i18n.t('templates.picker.missing')
                    : undefined
                }
                onChange={(text) => setAnswers({ ...answers, [question.key]: text })}
              />
            </div>
          ))}
        </div>
        <PickerPreview template={template} values={values} answers={answers} />
      </div>
      <div className="picker-foot">
        <button type="button" className="quiet" onClick={onBack}>
          {i18n.t('templates.picker.back')}
        </button>
        <button type="submit" className="primary">
          {i18n.t('templates.picker.insert')}
        </button>
      </div>
    </form>
  );
}
