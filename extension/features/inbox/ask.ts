import { i18n } from '#i18n';
import type { Result } from '../../replica/use-rows.ts';

export interface Failure {
  readonly code: string;
  /** In the server's words, for what we have none for. */
  readonly message: string;
}

/** The answer, also where the background is gone: the extension was updated under this page. */
export async function answerOf<Value>(asking: Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await asking;
  } catch {
    return { ok: false, code: 'offline', message: '' };
  }
}

/** Why it did not work, in the person's language. */
export function failureSentence({ code, message }: Failure): string {
  switch (code) {
    case 'offline':
      return i18n.t('inbox.problems.offline');
    case 'unavailable':
    case 'internal':
      return i18n.t('inbox.problems.unavailable');
    case 'session_not_running':
      return i18n.t('inbox.problems.notRunning');
    case 'session_not_ready':
      return i18n.t('inbox.problems.notReady');
    case 'chat_read_only':
      return i18n.t('inbox.compose.notWritable');
    case 'send_in_progress':
      return i18n.t('inbox.problems.inProgress');
    case 'send_limit':
      return i18n.t('inbox.problems.limit');
    case 'send_unknown':
      return i18n.t('inbox.problems.unknown');
    case 'too_large':
      return i18n.t('inbox.problems.tooLarge');
    case 'not_found':
      return i18n.t('inbox.problems.gone');
    case 'account_paused':
      return i18n.t('inbox.problems.paused');
    case 'plan_limit':
      return i18n.t('inbox.problems.planLimit');
    case 'messages_refused':
      return i18n.t('inbox.problems.messagesRefused');
    case 'rate_limited':
      return i18n.t('popup.tooMany');
    case 'unauthorized':
      return i18n.t('notSaved.signedOut');
    default:
      return message || i18n.t('popup.unknownProblem');
  }
}
