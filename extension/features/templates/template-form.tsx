import { useEffect, useRef, useState, type FormEvent } from 'react';
import { i18n } from '#i18n';
import {
  TEMPLATE_CONTENT_LENGTH_MAX,
  TEMPLATE_SHORTCUT_LENGTH_MAX,
} from '../../../shared/entities/template.ts';
import { NAME_LENGTH_MAX } from '../../../shared/sync/fields.ts';
import { cleanFields, flawsOf, type Flaw, type TemplateFields } from './check.ts';
import { ContentField } from './content-field.tsx';
import type { Template } from './edits.ts';
import { Count, TextField } from './fields.tsx';
import { Preview } from './preview.tsx';
import { flawSentence, quoted } from './words.ts';

/** What was typed and neither saved nor cancelled, by account and template: a form may be closed by a key pressed too much. */
const drafts = new Map<string, TemplateFields>();

interface Props {
  readonly accountId: string;
  /** Absent for a new one. */
  readonly template?: Template;
  readonly templates: readonly Template[];
  readonly accountName: string;
  readonly onSubmit: (fields: TemplateFields) => void;
  readonly onCancel: () => void;
}

/** A template's name, shortcut and message, with what the message would look like. It uses no context. */
export function TemplateForm(props: Props) {
  const { accountId, template, templates, accountName } = props;
  const draft = `${accountId}/${template?.id ?? ''}`;
  const [typed, setTyped] = useState<TemplateFields>(() => drafts.get(draft) ?? fieldsOf(template));
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  const fields = cleanFields(typed);
  const flaws = flawsOf(fields);
  /** What is missing is said when it is asked for, what is too much at once. */
  const problemOf = (...ofField: readonly Flaw[]) => {
    const flaw = flaws.find((each) => ofField.includes(each) && (isTried || each.endsWith('Long')));
    return flaw && flawSentence(flaw);
  };
  const others = templates.filter(({ id }) => id !== template?.id);
  const twin = others.find(({ shortcut }) => fields.shortcut !== '' && shortcut === fields.shortcut);
  const change = (field: keyof TemplateFields) => (text: string) => {
    const next: TemplateFields = { ...typed, [field]: text };
    drafts.set(draft, next);
    setTyped(next);
  };
  const end = (then: () => void) => {
    drafts.delete(draft);
    then();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const [flaw] = flaws;
    if (!flaw) end(() => props.onSubmit(fields));
    else form.current?.querySelector<HTMLElement>(`[name="${fieldOf(flaw)}"]`)?.focus();
  };

  return (
    <form ref={form} className="template-form" onSubmit={submit} noValidate>
      <TextField
        name="name"
        label={i18n.t('templates.form.name')}
        placeholder={i18n.t('templates.form.namePlaceholder')}
        value={typed.name}
        problem={problemOf('nameMissing', 'nameLong')}
        hint={others.some(({ name }) => name === fields.name) ? i18n.t('templates.hints.name') : undefined}
        count={<Count length={fields.name.length} max={NAME_LENGTH_MAX} />}
        onChange={change('name')}
      />
      <TextField
        name="shortcut"
        label={i18n.t('templates.form.shortcut')}
        prefix="/"
        value={typed.shortcut}
        problem={problemOf('shortcutLong')}
        hint={
          twin
            ? i18n.t('templates.hints.shortcut', [quoted(twin.name)])
            : i18n.t('templates.form.shortcutHint')
        }
        count={<Count length={fields.shortcut.length} max={TEMPLATE_SHORTCUT_LENGTH_MAX} />}
        onChange={(text) => change('shortcut')(text.replace(/^\/+/, ''))}
      />
      <ContentField
        value={typed.content}
        problem={problemOf('contentMissing', 'contentLong')}
        isTried={isTried}
        count={<Count length={fields.content.length} max={TEMPLATE_CONTENT_LENGTH_MAX} />}
        onChange={change('content')}
      />
      <Preview content={fields.content} accountName={accountName} />
      <div className="actions">
        <button type="button" className="quiet" onClick={() => end(props.onCancel)}>
          {i18n.t('templates.form.cancel')}
        </button>
        <button type="submit" className="primary">
          {i18n.t(template ? 'templates.form.save' : 'templates.form.create')}
        </button>
      </div>
    </form>
  );
}

function fieldsOf(template?: Template): TemplateFields {
  const { name = '', content = '', shortcut = '' } = template ?? {};
  return { name, content, shortcut };
}

/** The field that a flaw is of, which the flaw's name begins with. */
function fieldOf(flaw: Flaw): string {
  return /^[a-z]+/.exec(flaw)?.[0] ?? '';
}
