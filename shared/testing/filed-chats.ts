import type { Operation } from '../sync/protocol.ts';

/** What one account should have filed: the simplest thing that follows the rules, for tests to compare with. */
export class FiledChats {
  readonly folders = new Set<string>();
  /** `chat folder`. */
  readonly filed = new Set<string>();
  readonly #canonicalByAlias = new Map<string, string>();

  apply(operation: Operation): void {
    if (operation.entity === 'folder') this.#changeFolder(operation.op, operation.id);
    if (operation.entity === 'chat-alias') {
      if (operation.op === 'put') this.#learn(operation.fields.chatId, operation.fields.canonicalChatId);
      else this.#canonicalByAlias.delete(operation.fields?.chatId ?? '');
    }
    if (operation.entity === 'chat-folder' && operation.fields) {
      const { chatId = '', folderId = '' } = operation.fields;
      const entry = `${this.#canonicalByAlias.get(chatId) ?? chatId} ${folderId}`;
      if (operation.op === 'delete') this.filed.delete(entry);
      else if (this.folders.has(folderId)) this.filed.add(entry);
    }
  }

  #changeFolder(op: Operation['op'], id: string): void {
    if (op === 'create') this.folders.add(id);
    if (op !== 'delete') return;
    this.folders.delete(id);
    for (const entry of this.filed) if (entry.endsWith(id)) this.filed.delete(entry);
  }

  #learn(chatId: string, canonicalChatId: string): void {
    this.#canonicalByAlias.set(chatId, canonicalChatId);
    for (const entry of this.filed) {
      const [chat, folder] = entry.split(' ');
      if (chat === chatId && this.filed.delete(entry)) this.filed.add(`${canonicalChatId} ${folder}`);
    }
  }
}
