/** WhatsApp's own marks, as its messages show them. */
export type Mark = 'bold' | 'italic' | 'strike' | 'code';

export interface Run {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** A mark stands at a word's edge and holds something on its own line; three backticks may hold lines. */
const patterns: readonly (readonly [Mark, RegExp])[] = [
  ['bold', /(?<![\p{L}\p{N}*])\*(?=[^\s*])[^*\n]*(?<=\S)\*(?![\p{L}\p{N}])/gu],
  ['italic', /(?<![\p{L}\p{N}_])_(?=[^\s_])[^_\n]*(?<=\S)_(?![\p{L}\p{N}])/gu],
  ['strike', /(?<![\p{L}\p{N}~])~(?=[^\s~])[^~\n]*(?<=\S)~(?![\p{L}\p{N}])/gu],
  ['code', /```[^`]+```|(?<!`)`[^`\n]+`(?!`)/gu],
];

/** The runs of equal format of texts that follow one another, for each text its own. */
export function runsOf(texts: readonly string[]): readonly (readonly Run[])[] {
  const whole = texts.join('');
  const ranges = patterns.flatMap(([mark, pattern]) =>
    [...whole.matchAll(pattern)].map(({ 0: { length }, index }) => ({
      mark,
      start: index,
      end: index + length,
    })),
  );
  const edges = [...new Set(ranges.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  let start = 0;
  return texts.map((text) => {
    const end = start + text.length;
    const cuts = [start, ...edges.filter((edge) => edge > start && edge < end), end];
    start = end;
    return cuts.slice(0, -1).map((cut, index) => ({
      text: whole.slice(cut, cuts[index + 1]),
      marks: ranges.filter((range) => range.start <= cut && cut < range.end).map(({ mark }) => mark),
    }));
  });
}
