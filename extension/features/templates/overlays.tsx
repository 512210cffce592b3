import { useEffect, useLayoutEffect, useState } from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { change, createLast } from '../edits.ts';
import { inOrder, type Organised } from '../organised.ts';
import { templatePicker } from '../overlay-kinds.ts';
import { overlayPart, type OverlayFrame, type OverlayPart } from '../overlays.ts';
import { AskForm } from './ask-form.tsx';
import type { TemplateFields } from './check.ts';
import { parseContent, problemsOf } from './content.ts';
import type { Template } from './edits.ts';
import { Failed } from './failed.tsx';
import { fill, textOf } from './fill.ts';
import { insertInto } from './insert.ts';
import { chatOf, isSameChat } from './picked-chat.ts';
import { PickerFrame } from './picker-frame.tsx';
import { PickerList } from './picker-list.tsx';
import { TemplateForm } from './template-form.tsx';
import type { Values } from './values.ts';
import { quoted, valuesNow } from './words.ts';

type Props = OverlayFrame & NonNullable<(typeof templatePicker)['props']>;

/** Finds a template, asks what it asks, and inserts it into the chat that was open when it was opened, or nowhere. Never sends. */
function TemplatePicker(props: Props) {
  const { page, close, chatId } = props;
  const organised = useStore(page.organised);
  const chats = useStore(page.whatsapp.chats);
  const isHere = isSameChat(chats, chatId, useStore(page.whatsapp.activeChat));
  useEffect(() => {
    if (isHere) return;
    page.acts.say(i18n.t('templates.picker.chatChanged'));
    close();
  });
  return organised && isHere ? <OpenPicker {...props} organised={organised} /> : null;
}

/** What a chosen template leads to. */
type Step =
  | { readonly kind: 'list'; readonly query: string }
  | { readonly kind: 'ask'; readonly template: Template }
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'form'; readonly template: Template | null };

function stepOf(template: Template, values: Values): Step {
  const parts = parseContent(template.content);
  if (problemsOf(parts).length > 0) return { kind: 'list', query: template.name };
  const text = textOf(fill(parts, values, {}));
  return text === undefined ? { kind: 'ask', template } : { kind: 'insert', text };
}

function OpenPicker(props: Props & { organised: Organised }) {
  const { page, anchor, container, close, chatId, templateId, typed, failedText, organised } = props;
  const { whatsapp, replica, acts } = page;
  const { account } = organised;
  const rows = useStore(replica.rows); // A template is no part of what is organised.
  const templates = inOrder<'template'>(rows.template, account.id);
  const chats = useStore(whatsapp.chats);
  const values = valuesNow(chatOf(rows, account.id, chats, chatId), account.name);
  const [step, setStep] = useState<Step>(() => {
    const chosen = templates.find(({ id }) => id === templateId);
    return chosen ? stepOf(chosen, values) : { kind: 'list', query: typed?.() ?? '' };
  });
  /** What holds the focus here must be gone before the message box has it. */
  const after = (next: () => void) => {
    close();
    setTimeout(next);
  };
  const back = () => after(() => whatsapp.focusComposer());
  const insert = (text: string) => after(() => void insertInto(page, anchor, chatId, text));
  useLayoutEffect(() => {
    if (step.kind === 'insert') insert(step.text);
  });
  if (step.kind === 'insert') return null;

  const toList = (query = '') => setStep({ kind: 'list', query });
  const save = (template: Template | null, fields: TemplateFields) => {
    const row = templates.find(({ id }) => id === template?.id);
    if (row) void acts.do(change('template', row, fields), i18n.t('templates.edited', [quoted(fields.name)]));
    else {
      const create = createLast('template', templates, { accountId: account.id, ...fields });
      void acts.do([create], i18n.t('templates.created', [quoted(fields.name)]));
    }
    toList(fields.name);
  };
  return (
    <PickerFrame
      page={page}
      anchor={anchor}
      container={container}
      isKept={step.kind !== 'list'}
      onLeave={back}
      onPressOutside={close}
    >
      {failedText !== undefined ? (
        <Failed text={failedText} onRetry={() => insert(failedText)} />
      ) : step.kind === 'ask' ? (
        <AskForm template={step.template} values={values} onSubmit={insert} onBack={() => toList()} />
      ) : step.kind === 'form' ? (
        <div className="picker-form">
          <TemplateForm
            {...(step.template && { template: step.template })}
            accountId={account.id}
            templates={templates}
            accountName={account.name}
            onSubmit={(fields) => save(step.template, fields)}
            onCancel={() => toList()}
          />
        </div>
      ) : (
        <PickerList
          templates={templates}
          values={values}
          query={step.query}
          onQuery={toList}
          onChoose={(template) => {
            const next = stepOf(template, values);
            if (next.kind !== 'list') setStep(next);
          }}
          onEdit={(template) => setStep({ kind: 'form', template })}
          {...(typed && {
            onUnslash: back,
            onSecondSlash: () => after(() => void whatsapp.insertText(chatId, '/')),
          })}
        />
      )}
    </PickerFrame>
  );
}

export const templateOverlays: readonly OverlayPart[] = [overlayPart(templatePicker, TemplatePicker)];
