import { useEffect, useId, useRef, useState, type ComponentType, type KeyboardEvent } from 'react';
import { i18n } from '#i18n';
import { TEXT_LENGTH_MAX } from '../../../shared/whatsapp/inbox.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { TemplatesProps } from './chat-screen.tsx';

interface Props extends Pick<TemplatesProps, 'account' | 'chat' | 'container'> {
  readonly draft: string;
  readonly isSending: boolean;
  /** Why nothing can be sent now; what is typed is kept all the same. */
  readonly hindrance: string | null;
  readonly onDraft: (draft: string) => void;
  readonly onSend: (text: string) => void;
  readonly Templates: ComponentType<TemplatesProps>;
}

/** The message box. Nothing leaves it but by Enter or its button. */
export function Composer(props: Props) {
  const { account, chat, container, draft, isSending, hindrance, onDraft, onSend, Templates } = props;
  const [isPicking, setPicking] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const hint = useId();
  // When the dialog around it is open.
  useEffect(() => box.current?.focus(), []);
  const isEmpty = draft.trim() === '';
  const isOff = isEmpty || isSending || hindrance !== null;

  const send = () => {
    if (isOff) return;
    onSend(draft);
    box.current?.focus();
  };
  const leave = () => {
    setPicking(false);
    requestAnimationFrame(() => box.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === '/' && draft === '' && hindrance === null) {
      event.preventDefault();
      setPicking(true);
    }
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) send();
  };
  return (
    <form
      ref={form}
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <IconButton label={i18n.t('guard.templatesHint')} icon="template" onClick={() => setPicking(true)} />
      <textarea
        ref={box}
        rows={1}
        dir="auto"
        maxLength={TEXT_LENGTH_MAX}
        aria-label={i18n.t('inbox.compose.label')}
        aria-describedby={hint}
        placeholder={i18n.t('inbox.compose.label')}
        value={draft}
        onChange={({ target }) => onDraft(target.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        className="composer-send"
        aria-label={i18n.t('inbox.compose.send')}
        title={i18n.t('inbox.compose.send')}
        disabled={isOff}
      >
        <Icon name="send" size={18} />
      </button>
      <p id={hint} className="composer-hint" data-off={hindrance !== null || undefined}>
        {hindrance ?? i18n.t('guard.sendingAs', [account.name])}
      </p>
      {isPicking && (
        <Templates
          account={account}
          chat={chat}
          anchor={form}
          container={container}
          onInsert={(text) => {
            onDraft(inserted(box.current, draft, text));
            leave();
          }}
          onClose={leave}
        />
      )}
    </form>
  );
}

/** At the cursor, in the place of what is selected. */
function inserted(box: HTMLTextAreaElement | null, draft: string, text: string): string {
  const [start, end] = [box?.selectionStart ?? draft.length, box?.selectionEnd ?? draft.length];
  return (draft.slice(0, start) + text + draft.slice(end)).slice(0, TEXT_LENGTH_MAX);
}
