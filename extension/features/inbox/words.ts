import { i18n } from '#i18n';
import type { InboxMessage } from '../../../shared/whatsapp/inbox.ts';
import { dayWord, timeWord, unitWord } from '../../ui/language.ts';

/** What a message is in a word, where it has no words of its own. */
export function kindWord(kind: InboxMessage['kind']): string {
  return kind === 'text' ? '' : i18n.t(`inbox.kinds.${kind}`);
}

/** The screen cuts what is longer than its line. */
const PREVIEW_LENGTH_MAX = 200;

/** A message in one line. */
export function previewOf({ kind, text, isMine, author }: InboxMessage): string {
  const said = [kindWord(kind), text.slice(0, PREVIEW_LENGTH_MAX).replaceAll(/\s+/g, ' ').trim()].filter(
    Boolean,
  );
  const words = said.length > 1 && kind === 'notice' ? [said[1]] : said;
  const line = words.join(' · ');
  if (kind === 'notice') return line;
  if (isMine) return i18n.t('inbox.you', [isolated(line)]);
  return author === null ? line : i18n.t('inbox.byAuthor', [isolated(author), isolated(line)]);
}

/** Somebody's words inside ours turn no more than themselves. */
const isolated = (text: string): string => `\u2068${text}\u2069`;

export function deliveryWord(delivery: NonNullable<InboxMessage['delivery']>): string {
  return i18n.t(`inbox.delivery.${delivery}`);
}

/** Today's hour, else its day. */
export function listMoment(ms: number): string {
  return isToday(ms) ? timeWord(ms) : dayOf(ms);
}

/** A day as a heading. */
export function dayOf(ms: number): string {
  if (isToday(ms)) return i18n.t('inbox.today');
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  return new Date(ms).toDateString() === yesterday.toDateString() ? i18n.t('inbox.yesterday') : dayWord(ms);
}

const isToday = (ms: number): boolean => new Date(ms).toDateString() === new Date().toDateString();

const KILO = 1000;

export function sizeWord(bytes: number): string {
  if (bytes < KILO * KILO) return unitWord(Math.max(1, Math.round(bytes / KILO)), 'kilobyte');
  return unitWord(Math.round(bytes / KILO / KILO), 'megabyte');
}
