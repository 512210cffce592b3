import { i18n } from '#i18n';
import type { NameWords } from './name-form.tsx';
import type { Organising } from './organising.ts';

export const folderWords = (): NameWords => ({
  label: i18n.t('folders.name'),
  placeholder: i18n.t('folders.namePlaceholder'),
  create: i18n.t('folders.create'),
  missing: i18n.t('folders.nameMissing'),
  taken: i18n.t('folders.nameTaken'),
});

export const priorityWords = (): NameWords => ({
  label: i18n.t('priorities.name'),
  placeholder: i18n.t('priorities.namePlaceholder'),
  create: i18n.t('priorities.create'),
  missing: i18n.t('priorities.nameMissing'),
  taken: i18n.t('priorities.nameTaken'),
});

export const viewWords = (): NameWords => ({
  label: i18n.t('views.name'),
  placeholder: i18n.t('views.namePlaceholder'),
  create: i18n.t('views.create'),
  missing: i18n.t('views.nameMissing'),
  taken: i18n.t('views.nameTaken'),
});

/** Why nothing is shown. */
export function goneSentence(missing: 'folder' | 'priority' | 'tag'): string {
  switch (missing) {
    case 'folder':
      return i18n.t('views.folderGone');
    case 'priority':
      return i18n.t('views.priorityGone');
    case 'tag':
      return i18n.t('views.tagGone');
  }
}

/** What some chats are called in a sentence: one by its name, more by their number. */
export function chatsWord(page: Pick<Organising, 'chatTitle'>, chatIds: readonly string[]): string {
  const [only] = chatIds;
  return chatIds.length === 1 && only !== undefined
    ? i18n.t('chats.one', [page.chatTitle(only)])
    : i18n.t('chats.count', chatIds.length);
}
