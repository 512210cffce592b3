import { memo, type ReactNode } from 'react';

const HUES = [12, 32, 96, 152, 174, 202, 226, 262, 292, 330];

/** A coloured circle with initials; groups are rounder in nothing but their two letters. */
export const Avatar = memo(function Avatar({
  id,
  name,
  size = 49,
}: {
  id: string;
  name: string;
  size?: number;
}): ReactNode {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  const hue = HUES[sum % HUES.length];
  const style = {
    width: size,
    height: size,
    fontSize: size * 0.38,
    backgroundColor: `hsl(${hue} 42% 48%)`,
  };
  return (
    <div className="avatar" style={style} aria-hidden="true">
      {initials(name)}
    </div>
  );
});

function initials(name: string): string {
  const words = name.split(/\s+/).flatMap((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? []);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  return letters.join('').toUpperCase() || '#';
}
