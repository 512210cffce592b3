import { LexicalComposer } from '@lexical/react/LexicalComposer';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary';
import { HistoryPlugin } from '@lexical/react/LexicalHistoryPlugin';
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin';
import { $getRoot, type LexicalEditor } from 'lexical';
import { useEffect, useState, type ReactNode } from 'react';
import { has } from '../../drift/page/has.ts';
import { sendText } from '../modules/actions.ts';
import type { Chat } from '../modules/models.ts';
import { followKeysAndPaste } from './composer-keys.ts';
import { Icon } from './icons.tsx';

/** The composer: Enter sends, Shift+Enter is a new line, a paste is applied in a later tick. */
export function Composer({ chat }: { chat: Chat }): ReactNode {
  const Footer = has('composer-outside-footer') ? 'div' : 'footer';
  const label = `Type a message to ${chat.id.isGroup() ? 'group ' : ''}${chat.formattedTitle}`;
  return (
    <Footer className="composer">
      <LexicalComposer
        initialConfig={{
          namespace: 'composer',
          onError: (error) => {
            throw error;
          },
        }}
      >
        <div className="composer-box">
          <button type="button" className="icon-button" data-tab={10} aria-label="Attach">
            <Icon name="attach" />
          </button>
          <button type="button" className="icon-button" data-tab={10} aria-label="Emojis, GIFs, Stickers">
            <Icon name="emoji" />
          </button>
          <div className="lexical-rich-text-input">
            <RichTextPlugin
              contentEditable={
                <ContentEditable
                  role="textbox"
                  data-tab={10}
                  aria-label={label}
                  aria-placeholder="Type a message"
                  placeholder={<div className="composer-placeholder">Type a message</div>}
                  spellCheck
                />
              }
              ErrorBoundary={LexicalErrorBoundary}
            />
          </div>
          <HistoryPlugin />
          <SendPart chat={chat} />
        </div>
      </LexicalComposer>
    </Footer>
  );
}

function SendPart({ chat }: { chat: Chat }): ReactNode {
  const [editor] = useLexicalComposerContext();
  const [isEmpty, setIsEmpty] = useState(true);
  useEffect(() => editor.registerTextContentListener((text) => setIsEmpty(text.trim() === '')), [editor]);
  useEffect(() => followKeysAndPaste(editor, () => send(editor, chat)), [editor, chat]);
  useEffect(() => {
    // After the mousedown that opened the chat has given its row the focus.
    const timer = setTimeout(() => editor.focus());
    return () => clearTimeout(timer);
  }, [editor]);
  return isEmpty ? (
    <button type="button" className="icon-button" data-tab={11} aria-label="Voice message">
      <Icon name="mic" />
    </button>
  ) : (
    <button
      type="button"
      className="round-button"
      data-tab={11}
      aria-label="Send"
      onClick={() => send(editor, chat)}
    >
      <Icon name="send" />
    </button>
  );
}

function send(editor: LexicalEditor, chat: Chat): void {
  // Paragraphs are one line break each, not the two that Lexical's text content puts between blocks.
  const text = editor.read(() =>
    $getRoot()
      .getChildren()
      .map((block) => block.getTextContent())
      .join('\n'),
  );
  if (text.trim() === '') return;
  editor.update(() => void $getRoot().clear());
  void sendText(chat, text.trim());
}
