import type { Piece } from './fill.ts';
import { runsOf } from '../formatting.ts';

interface Props {
  readonly pieces: readonly Piece[];
  /** What is shown for what is not answered yet, by the key of its question. */
  readonly labels: ReadonlyMap<string, string>;
}

/** A message as it would be inserted, in a bubble: what was filled in is marked, and what is missing or wrong stands out. */
export function Message({ pieces, labels }: Props) {
  const texts = pieces.map(({ kind, text }) => (kind === 'missing' ? (labels.get(text) ?? text) : text));
  const runs = runsOf(texts);
  return (
    <div className="bubble" dir="auto">
      {pieces.map(({ kind }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a message has no other order
        <span key={index} data-piece={kind}>
          {runs[index]?.map(({ text, marks }, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- nor have its runs
            <span key={place} data-marks={marks.join(' ') || undefined}>
              {text}
            </span>
          ))}
        </span>
      ))}
    </div>
  );
}
