import { useEffect, useState } from 'react';
import { i18n } from '#i18n';
import { useStore } from '../../replica/use-rows.ts';
import { accountOf } from '../accounts-of.ts';
import { templatePicker } from '../overlay-kinds.ts';
import { overlayPart, type OverlayFrame, type OverlayPart } from '../overlays.ts';
import { AskForm } from './ask-form.tsx';
import type { TemplateFields } from './check.ts';
import { parseContent } from './content.ts';
import { change, createLast } from '../edits.ts';
import { inOrder } from '../organised.ts';
import type { Template } from './edits.ts';
import { Failed } from './failed.tsx';
import { fill, questionsOf, textOf } from './fill.ts';
import { insertInto } from './insert.ts';
import { chatOf, isSameChat } from './picked-chat.ts';
import { PickerFrame } from './picker-frame.tsx';
import { PickerList } from './picker-list.tsx';
import { TemplateForm } from './template-form.tsx';
import { quoted, valuesNow } from './words.ts';

type Step =
  | { readonly kind: 'list' }
  | { readonly kind: 'ask'; readonly template: Template }
  | { readonly kind: 'form'; readonly template: Template | null };

type Props = OverlayFrame & NonNullable<(typeof templatePicker)['props']>;

/** Finds a template, asks what it asks, and inserts it into the chat that was open when it was opened, or nowhere. Never sends. */
function TemplatePicker({ page, anchor, container, close, chatId, typed, failedText }: Props) {
  const { whatsapp, replica, acts } = page;
  const rows = useStore(replica.rows);
  const chats = useStore(whatsapp.chats);
  const account = accountOf(rows, useStore(whatsapp.account)?.phoneNumber);
  const isHere = isSameChat(chats, chatId, useStore(whatsapp.activeChat));
  const [step, setStep] = useState<Step>({ kind: 'list' });
  const [query, setQuery] = useState(() => typed?.() ?? '');
  useEffect(() => {
    if (isHere) return;
    acts.say(i18n.t('templates.picker.chatChanged'));
    close();
  });
  if (!account || !isHere) return null;

  const templates = inOrder<'template'>(rows.template, account.id);
  const values = valuesNow(chatOf(rows, account.id, chats, chatId), account.name);
  /** What holds the focus here must be gone before the message box has it. */
  const after = (next: () => void) => {
    close();
    setTimeout(next);
  };
  const back = () => after(() => whatsapp.focusComposer());
  const insert = (text: string) => after(() => void insertInto(page, anchor, chatId, text));
  const toList = () => setStep({ kind: 'list' });
  const choose = (template: Template) => {
    const parts = parseContent(template.content);
    const text = textOf(fill(parts, values, {}));
    if (text !== undefined) insert(text);
    else if (questionsOf(parts, values).length > 0) setStep({ kind: 'ask', template });
  };
  const save = (template: Template | null, fields: TemplateFields) => {
    const row = templates.find(({ id }) => id === template?.id);
    if (row) void acts.do(change('template', row, fields), i18n.t('templates.edited', [quoted(fields.name)]));
    else {
      const create = createLast('template', templates, { accountId: account.id, ...fields });
      void acts.do([create], i18n.t('templates.created', [quoted(fields.name)]));
    }
    setQuery(fields.name);
    toList();
  };

  return (
    <PickerFrame
      anchor={anchor}
      container={container}
      isKept={step.kind !== 'list'}
      onLeave={back}
      onPressOutside={close}
    >
      {failedText !== undefined ? (
        <Failed text={failedText} onRetry={() => insert(failedText)} />
      ) : step.kind === 'ask' ? (
        <AskForm template={step.template} values={values} onSubmit={insert} onBack={toList} />
      ) : step.kind === 'form' ? (
        <div className="picker-form">
          <TemplateForm
            {...(step.template && { template: step.template })}
            accountId={account.id}
            templates={templates}
            accountName={account.name}
            onSubmit={(fields) => save(step.template, fields)}
            onCancel={toList}
          />
        </div>
      ) : (
        <PickerList
          templates={templates}
          values={values}
          query={query}
          onQuery={setQuery}
          onChoose={choose}
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
