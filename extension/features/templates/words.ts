import { i18n } from '#i18n';
import {
  TEMPLATE_CONTENT_LENGTH_MAX,
  TEMPLATE_SHORTCUT_LENGTH_MAX,
} from '../../../shared/entities/template.ts';
import { NAME_LENGTH_MAX } from '../../../shared/sync/fields.ts';
import { numberWord, uiLanguage } from '../../ui/language.ts';
import type { Flaw } from './check.ts';
import { lineOf, type Problem, type VariableName } from './content.ts';
import type { Question } from './fill.ts';
import { valuesOf, type TemplateChat, type Values } from './values.ts';

/** How much of somebody's text a sentence quotes. */
const QUOTED_LENGTH_MAX = 40;

/** A name inside a sentence: one that turns the direction of text turns no more than itself. */
export function quoted(text: string): string {
  const short = text.length > QUOTED_LENGTH_MAX ? `${text.slice(0, QUOTED_LENGTH_MAX)}…` : text;
  return `\u2068${short.toWellFormed()}\u2069`;
}

export const variableWord = (name: VariableName): string => i18n.t(`templates.variables.${name}`);

/** What a question is called where it is asked. */
export function questionWord(question: Question): string {
  return question.kind === 'field'
    ? question.label
    : i18n.t('templates.picker.askVariable', [variableWord(question.name)]);
}

export function flawSentence(flaw: Flaw): string {
  switch (flaw) {
    case 'nameMissing':
      return i18n.t('templates.flaws.nameMissing');
    case 'nameLong':
      return i18n.t('templates.flaws.nameLong', [numberWord(NAME_LENGTH_MAX)]);
    case 'shortcutLong':
      return i18n.t('templates.flaws.shortcutLong', [numberWord(TEMPLATE_SHORTCUT_LENGTH_MAX)]);
    case 'contentMissing':
      return i18n.t('templates.flaws.contentMissing');
    case 'contentLong':
      return i18n.t('templates.flaws.contentLong', [numberWord(TEMPLATE_CONTENT_LENGTH_MAX)]);
    case 'contentProblem':
      return i18n.t('templates.flaws.contentProblem');
  }
}

/** What is wrong with the content, and where. */
export function problemSentence({ reason, source, start }: Problem, content: string): string {
  const words: [string, string] = [quoted(source), numberWord(lineOf(content, start))];
  switch (reason) {
    case 'unknown':
      return i18n.t('templates.problems.unknown', words);
    case 'unnamed':
      return i18n.t('templates.problems.unnamed', words);
    case 'unclosed':
      return i18n.t('templates.problems.unclosed', words);
  }
}

/** What the variables stand for in a chat, now. */
export function valuesNow(chat: TemplateChat, accountName: string): Values {
  return valuesOf({
    chat,
    accountName,
    now: new Date(),
    locale: uiLanguage(),
    greetings: {
      morning: i18n.t('templates.greetings.morning'),
      afternoon: i18n.t('templates.greetings.afternoon'),
      evening: i18n.t('templates.greetings.evening'),
    },
  });
}
