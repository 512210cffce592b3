import { i18n } from '#i18n';
import type { ScreenState } from '../replica/use-rows.ts';
import { numberWord } from '../ui/language.ts';

type Notice = ScreenState['notices'][number];

interface Failure {
  readonly code: string;
  /** English, for what we have no words for. */
  readonly message: string;
}

const limits: Partial<Record<string, (limit: string) => string>> = {
  account: (limit) => i18n.t('notSaved.limits.account', [limit]),
  folder: (limit) => i18n.t('notSaved.limits.folder', [limit]),
  priority: (limit) => i18n.t('notSaved.limits.priority', [limit]),
  template: (limit) => i18n.t('notSaved.limits.template', [limit]),
};

/** Why nothing was kept on this device. */
export function failureSentence({ code, message }: Failure): string {
  switch (code) {
    case 'ended':
      return i18n.t('notSaved.ended');
    case 'unauthorized':
    case 'signed_out':
      return i18n.t('notSaved.signedOut');
    case 'storage_full':
      return i18n.t('notSaved.full');
    case 'internal':
      return i18n.t('notSaved.internal');
    default:
      return message;
  }
}

/** Why the changes wait although there is a server. */
export function syncProblemSentence({ code, message }: Failure): string {
  switch (code) {
    case 'storage_full':
      return i18n.t('notSaved.full');
    case 'rate_limited':
      return i18n.t('popup.tooMany');
    case 'internal':
    case 'unavailable':
    case 'unreadable':
      return i18n.t('popup.serverTrouble');
    default:
      return message;
  }
}

/** Why the server refused something, in the person's language; what we have no words for, in the server's. */
export function refusalSentence({ code, detail, operation }: Notice): string {
  if (code === 'not_found') return i18n.t('notSaved.gone');
  // The limit stands in the server's sentence alone.
  const [limit] = /\d+/.exec(detail) ?? [];
  const sentence = code === 'plan_limit' && limit && limits[operation?.entity ?? ''];
  return sentence ? sentence(numberWord(Number(limit))) : detail;
}
