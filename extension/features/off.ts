import { i18n } from '#i18n';

/** What a person loses with each capability or switched-off feature, in their words. */
const lossOf: Readonly<Record<string, () => string>> = {
  filter: () => i18n.t('off.filter'),
  strip: () => i18n.t('off.strip'),
  rows: () => i18n.t('off.rows'),
  composer: () => i18n.t('off.composer'),
  'open-chat': () => i18n.t('off.openChat'),
  'active-chat': () => i18n.t('off.activeChat'),
  folders: () => i18n.t('off.folders'),
  views: () => i18n.t('off.views'),
  chats: () => i18n.t('off.chats'),
  floating: () => i18n.t('off.floating'),
  palette: () => i18n.t('off.palette'),
  'composer-bar': () => i18n.t('off.composerBar'),
  templates: () => i18n.t('templates.off'),
  accounts: () => i18n.t('off.accounts'),
};

/** One sentence about what is off; null when nothing is. */
export function offSentence(lost: readonly string[], killed: readonly string[]): string | null {
  if (lost.includes('chats') || lost.includes('account')) return i18n.t('off.unreadable');
  const names = (off: readonly string[]) =>
    [...new Set(off.map((name) => (lossOf[name] ?? (() => i18n.t('off.other')))()))].join(i18n.t('comma'));
  if (lost.length > 0) return i18n.t('off.changed', [names([...lost, ...killed])]);
  return killed.length > 0 ? i18n.t('off.killed', [names(killed)]) : null;
}
