import { i18n } from '#i18n';
import { actionOf, parseSessionStatus, type SessionState } from '../../shared/whatsapp/session.ts';
import type { Rows } from '../../shared/sync/apply.ts';

/** How an account is on the server, as its synced row says: also known while the server is away. */
export interface KnownStatus {
  /** In few words. */
  readonly word: string;
  readonly tone: 'good' | 'busy' | 'needs-you';
}

/** Null: it does not run there. */
export function knownStatus(rows: Rows, accountId: string): KnownStatus | null {
  const row = [...rows['whatsapp-session'].values()].find((each) => each.accountId === accountId);
  const parsed = parseSessionStatus(row?.status ?? 'disconnected');
  if (!parsed) return null;
  switch (parsed.status) {
    case 'disconnected':
      return null;
    case 'connected':
      return { word: i18n.t('inbox.short.connected'), tone: 'good' };
    case 'starting':
      return { word: i18n.t('inbox.short.starting'), tone: 'busy' };
    case 'reconnecting':
      return { word: i18n.t('inbox.short.reconnecting'), tone: 'busy' };
    case 'pairing':
      return { word: i18n.t('inbox.short.scan'), tone: 'needs-you' };
    case 'needs_passkey':
      return { word: i18n.t('inbox.short.openTab'), tone: 'needs-you' };
    case 'ended':
      return { word: endedWord({ status: 'ended', reason: parsed.reason ?? 'failed' }), tone: 'needs-you' };
  }
}

function endedWord(state: SessionState): string {
  switch (actionOf(state)) {
    case 'start_anew':
      return i18n.t('inbox.short.linkAgain');
    case 'open_tab':
      return i18n.t('inbox.short.openTab');
    case 'upgrade':
      return i18n.t('inbox.short.upgrade');
    case 'start':
    case 'stop':
    case 'scan':
      return i18n.t('inbox.short.startAgain');
  }
}
