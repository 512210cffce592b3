/** What the page and the clock know; everything else in double braces is asked or an error. */
export const variableNames = ['name', 'first_name', 'phone', 'date', 'time', 'greeting', 'account'] as const;
export type VariableName = (typeof variableNames)[number];

/** Where a part stands in the content. */
interface Placed {
  readonly start: number;
  readonly end: number;
}

export type Problem = Placed & {
  readonly kind: 'problem';
  /** `unknown`: no variable has this name; `unnamed`: nothing between the braces; `unclosed`: no braces end it on its line. */
  readonly reason: 'unknown' | 'unnamed' | 'unclosed';
  readonly source: string;
};

export type Part =
  | (Placed & { readonly kind: 'text'; readonly text: string })
  | (Placed & { readonly kind: 'variable'; readonly name: VariableName; readonly fallback?: string })
  /** Asked before the template is inserted, with a suggestion to begin with. */
  | (Placed & { readonly kind: 'field'; readonly label: string; readonly suggestion?: string })
  | Problem;

/** `\{{` stands for the braces themselves. Neither a brace nor a line break can be between the braces. */
const pattern = /\\\{\{|\{\{([^{}\n]*)\}\}|\{\{/g;

/** Takes a template's content apart; the parts cover it from its start to its end. */
export function parseContent(content: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of content.matchAll(pattern)) {
    const start = match.index;
    if (start > end) parts.push({ kind: 'text', text: content.slice(end, start), start: end, end: start });
    end = start + match[0].length;
    parts.push(readPart(match[0], match[1], { start, end }));
  }
  if (end < content.length) {
    parts.push({ kind: 'text', text: content.slice(end), start: end, end: content.length });
  }
  return parts;
}

function readPart(source: string, inner: string | undefined, place: Placed): Part {
  if (source.startsWith('\\')) return { kind: 'text', text: '{{', ...place };
  if (inner === undefined) return { kind: 'problem', reason: 'unclosed', source, ...place };
  const bar = inner.indexOf('|');
  const word = (bar < 0 ? inner : inner.slice(0, bar)).trim();
  // A blank fallback would leave the variable empty, which is what a fallback is against.
  const rest = bar < 0 ? '' : inner.slice(bar + 1).trim();
  if (word.startsWith('?')) {
    const label = word.slice(1).trim();
    if (label === '') return { kind: 'problem', reason: 'unnamed', source, ...place };
    return { kind: 'field', label, ...(rest && { suggestion: rest }), ...place };
  }
  if (word === '') return { kind: 'problem', reason: 'unnamed', source, ...place };
  const name = variableNames.find((each) => each === word.toLowerCase());
  if (!name) return { kind: 'problem', reason: 'unknown', source, ...place };
  return { kind: 'variable', name, ...(rest && { fallback: rest }), ...place };
}

/** What keeps a template from being saved and inserted. */
export function problemsOf(parts: readonly Part[]): Problem[] {
  return parts.filter((part) => part.kind === 'problem');
}

/** The line that a place is on, counted from 1. */
export function lineOf(content: string, place: number): number {
  return content.slice(0, place).split('\n').length;
}
