import { i18n } from '#i18n';
import { fileChats, prioritise, tagChats } from './edits.ts';
import type { Folder, Priority } from './organised.ts';
import type { Organising } from './organising.ts';
import { chatsWord } from './things.ts';

// Each is one act with one undo, however many chats it is about.

export function actFile(page: Organising, chatIds: readonly string[], folder: Folder, isIn: boolean): void {
  const organised = page.organised.get();
  if (!organised) return;
  const operations = fileChats(organised, page.userId, chatIds, folder.id, isIn);
  const names = [chatsWord(page, chatIds), folder.name] as const;
  if (operations.length === 0) page.acts.say(i18n.t('chats.alreadyFiled', [...names]));
  else void page.acts.do(operations, i18n.t(isIn ? 'chats.filed' : 'chats.takenOut', [...names]));
}

export function actPrioritise(page: Organising, chatIds: readonly string[], priority: Priority | null): void {
  const organised = page.organised.get();
  if (!organised) return;
  const operations = prioritise(organised, page.userId, chatIds, priority?.id ?? null);
  const chats = chatsWord(page, chatIds);
  void page.acts.do(
    operations,
    priority ? i18n.t('chats.prioritised', [chats, priority.name]) : i18n.t('chats.unprioritised', [chats]),
  );
}

export function actTag(page: Organising, chatIds: readonly string[], tag: string | null): void {
  const organised = page.organised.get();
  if (!organised) return;
  const operations = tagChats(organised, page.userId, chatIds, tag);
  const chats = chatsWord(page, chatIds);
  void page.acts.do(
    operations,
    tag === null ? i18n.t('chats.untagged', [chats]) : i18n.t('chats.tagged', [chats, tag]),
  );
}
