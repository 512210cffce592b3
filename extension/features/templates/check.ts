import {
  TEMPLATE_CONTENT_LENGTH_MAX,
  TEMPLATE_SHORTCUT_LENGTH_MAX,
} from '../../../shared/entities/template.ts';
import { NAME_LENGTH_MAX } from '../../../shared/sync/fields.ts';
import { parseContent, problemsOf } from './content.ts';

export interface TemplateFields {
  readonly name: string;
  readonly content: string;
  readonly shortcut: string;
}

export type Flaw =
  | 'nameMissing'
  | 'nameLong'
  | 'contentMissing'
  | 'contentLong'
  | 'contentProblem'
  | 'shortcutLong';

/** As it is kept: a name and a shortcut in one line, line breaks of one kind, nothing that can't be seen or stored. */
export function cleanFields({ name, content, shortcut }: TemplateFields): TemplateFields {
  return {
    name: oneLine(name),
    content: cleanContent(content),
    shortcut: oneLine(shortcut).replace(/^\/+\s*/, ''),
  };
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function cleanContent(content: string): string {
  return content
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '');
}

/** Why cleaned fields can't be kept, in the order of the form. */
export function flawsOf({ name, content, shortcut }: TemplateFields): Flaw[] {
  const flaws: readonly [Flaw, boolean][] = [
    ['nameMissing', name === ''],
    ['nameLong', name.length > NAME_LENGTH_MAX],
    ['shortcutLong', shortcut.length > TEMPLATE_SHORTCUT_LENGTH_MAX],
    ['contentMissing', content.trim() === ''],
    ['contentLong', content.length > TEMPLATE_CONTENT_LENGTH_MAX],
    ['contentProblem', problemsOf(parseContent(content)).length > 0],
  ];
  return flaws.filter(([, isFlawed]) => isFlawed).map(([flaw]) => flaw);
}
