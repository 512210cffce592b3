import {
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_CRITICAL,
  KEY_ENTER_COMMAND,
  PASTE_COMMAND,
  type LexicalEditor,
} from 'lexical';

/** Enter sends, Shift+Enter makes a new paragraph; a paste stops the event and inserts its plain text later. */
export function followKeysAndPaste(editor: LexicalEditor, send: () => void): () => void {
  const stopKeys = editor.registerCommand(
    KEY_ENTER_COMMAND,
    (event) => {
      if (event?.isComposing) return false;
      event?.preventDefault();
      if (event?.shiftKey) insertLines(editor, ['', '']);
      else send();
      return true;
    },
    COMMAND_PRIORITY_CRITICAL,
  );
  const stopPaste = editor.registerCommand(
    PASTE_COMMAND,
    (event) => {
      if (!(event instanceof ClipboardEvent)) return false;
      event.preventDefault();
      event.stopPropagation();
      const text = event.clipboardData?.getData('text/plain') ?? '';
      setTimeout(() => insertLines(editor, text.split(/\r\n|\r|\n/)));
      return true;
    },
    COMMAND_PRIORITY_CRITICAL,
  );
  return () => {
    stopKeys();
    stopPaste();
  };
}

function insertLines(editor: LexicalEditor, lines: string[]): void {
  editor.update(() => {
    for (const [index, line] of lines.entries()) {
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) return;
      if (index > 0) selection.insertParagraph();
      if (line !== '') selection.insertText(line);
    }
  });
}
