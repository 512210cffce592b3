export interface TextRun {
  readonly text: string;
  /** Where it leads; null: it is text. */
  readonly href: string | null;
}

const link = /https?:\/\/[^\s<>"'\u2066-\u2069\u202a-\u202e]+/giu;
/** What ends a sentence after an address rather than the address. */
const TAIL = '.,;:!?)]}»”’*_~';

/** A text and the web addresses in it; no other kind of address is one. */
export function linksIn(text: string): TextRun[] {
  const runs: TextRun[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(link)) {
    const address = trimmed(found);
    const href = hrefOf(address);
    if (href === null) continue;
    if (index > end) runs.push({ text: text.slice(end, index), href: null });
    runs.push({ text: address, href });
    end = index + address.length;
  }
  if (end < text.length) runs.push({ text: text.slice(end), href: null });
  return runs;
}

/** A closing bracket belongs to an address that has the opening one. */
function trimmed(found: string): string {
  let end = found.length;
  // Not a pattern: one that looks for a tail from each letter on takes seconds for a message of dots.
  while (end > 0 && TAIL.includes(found.charAt(end - 1))) end -= 1;
  const short = found.slice(0, end);
  const isOpen = short.split('(').length > short.split(')').length;
  return isOpen && found[short.length] === ')' ? found.slice(0, short.length + 1) : short;
}

function hrefOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? href : null;
}
