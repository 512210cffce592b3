import { colorOf } from '../../ui/colors.ts';

/** The first letter of a chat, in its own colour. */
export function Face({ title }: { title: string }) {
  const letter = /[\p{L}\p{N}\p{Emoji_Presentation}]/u.exec(title)?.[0] ?? '#';
  return (
    <span className="face" style={{ '--face': colorOf(title) } as object} aria-hidden="true">
      {letter.toUpperCase()}
    </span>
  );
}
