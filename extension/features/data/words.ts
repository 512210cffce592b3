import { i18n } from '#i18n';
import { numberWord } from '../../ui/language.ts';
import { OTHER_THINGS, type Refusal } from './import-plan.ts';
import type { FileProblem } from './read-file.ts';
import type { Reason } from './read-row.ts';

const things: Readonly<Record<string, () => string>> = {
  account: () => i18n.t('data.things.account'),
  'chat-alias': () => i18n.t('data.things.chatAlias'),
  folder: () => i18n.t('data.things.folder'),
  'chat-folder': () => i18n.t('data.things.chatFolder'),
  priority: () => i18n.t('data.things.priority'),
  'chat-priority': () => i18n.t('data.things.chatPriority'),
  'chat-tag': () => i18n.t('data.things.chatTag'),
  template: () => i18n.t('data.things.template'),
  view: () => i18n.t('data.things.view'),
  preference: () => i18n.t('data.things.preference'),
};
/** A file may name its unknown things as it likes. */
const THING_LENGTH_MAX = 30;

/** What a person calls the rows of an entity; one without words yet by its own name. */
export function thingWord(entity: string): string {
  if (entity === OTHER_THINGS) return i18n.t('data.things.other');
  return Object.hasOwn(things, entity) ? (things[entity]?.() ?? entity) : entity.slice(0, THING_LENGTH_MAX);
}

/** Why a row can't be taken, and where it stands. */
export function refusalSentence({ entity, place, reason }: Refusal): string {
  return i18n.t('data.refusal', [thingWord(entity), numberWord(place), reasonSentence(reason)]);
}

function reasonSentence(reason: Reason): string {
  switch (reason.code) {
    case 'invalid':
      return reason.field === ''
        ? i18n.t('data.reasons.malformed')
        : i18n.t('data.reasons.invalid', [reason.field]);
    case 'noAccount':
      return i18n.t('data.reasons.noAccount');
    case 'noParent':
      return i18n.t('data.reasons.noParent');
    case 'elsewhere':
      return i18n.t('data.reasons.elsewhere');
    case 'twice':
      return i18n.t('data.reasons.twice');
    case 'unknown':
      return i18n.t('data.reasons.unknown');
  }
}

/** Why a file can't be imported at all. */
export function fileProblemSentence(code: FileProblem): string {
  switch (code) {
    case 'empty':
      return i18n.t('data.problems.empty');
    case 'tooLarge':
      return i18n.t('data.problems.tooLarge');
    case 'tooManyRows':
      return i18n.t('data.problems.tooManyRows');
    case 'notUtf8':
      return i18n.t('data.problems.notUtf8');
    case 'damaged':
      return i18n.t('data.problems.damaged');
    case 'notOurs':
      return i18n.t('data.problems.notOurs');
    case 'newer':
      return i18n.t('data.problems.newer');
    case 'unreadable':
      return i18n.t('data.problems.unreadable');
  }
}
