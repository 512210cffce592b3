import { Popover } from '@base-ui/react/popover';
import { useState, type KeyboardEvent, type RefObject } from 'react';
import { i18n } from '#i18n';
import type { Row } from '../../../shared/entities/index.ts';
import { useRows } from '../../replica/use-rows.ts';
import { inOrder } from '../organised.ts';
import { AskForm } from './ask-form.tsx';
import { parseContent, problemsOf } from './content.ts';
import type { Template } from './edits.ts';
import { fill, textOf } from './fill.ts';
import { chatOf } from './picked-chat.ts';
import { PickerList } from './picker-list.tsx';
import type { TemplateChat } from './values.ts';
import { valuesNow } from './words.ts';

interface Props {
  readonly account: Row<'account'>;
  readonly chat: TemplateChat;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly container: RefObject<HTMLElement | null>;
  readonly onInsert: (text: string) => void;
  readonly onClose: () => void;
}

/** Finds one of the account's templates for a chat of the side panel's inbox, and asks what it asks. It inserts, never sends. */
export function InboxTemplates({ account, chat, anchor, container, onInsert, onClose }: Props) {
  const rows = useRows();
  const templates = inOrder<'template'>(rows.template, account.id);
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState<Template | null>(null);
  const known = chatOf(rows, account.id, new Map([[chat.id, chat]]), chat.id);
  const values = valuesNow(known, account.name);
  const choose = (template: Template) => {
    const parts = parseContent(template.content);
    if (problemsOf(parts).length > 0) return setQuery(template.name);
    const text = textOf(fill(parts, values, {}));
    if (text === undefined) setAsked(template);
    else onInsert(text);
  };
  // Before the dialog that it stands in hears of it.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (asked) setAsked(null);
    else onClose();
  };
  return (
    <Popover.Root
      open
      onOpenChange={(isOpen, { reason }) => {
        if (!isOpen && reason === 'outside-press') onClose();
      }}
    >
      <Popover.Portal container={container}>
        <Popover.Positioner anchor={anchor} side="top" align="start" sideOffset={6} collisionPadding={8}>
          <Popover.Popup
            className="template-picker"
            aria-label={i18n.t('templates.title')}
            initialFocus={false}
            finalFocus={false}
            onKeyDownCapture={onKeyDown}
          >
            {asked ? (
              <AskForm template={asked} values={values} onSubmit={onInsert} onBack={() => setAsked(null)} />
            ) : (
              <PickerList
                templates={templates}
                values={values}
                query={query}
                onQuery={setQuery}
                onChoose={choose}
              />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
