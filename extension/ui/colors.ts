/** The colours that a person picks from; what is stored is the name. Each reads on a light and on a dark ground. */
export const colors = ['teal', 'blue', 'violet', 'pink', 'red', 'orange', 'amber', 'green'] as const;

const values: Readonly<Record<string, string>> = {
  teal: '#0d9f8c',
  blue: '#2f7de1',
  violet: '#8458e0',
  pink: '#d9489b',
  red: '#dc4a45',
  orange: '#e07423',
  amber: '#c79410',
  green: '#3f9d4b',
};

/** The CSS colour of a stored name; a name that a newer version gave is grey here. */
export const colorValue = (name: string): string => values[name] ?? '#7d8a93';

/** The colour of a text that nobody chose one for: the same everywhere, whatever its capitals. */
export function colorOf(text: string): string {
  let sum = 0;
  for (const letter of text.toLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return colorValue(colors[sum % colors.length] ?? 'teal');
}
