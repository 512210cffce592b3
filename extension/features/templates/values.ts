import { phoneOf } from '../../../shared/whatsapp/chat-id.ts';
import type { Chat } from '../../../shared/whatsapp/chat.ts';
import type { VariableName } from './content.ts';

export type Values = Readonly<Partial<Record<VariableName, string>>>;

export type TemplateChat = Pick<Chat, 'id' | 'alias' | 'title'>;

export type DayPart = 'morning' | 'afternoon' | 'evening';

export interface Occasion {
  readonly chat: TemplateChat;
  readonly accountName: string;
  readonly now: Date;
  /** BCP 47. */
  readonly locale: string;
  readonly greetings: Readonly<Record<DayPart, string>>;
}

const MORNING_FROM_HOUR = 5;
const AFTERNOON_FROM_HOUR = 12;
const EVENING_FROM_HOUR = 18;

/** What the variables stand for; what is not known is absent. */
export function valuesOf({ chat, accountName, now, locale, greetings }: Occasion): Values {
  const name = nameIn(chat.title);
  const phone = phoneOf(chat.id) ?? (chat.alias === null ? undefined : phoneOf(chat.alias));
  const known: Readonly<Record<VariableName, string | undefined>> = {
    name,
    first_name: isPerson(chat) ? firstWordOf(name ?? '') : undefined,
    phone: phone && `+${phone}`,
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(now),
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(now),
    greeting: greetings[dayPartOf(now)],
    account: plain(accountName) || undefined,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

export function dayPartOf(now: Date): DayPart {
  const hour = now.getHours();
  if (hour < MORNING_FROM_HOUR || hour >= EVENING_FROM_HOUR) return 'evening';
  return hour < AFTERNOON_FROM_HOUR ? 'morning' : 'afternoon';
}

const isPerson = ({ id }: TemplateChat): boolean => id.endsWith('@c.us') || id.endsWith('@lid');

/** WhatsApp shows a number where it knows no name; a number is none. */
function nameIn(title: string): string | undefined {
  const name = plain(title);
  return /\p{L}|\p{Emoji_Presentation}/u.test(name) ? name : undefined;
}

/** The first word that has a letter, without the comma after it. */
function firstWordOf(name: string): string | undefined {
  const word = name.split(' ').find((each) => /\p{L}/u.test(each));
  return word?.replace(/[,;:]+$/, '');
}

/** One line, and nothing that turns the text around it: a title is somebody else's. */
function plain(text: string): string {
  return text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
