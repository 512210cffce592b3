import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { sendText } from '../../page/modules/actions.ts';
import type { Chat } from '../../page/modules/models.ts';
import { has } from './has.ts';

export function hasPlainComposer(): boolean {
  return has('composer-textarea') || has('composer-unmarked');
}

/** A composer without the editor: Enter sends what it holds. */
export function PlainComposer({ chat }: { chat: Chat }): ReactNode {
  const field = useRef<HTMLTextAreaElement & HTMLDivElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  function press(event: KeyboardEvent<HTMLElement>): void {
    const element = field.current;
    if (event.key !== 'Enter' || event.shiftKey || !element) return;
    event.preventDefault();
    const text = (element.value ?? element.textContent).trim();
    if (text === '') return;
    if (element.value === undefined) element.textContent = '';
    else element.value = '';
    void sendText(chat, text);
  }
  return (
    <footer className="composer">
      <div className="composer-box">
        {has('composer-textarea') ? (
          <textarea ref={field} rows={1} className="plain-composer" onKeyDown={press} />
        ) : (
          <div ref={field} contentEditable className="plain-composer" onKeyDown={press} />
        )}
      </div>
    </footer>
  );
}
