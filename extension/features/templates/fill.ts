import type { Part, VariableName } from './content.ts';
import type { Values } from './values.ts';

/** What must be asked before a template can be inserted: a field, or a variable that has neither a value here nor a fallback. */
export type Question = { readonly key: string; readonly suggestion: string } & (
  | { readonly kind: 'field'; readonly label: string }
  | { readonly kind: 'variable'; readonly name: VariableName }
);

/** By the key of the question. */
export type Answers = Readonly<Record<string, string>>;

export interface Piece {
  /** `missing` is not answered yet, and its text is the key of its question; `problem` can't be inserted at all. */
  readonly kind: 'text' | 'value' | 'missing' | 'problem';
  readonly text: string;
}

/** Each thing that is asked, once, in the order of the text. */
export function questionsOf(parts: readonly Part[], values: Values): Question[] {
  const questions = new Map<string, Question>();
  for (const part of parts) {
    const question = questionOf(part, values);
    if (question && !questions.has(question.key)) questions.set(question.key, question);
  }
  return [...questions.values()];
}

function questionOf(part: Part, values: Values): Question | undefined {
  if (part.kind === 'field') {
    const { label, suggestion = '' } = part;
    return { kind: 'field', key: `?${label.toLowerCase()}`, label, suggestion };
  }
  if (part.kind !== 'variable' || values[part.name] !== undefined || part.fallback !== undefined) {
    return undefined;
  }
  return { kind: 'variable', key: part.name, name: part.name, suggestion: '' };
}

/** The template with what is known. No value is read for variables again. */
export function fill(parts: readonly Part[], values: Values, answers: Answers): Piece[] {
  return parts.map((part): Piece => {
    if (part.kind === 'text') return { kind: 'text', text: part.text };
    if (part.kind === 'problem') return { kind: 'problem', text: part.source };
    const question = questionOf(part, values);
    if (question) {
      const answer = Object.hasOwn(answers, question.key) ? (answers[question.key]?.trim() ?? '') : '';
      return answer === '' ? { kind: 'missing', text: question.key } : { kind: 'value', text: answer };
    }
    const text = part.kind === 'variable' ? (values[part.name] ?? part.fallback) : undefined;
    return { kind: 'value', text: text ?? '' };
  });
}

/** The text to insert; undefined while something is missing or wrong. */
export function textOf(pieces: readonly Piece[]): string | undefined {
  const isWhole = pieces.every(({ kind }) => kind === 'text' || kind === 'value');
  return isWhole ? pieces.map(({ text }) => text).join('') : undefined;
}
