import { i18n } from '#i18n';

export interface Problem {
  /** The field that it is about, or null for the whole form. */
  readonly field: 'email' | 'password' | null;
  readonly sentence: string;
}

const PASSWORD_LENGTH_MIN = 10;

/** What can be seen without asking the server. */
export function validate(credentials: { email: string; password: string }, isNew: boolean): Problem | null {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(credentials.email)) {
    return { field: 'email', sentence: i18n.t('popup.emailInvalid') };
  }
  if (credentials.password === '') {
    return { field: 'password', sentence: i18n.t('popup.passwordMissing') };
  }
  const isShort = isNew && credentials.password.length < PASSWORD_LENGTH_MIN;
  return isShort ? { field: 'password', sentence: i18n.t('popup.passwordShort') } : null;
}

/** The sentence for what the server answered. */
export function problemOf(code: string): Problem {
  switch (code) {
    case 'USER_ALREADY_EXISTS':
    case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
      return { field: 'email', sentence: i18n.t('popup.emailTaken') };
    case 'INVALID_EMAIL':
    case 'VALIDATION_ERROR':
      return { field: 'email', sentence: i18n.t('popup.emailInvalid') };
    case 'INVALID_EMAIL_OR_PASSWORD':
      return { field: 'password', sentence: i18n.t('popup.credentialsWrong') };
    case 'PASSWORD_TOO_SHORT':
      return { field: 'password', sentence: i18n.t('popup.passwordShort') };
    case 'PASSWORD_TOO_LONG':
      return { field: 'password', sentence: i18n.t('popup.passwordLong') };
    case 'rate_limited':
      return { field: null, sentence: i18n.t('popup.tooMany') };
    case 'offline':
      return { field: null, sentence: i18n.t('popup.serverOffline') };
    default:
      return { field: null, sentence: i18n.t('popup.unknownProblem') };
  }
}
